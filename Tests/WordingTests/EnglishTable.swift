/// What is said in English, row by row: the value by its type (`n` number, `t` text, `d` day, `c` clock time,
/// `i` instant, `s` seconds, `f` flag), the form, what is written, what is spoken where that differs.
let englishTable = """
  n 0 | number | 0 | zero
  n 1 | number | 1 | one
  n 13 | number | 13 | thirteen
  n 20 | number | 20 | twenty
  n 21 | number | 21 | twenty-one
  n 40 | number | 40 | forty
  n 99 | number | 99 | ninety-nine
  n 100 | number | 100 | one hundred
  n 101 | number | 101 | one hundred and one
  n 115 | number | 115 | one hundred and fifteen
  n 999 | number | 999 | nine hundred and ninety-nine
  n 1000 | number | 1,000 | one thousand
  n 1001 | number | 1,001 | one thousand and one
  n 1100 | number | 1,100 | one thousand one hundred
  n 1234 | number | 1,234 | one thousand two hundred and thirty-four
  n 10000 | number | 10,000 | ten thousand
  n 12345 | number | 12,345 | twelve thousand three hundred and forty-five
  n 100000 | number | 100,000 | one hundred thousand
  n 1000000 | number | 1,000,000 | one million
  n 1000001 | number | 1,000,001 | one million and one
  n 1000100 | number | 1,000,100 | one million one hundred
  n 2500000 | number | 2,500,000 | two million five hundred thousand
  n 1000000000 | number | 1,000,000,000 | one billion
  n 1000000000000 | number | 1,000,000,000,000 | one trillion
  n 10000000000000000 | number | 10,000,000,000,000,000 | ten quadrillion
  n 1000000000000000000 | number | 1,000,000,000,000,000,000 | one quintillion
  n 1000000000000000000000 | number | 1,000,000,000,000,000,000,000 | one zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero
  n -5 | number | -5 | minus five
  n 3.14 | number | 3.14 | three point one four
  n 0.05 | number | 0.05 | zero point zero five
  n -0.5 | number | -0.5 | minus zero point five
  n 1500.50 | number | 1,500.5 | one thousand five hundred point five
  t 52300 | number | 52,300 | fifty-two thousand three hundred
  t 1,234 | number | 1,234 | one thousand two hundred and thirty-four
  n 42 | | 42 | forty-two
  n 2 | number | 2 | two
  n 9 | number | 9 | nine
  n 12 | number | 12 | twelve
  n 14 | number | 14 | fourteen
  n 15 | number | 15 | fifteen
  n 18 | number | 18 | eighteen
  n 44 | number | 44 | forty-four
  n 106 | number | 106 | one hundred and six
  n 110 | number | 110 | one hundred and ten
  n 200 | number | 200 | two hundred
  n 1010 | number | 1,010 | one thousand and ten
  n 1110 | number | 1,110 | one thousand one hundred and ten
  n 2026 | number | 2,026 | two thousand and twenty-six
  n 10001 | number | 10,001 | ten thousand and one
  n 11011 | number | 11,011 | eleven thousand and eleven
  n 20000 | number | 20,000 | twenty thousand
  n 100001 | number | 100,001 | one hundred thousand and one
  n 101101 | number | 101,101 | one hundred and one thousand one hundred and one
  n 1100000 | number | 1,100,000 | one million one hundred thousand
  n 12345678 | number | 12,345,678 | twelve million three hundred and forty-five thousand six hundred and seventy-eight
  n 1000000000000000 | number | 1,000,000,000,000,000 | one quadrillion
  n 9999999999999999 | number | 9,999,999,999,999,999 | nine quadrillion nine hundred and ninety-nine trillion nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine
  n 0.1 | number | 0.1 | zero point one
  n 10.05 | number | 10.05 | ten point zero five
  n 99.9 | number | 99.9 | ninety-nine point nine
  n 1000.5 | number | 1,000.5 | one thousand point five
  n -1 | number | -1 | minus one
  t 1,234,567 | number | 1,234,567 | one million two hundred and thirty-four thousand five hundred and sixty-seven
  t 007 | number | 7 | seven
  t 2.50 | number | 2.5 | two point five
  n 0 | ordinal | 0th | zeroth
  n 1 | ordinal | 1st | first
  n 2 | ordinal | 2nd | second
  n 3 | ordinal | 3rd | third
  n 4 | ordinal | 4th | fourth
  n 5 | ordinal | 5th | fifth
  n 8 | ordinal | 8th | eighth
  n 9 | ordinal | 9th | ninth
  n 11 | ordinal | 11th | eleventh
  n 12 | ordinal | 12th | twelfth
  n 13 | ordinal | 13th | thirteenth
  n 20 | ordinal | 20th | twentieth
  n 21 | ordinal | 21st | twenty-first
  n 22 | ordinal | 22nd | twenty-second
  n 30 | ordinal | 30th | thirtieth
  n 100 | ordinal | 100th | one hundredth
  n 101 | ordinal | 101st | one hundred and first
  n 112 | ordinal | 112th | one hundred and twelfth
  n 1000 | ordinal | 1,000th | one thousandth
  n 19 | ordinal | 19th | nineteenth
  n 23 | ordinal | 23rd | twenty-third
  n 31 | ordinal | 31st | thirty-first
  n 40 | ordinal | 40th | fortieth
  n 42 | ordinal | 42nd | forty-second
  n 53 | ordinal | 53rd | fifty-third
  n 90 | ordinal | 90th | ninetieth
  n 99 | ordinal | 99th | ninety-ninth
  n 102 | ordinal | 102nd | one hundred and second
  n 111 | ordinal | 111th | one hundred and eleventh
  n 113 | ordinal | 113th | one hundred and thirteenth
  n 121 | ordinal | 121st | one hundred and twenty-first
  n 1001 | ordinal | 1,001st | one thousand and first
  n 1012 | ordinal | 1,012th | one thousand and twelfth
  n 1000000 | ordinal | 1,000,000th | one millionth
  n 1 | count calls | 1 call | one call
  n 3 | count calls | 3 calls | three calls
  n 0 | count calls | 0 calls | zero calls
  n 1 | count people | 1 person | one person
  n 1 | count addresses | 1 address | one address
  n 1 | count boxes | 1 box | one box
  n 1 | count enquiries | 1 enquiry | one enquiry
  n 1.5 | count hours | 1.5 hours | one point five hours
  n 7 | count | 7 | seven
  n 2 | count calls | 2 calls | two calls
  n 21 | count calls | 21 calls | twenty-one calls
  n 100 | count people | 100 people | one hundred people
  n 1 | count children | 1 child | one child
  n 2 | count children | 2 children | two children
  n 1 | count days | 1 day | one day
  n 1 | count countries | 1 country | one country
  n 1 | count matches | 1 match | one match
  n 1 | count dishes | 1 dish | one dish
  n 1 | count classes | 1 class | one class
  n 1 | count hours | 1 hour | one hour
  n 12 | count hours | 12 hours | twelve hours
  n 1 | count minutes | 1 minute | one minute
  n -1 | count points | -1 points | minus one points
  n 0.5 | count points | 0.5 points | zero point five points
  n 1000 | count callers | 1,000 callers | one thousand callers
  n 1 | count news | 1 news | one news
  n 1 | count buses | 1 bus | one bus
  n 3 | count bus | 3 bus | three bus
  n 0 | count messages | 0 messages | zero messages
  n 1 | count | 1 | one
  n 1 | count movies | 1 movie | one movie
  n 1 | count women | 1 woman | one woman
  n 52300 | currency KRW | 52,300 won | fifty-two thousand three hundred won
  n 1 | currency KRW | 1 won | one won
  n -100 | currency KRW | -100 won | minus one hundred won
  n 12.5 | currency USD | 12.50 dollars | twelve dollars and fifty cents
  n 12 | currency USD | 12 dollars | twelve dollars
  n 1 | currency USD | 1 dollar | one dollar
  n 1.01 | currency USD | 1.01 dollars | one dollar and one cent
  n 0.99 | currency USD | 0.99 dollars | ninety-nine cents
  n 0 | currency USD | 0 dollars | zero dollars
  n -3.2 | currency EUR | -3.20 euros | minus three euros and twenty cents
  n 1 | currency EUR | 1 euro | one euro
  n 2.01 | currency GBP | 2.01 pounds | two pounds and one penny
  n 2.5 | currency GBP | 2.50 pounds | two pounds and fifty pence
  n 1000 | currency JPY | 1,000 yen | one thousand yen
  n 1.234 | currency USD | 1.234 dollars | one point two three four dollars
  n 1200 | currency ISK | ISK 1,200 | I, S, K, one thousand two hundred
  n 5 | currency aud | 5 Australian dollars | five Australian dollars
  t 19.90 | currency USD | 19.90 dollars | nineteen dollars and ninety cents
  n 1000 | currency KRW | 1,000 won | one thousand won
  n 10000 | currency KRW | 10,000 won | ten thousand won
  n 1500000 | currency KRW | 1,500,000 won | one million five hundred thousand won
  n 1.5 | currency KRW | 1.5 won | one point five won
  n 0.01 | currency USD | 0.01 dollars | one cent
  n 0.05 | currency USD | 0.05 dollars | five cents
  n 1.5 | currency USD | 1.50 dollars | one dollar and fifty cents
  n 100 | currency USD | 100 dollars | one hundred dollars
  n 1000000 | currency USD | 1,000,000 dollars | one million dollars
  n 1999.99 | currency USD | 1,999.99 dollars | one thousand nine hundred and ninety-nine dollars and ninety-nine cents
  n 1 | currency GBP | 1 pound | one pound
  n 1.01 | currency GBP | 1.01 pounds | one pound and one penny
  n 0.5 | currency GBP | 0.50 pounds | fifty pence
  n 0.5 | currency EUR | 0.50 euros | fifty cents
  n 1 | currency CHF | 1 Swiss franc | one Swiss franc
  n 20 | currency CHF | 20 Swiss francs | twenty Swiss francs
  n 3.5 | currency CAD | 3.50 Canadian dollars | three Canadian dollars and fifty cents
  n 1 | currency HKD | 1 Hong Kong dollar | one Hong Kong dollar
  n 7 | currency SGD | 7 Singapore dollars | seven Singapore dollars
  n 1 | currency PHP | 1 Philippine peso | one Philippine peso
  n 300 | currency PHP | 300 Philippine pesos | three hundred Philippine pesos
  n 1 | currency INR | 1 rupee | one rupee
  n 2.5 | currency INR | 2.50 rupees | two rupees and fifty paise
  n 5 | currency MYR | 5 ringgit | five ringgit
  n 1 | currency BRL | 1 Brazilian real | one Brazilian real
  n 9 | currency BRL | 9 Brazilian reais | nine Brazilian reais
  n -12.5 | currency USD | -12.50 dollars | minus twelve dollars and fifty cents
  n 88 | currency XAU | XAU 88 | X, A, U, eighty-eight
  n 500 | currency CNY | 500 yuan | five hundred yuan
  n 2 | currency THB | 2 baht | two baht
  t 12345678 | digits | 1234 5678 | one two three four, five six seven eight
  t 1004 | digits | 1004 | one zero zero four
  t 12345 | digits | 123 45 | one two three, four five
  t 1234567 | digits | 123 4567 | one two three, four five six seven
  t 12345678901 | digits | 123 4567 8901 | one two three, four five six seven, eight nine zero one
  t 1234567890123456 | digits | 1234 5678 9012 3456 | one two three four, five six seven eight, nine zero one two, three four five six
  t *21# | digits | *21# | star two one hash
  t AB12 | digits | AB 12 | A, B, one two
  t 12 34 | digits | 12 34 | one two, three four
  n 900 | digits | 900 | nine zero zero
  t 0 | digits | 0 | zero
  t 5 | digits | 5 | five
  t 00 | digits | 00 | zero zero
  t 123 | digits | 123 | one two three
  t 1234 | digits | 1234 | one two three four
  t 123456 | digits | 123 456 | one two three, four five six
  t 123456789 | digits | 123 456 789 | one two three, four five six, seven eight nine
  t 1234567890 | digits | 123 456 7890 | one two three, four five six, seven eight nine zero
  t 1234-5678-9012-3456 | digits | 1234 5678 9012 3456 | one two three four, five six seven eight, nine zero one two, three four five six
  t #0* | digits | #0* | hash zero star
  t A1B2 | digits | A 1 B 2 | A, one, B, two
  t AB-12 | digits | AB 12 | A, B, one two
  t 01012345678 | phone | 010 1234 5678 | zero one zero, one two three four, five six seven eight
  t 15881234 | phone | 1588 1234 | one five eight eight, one two three four
  t +442079460123 | phone | +44 207 946 0123 | plus four four, two zero seven, nine four six, zero one two three
  t +44 20 7946 0123 | phone | +44 20 7946 0123 | plus four four, two zero, seven nine four six, zero one two three
  t +12125550123 | phone | +1 212 555 0123 | plus one, two one two, five five five, zero one two three
  t +821012345678 | phone | +82 10 1234 5678 | plus eight two, one zero, one two three four, five six seven eight
  t 2125550123 | phone | 212 555 0123 | two one two, five five five, zero one two three
  t 0212345678 | phone | 02 1234 5678 | zero two, one two three four, five six seven eight
  t 021234567 | phone | 02 123 4567 | zero two, one two three, four five six seven
  t 0311234567 | phone | 031 123 4567 | zero three one, one two three, four five six seven
  t 07012345678 | phone | 070 1234 5678 | zero seven zero, one two three four, five six seven eight
  t 0801234567 | phone | 080 123 4567 | zero eight zero, one two three, four five six seven
  t 050712345678 | phone | 0507 1234 5678 | zero five zero seven, one two three four, five six seven eight
  t 030312345678 | phone | 0303 1234 5678 | zero three zero three, one two three four, five six seven eight
  t 18991234 | phone | 1899 1234 | one eight nine nine, one two three four
  t 112 | phone | 112 | one one two
  t 5551234 | phone | 555 1234 | five five five, one two three four
  t +8215881234 | phone | +82 1588 1234 | plus eight two, one five eight eight, one two three four
  t +82 010-1234-5678 | phone | +82 10 1234 5678 | plus eight two, one zero, one two three four, five six seven eight
  t +82-2-123-4567 | phone | +82 2 123 4567 | plus eight two, two, one two three, four five six seven
  t +14155550132 | phone | +1 415 555 0132 | plus one, four one five, five five five, zero one three two
  t +1 415 555 0132 | phone | +1 415 555 0132 | plus one, four one five, five five five, zero one three two
  t +33 1 23 45 67 89 | phone | +33 1 23 45 67 89 | plus three three, one, two three, four five, six seven, eight nine
  t +85212345678 | phone | +852 1234 5678 | plus eight five two, one two three four, five six seven eight
  t 020 7946 0123 | phone | 020 7946 0123 | zero two zero, seven nine four six, zero one two three
  t *88# | phone | *88# | star eight eight hash
  t Ab-1 | spell | Ab-1 | A, B, dash, one
  t j@x.io | spell | j@x.io | J, at, X, dot, I, O
  t ABC | spell | ABC | A, B, C
  t Kim | spell | Kim | K, I, M
  t x-9 | spell | x-9 | X, dash, nine
  t a_b | spell | a_b | A, underscore, B
  t Q&A | spell | Q&A | Q, and, A
  t KR-2026/0042 | spell | KR-2026/0042 | K, R, dash, two, zero, two, six, slash, zero, zero, four, two
  t hong+1@x.com | spell | hong+1@x.com | H, O, N, G, plus, one, at, X, dot, C, O, M
  t zz | spell | zz | Z, Z
  n 42 | spell | 42 | four, two
  t O'Neil | spell | O'Neil | O, apostrophe, N, E, I, L
  d 2026-03-01 | date | 1 March 2026 | the first of March, twenty twenty-six
  d 2000-01-02 | date | 2 January 2000 | the second of January, two thousand
  d 2005-12-31 | date | 31 December 2005 | the thirty-first of December, two thousand and five
  d 1905-06-12 | date | 12 June 1905 | the twelfth of June, nineteen oh five
  d 1900-07-03 | date | 3 July 1900 | the third of July, nineteen hundred
  d 1066-10-14 | date | 14 October 1066 | the fourteenth of October, ten sixty-six
  d 0999-10-14 | date | 14 October 999 | the fourteenth of October, nine hundred and ninety-nine
  d 2026-03-22 | date short | 22 March | the twenty-second of March
  t 20260301 | date | 1 March 2026 | the first of March, twenty twenty-six
  i 2026-03-01 09:30 | date short | 1 March | the first of March
  d 2026-01-01 | date | 1 January 2026 | the first of January, twenty twenty-six
  d 2026-02-02 | date | 2 February 2026 | the second of February, twenty twenty-six
  d 2026-03-03 | date | 3 March 2026 | the third of March, twenty twenty-six
  d 2026-04-04 | date | 4 April 2026 | the fourth of April, twenty twenty-six
  d 2026-05-05 | date | 5 May 2026 | the fifth of May, twenty twenty-six
  d 2026-06-08 | date | 8 June 2026 | the eighth of June, twenty twenty-six
  d 2026-07-09 | date | 9 July 2026 | the ninth of July, twenty twenty-six
  d 2026-08-11 | date | 11 August 2026 | the eleventh of August, twenty twenty-six
  d 2026-09-12 | date | 12 September 2026 | the twelfth of September, twenty twenty-six
  d 2026-10-13 | date | 13 October 2026 | the thirteenth of October, twenty twenty-six
  d 2026-11-20 | date | 20 November 2026 | the twentieth of November, twenty twenty-six
  d 2026-12-21 | date | 21 December 2026 | the twenty-first of December, twenty twenty-six
  d 2024-02-29 | date | 29 February 2024 | the twenty-ninth of February, twenty twenty-four
  d 2027-01-23 | date | 23 January 2027 | the twenty-third of January, twenty twenty-seven
  d 2030-01-30 | date | 30 January 2030 | the thirtieth of January, twenty thirty
  d 2010-10-10 | date | 10 October 2010 | the tenth of October, twenty ten
  d 2001-09-11 | date | 11 September 2001 | the eleventh of September, two thousand and one
  d 2100-01-01 | date | 1 January 2100 | the first of January, twenty-one hundred
  d 1999-12-31 | date | 31 December 1999 | the thirty-first of December, nineteen ninety-nine
  d 1910-08-29 | date | 29 August 1910 | the twenty-ninth of August, nineteen ten
  d 1800-01-01 | date | 1 January 1800 | the first of January, eighteen hundred
  d 1000-01-01 | date | 1 January 1000 | the first of January, one thousand
  d 1001-01-01 | date | 1 January 1001 | the first of January, one thousand and one
  d 0001-01-01 | date | 1 January 1 | the first of January, one
  d 9999-12-31 | date | 31 December 9999 | the thirty-first of December, ninety-nine ninety-nine
  d 2026-12-25 | date short | 25 December | the twenty-fifth of December
  d 2026-10-03 | date short | 3 October | the third of October
  t 2026-12-31 | date short | 31 December | the thirty-first of December
  c 09:30 | time | 9:30 am | nine thirty in the morning
  c 09:05 | time | 9:05 am | nine oh five in the morning
  c 09:00 | time | 9 am | nine in the morning
  c 00:00 | time | midnight |
  c 24:00 | time | midnight |
  c 12:00 | time | noon |
  c 00:30 | time | 12:30 am | twelve thirty in the morning
  c 12:30 | time | 12:30 pm | twelve thirty in the afternoon
  c 18:00 | time | 6 pm | six in the evening
  c 15:45:01 | time | 3:45:01 pm | three forty-five and one second in the afternoon
  t 0930 | time | 9:30 am | nine thirty in the morning
  c 00:01 | time | 12:01 am | twelve oh one in the morning
  c 00:10 | time | 12:10 am | twelve ten in the morning
  c 01:00 | time | 1 am | one in the morning
  c 02:05 | time | 2:05 am | two oh five in the morning
  c 03:15 | time | 3:15 am | three fifteen in the morning
  c 06:30 | time | 6:30 am | six thirty in the morning
  c 08:08 | time | 8:08 am | eight oh eight in the morning
  c 10:00 | time | 10 am | ten in the morning
  c 11:59 | time | 11:59 am | eleven fifty-nine in the morning
  c 12:01 | time | 12:01 pm | twelve oh one in the afternoon
  c 12:10 | time | 12:10 pm | twelve ten in the afternoon
  c 13:00 | time | 1 pm | one in the afternoon
  c 14:20 | time | 2:20 pm | two twenty in the afternoon
  c 16:45 | time | 4:45 pm | four forty-five in the afternoon
  c 17:59 | time | 5:59 pm | five fifty-nine in the afternoon
  c 19:05 | time | 7:05 pm | seven oh five in the evening
  c 20:30 | time | 8:30 pm | eight thirty in the evening
  c 21:00 | time | 9 pm | nine in the evening
  c 23:59 | time | 11:59 pm | eleven fifty-nine in the evening
  c 09:00:01 | time | 9:00:01 am | nine and one second in the morning
  c 12:00:30 | time | 12:00:30 pm | twelve and thirty seconds in the afternoon
  c 10:20:30 | time | 10:20:30 am | ten twenty and thirty seconds in the morning
  t 2400 | time | midnight |
  t 13:45 | time | 1:45 pm | one forty-five in the afternoon
  i 2026-03-01 16:00 | time | 4 pm | four in the afternoon
  i 2026-03-01 09:30 | instant | 1 March 2026, 9:30 am | the first of March, twenty twenty-six, at nine thirty in the morning
  i 2026-10-06 00:00 | instant | 6 October 2026, midnight | the sixth of October, twenty twenty-six, at midnight
  i 2026-12-25 18:30 | instant | 25 December 2026, 6:30 pm | the twenty-fifth of December, twenty twenty-six, at six thirty in the evening
  i 2026-06-10 12:00 | instant | 10 June 2026, noon | the tenth of June, twenty twenty-six, at noon
  t 2026-03-01T14:00 | instant | 1 March 2026, 2 pm | the first of March, twenty twenty-six, at two in the afternoon
  s 0 | duration | 0 seconds | zero seconds
  s 1 | duration | 1 second | one second
  s 90 | duration | 1 minute 30 seconds | one minute and thirty seconds
  s 3600 | duration | 1 hour | one hour
  s 5400 | duration | 1 hour 30 minutes | one hour and thirty minutes
  s 93784 | duration | 1 day 2 hours 3 minutes 4 seconds | one day two hours three minutes and four seconds
  s -60 | duration | minus 1 minute | minus one minute
  s 2 | duration | 2 seconds | two seconds
  s 59 | duration | 59 seconds | fifty-nine seconds
  s 60 | duration | 1 minute | one minute
  s 61 | duration | 1 minute 1 second | one minute and one second
  s 120 | duration | 2 minutes | two minutes
  s 600 | duration | 10 minutes | ten minutes
  s 3601 | duration | 1 hour 1 second | one hour and one second
  s 3660 | duration | 1 hour 1 minute | one hour and one minute
  s 7200 | duration | 2 hours | two hours
  s 86400 | duration | 1 day | one day
  s 90000 | duration | 1 day 1 hour | one day and one hour
  s 172800 | duration | 2 days | two days
  s 0.4 | duration | 0 seconds | zero seconds
  s 0.6 | duration | 1 second | one second
  s -3600 | duration | minus 1 hour | minus one hour
  s 1000000 | duration | 11 days 13 hours 46 minutes 40 seconds | eleven days thirteen hours forty-six minutes and forty seconds
  f true | | yes |
  f false | text | no |
  t Hello | | Hello |
  t Press 1 to 5. | | Press 1 to 5. | Press one to five.
  t 24 hours, 7 days | | 24 hours, 7 days | twenty-four hours, seven days
  t at 9:30 am. | | at 9:30 am. | at nine thirty in the morning.
  t by 6 p.m. today | | by 6 p.m. today | by six in the evening. today
  t until 17:00 | | until 17:00 | until five in the afternoon
  t the 2nd of 3 | | the 2nd of 3 | the second of three
  t on 2026-03-01 | | on 2026-03-01 | on the first of March, twenty twenty-six
  t $12.50 or £3 | | $12.50 or £3 | twelve dollars and fifty cents or three pounds
  t 50% off | | 50% off | fifty percent off
  t call 010-1234-5678 | | call 010-1234-5678 | call zero one zero, one two three four, five six seven eight
  t press * or # | | press * or # | press star or hash
  t 5G and A4 | | 5G and A4 | five G and A four
  t version 1.2.3 | | version 1.2.3 | version one point two point three
  t -3 degrees, 9-17 | | -3 degrees, 9-17 | minus three degrees, nine to seventeen
  t code 0042 | | code 0042 | code zero zero four two
  f true | text | yes |
  f false |  | no |
  t Press 1 for sales, 2 for support. |  | Press 1 for sales, 2 for support. | Press one for sales, two for support.
  t Press 0. |  | Press 0. | Press zero.
  t Dial 9-1-1 |  | Dial 9-1-1 | Dial nine, one, one
  t 1st, 2nd, 3rd, 4th |  | 1st, 2nd, 3rd, 4th | first, second, third, fourth
  t the 21st of May |  | the 21st of May | the twenty-first of May
  t the 112th call |  | the 112th call | the one hundred and twelfth call
  t at 9:05 |  | at 9:05 | at nine oh five in the morning
  t at 12:00 |  | at 12:00 | at noon
  t at 00:30 |  | at 00:30 | at twelve thirty in the morning
  t from 9 am to 6 pm |  | from 9 am to 6 pm | from nine in the morning to six in the evening
  t 9am-6pm |  | 9am-6pm | nine in the morning to six in the evening
  t 10 a.m. |  | 10 a.m. | ten in the morning.
  t 12 noon |  | 12 noon | twelve noon
  t 7:30 PM |  | 7:30 PM | seven thirty in the evening
  t open 24/7 |  | open 24/7 | open twenty-four seven
  t in 2026 |  | in 2026 | in two thousand and twenty-six
  t 1,234,567 users |  | 1,234,567 users | one million two hundred and thirty-four thousand five hundred and sixty-seven users
  t 3.5% interest |  | 3.5% interest | three point five percent interest
  t -5℃ today |  | -5℃ today | minus five degrees Celsius today
  t 1℃ |  | 1℃ | one degree Celsius
  t 10km away |  | 10km away | ten kilometres away
  t 1 km |  | 1 km | one kilometre
  t 500m |  | 500m | five hundred metres
  t 2kg and 1kg |  | 2kg and 1kg | two kilograms and one kilogram
  t 84㎡ |  | 84㎡ | eighty-four square metres
  t 5GB plan |  | 5GB plan | five gigabytes plan
  t 100Mbps |  | 100Mbps | one hundred megabits a second
  t 0.25%p |  | 0.25%p | zero point two five percentage points
  t 15 min |  | 15 min | fifteen minutes
  t ① and ② |  | ① and ② | one and two
  t ½ price |  | ½ price | one half price
  t ¾ full |  | ¾ full | three quarters full
  t ⅓ of ⅔ |  | ⅓ of ⅔ | one third of two thirds
  t Part Ⅳ |  | Part Ⅳ | Part four
  t €1.50 |  | €1.50 | one euro and fifty cents
  t ¥500 |  | ¥500 | five hundred yen
  t ₩52,300 |  | ₩52,300 | fifty-two thousand three hundred won
  t $1 |  | $1 | one dollar
  t £0.50 |  | £0.50 | fifty pence
  t enter 1234# |  | enter 1234# | enter one two three four hash
  t *21# |  | *21# | star two one hash
  t #1 |  | #1 | hash one
  t 02-123-4567 |  | 02-123-4567 | zero two, one two three, four five six seven
  t 1588-1234 |  | 1588-1234 | one five eight eight, one two three four
  t +82-10-1234-5678 |  | +82-10-1234-5678 | plus eight two, one zero, one two three four, five six seven eight
  t 555-1234 |  | 555-1234 | five hundred and fifty-five to one thousand two hundred and thirty-four
  t 12345678901234567890 |  | 12345678901234567890 | one two three four, five six seven eight, nine zero one two, three four five six, seven eight nine zero
  t 007 |  | 007 | zero zero seven
  t 1/2 |  | 1/2 | one half
  t 3/4 of it |  | 3/4 of it | three quarters of it
  t call (212) 555-1234 |  | call (212) 555-1234 | call two one two, five five five, one two three four
  t +1 (212) 555-1234 |  | +1 (212) 555-1234 | plus one, two one two, five five five, one two three four
  t (20) people |  | (20) people | (twenty) people
  t 1+1 free |  | 1+1 free | one plus one free
  t 3-5 days |  | 3-5 days | three to five days
  t 3~5 |  | 3~5 | three to five
  t 1:1 help |  | 1:1 help | one to one help
  t 3:2 |  | 3:2 | three to two
  t A4 and B5 |  | A4 and B5 | A four and B five
  t 192.168.0.1 |  | 192.168.0.1 | one hundred and ninety-two point one hundred and sixty-eight point zero point one
  t COVID-19 |  | COVID-19 | COVID-nineteen
  t MP3 |  | MP3 | MP three
  t room 101 |  | room 101 | room one hundred and one
  t 2026-12-31 |  | 2026-12-31 | the thirty-first of December, twenty twenty-six
  t １２ apples |  | １２ apples | twelve apples
  t Hello, world! |  | Hello, world! |
  t 100 |  | 100 | one hundred
  t -3.5 |  | -3.5 | minus three point five
  t 5 m |  | 5 m | five m
  t 5 mm |  | 5 mm | five millimetres
  t 1GB |  | 1GB | one gigabyte
  t Boeing 747 |  | Boeing 747 | Boeing seven hundred and forty-seven
  t 1.5 hours |  | 1.5 hours | one point five hours
  t step 1.1 |  | step 1.1 | step one point one
  t Mon~Fri 9~18 |  | Mon~Fri 9~18 | Mon to Fri nine to eighteen
  t and/or |  | and/or |
  t Q&A |  | Q&A |
  t wave~ |  | wave~ | wave
  t from 9:00 - 18:00 |  | from 9:00 - 18:00 | from nine in the morning - six in the evening
  t 900301 | birthdate | 1 March '90 | the first of March, ninety
  t 050610 | birthdate | 10 June '05 | the tenth of June, oh five
  t 001016 | birthdate | 16 October '00 | the sixteenth of October, zero zero
  t 19900301 | birthdate | 1 March 1990 | the first of March, nineteen ninety
  t 2005-06-10 | birthdate | 10 June 2005 | the tenth of June, two thousand and five
  d 1961-10-06 | birthdate | 6 October 1961 | the sixth of October, nineteen sixty-one
  t 121212 | birthdate | 12 December '12 | the twelfth of December, twelve
  t John Smith | name | John Smith |
  t KIM MINJI | name | KIM MINJI | Kim Minji
  t 김민지 | name | 김민지 |
  t Mr Lee | name | Mr Lee |
  t  Ann  Lee | name | Ann Lee |
  t A J Fox | name | A J Fox |
  t call 010 1234 5678 | | call 010 1234 5678 | call zero one zero, one two three four, five six seven eight
  t call 010 1234 5678 24 hours a day | | call 010 1234 5678 24 hours a day | call zero one zero, one two three four, five six seven eight twenty-four hours a day
  t +1 415 555 2671 | | +1 415 555 2671 | plus one, four one five, five five five, two six seven one
  t +1 (415) 555-2671 | | +1 (415) 555-2671 | plus one, four one five, five five five, two six seven one
  t +82 10 1234 5678. | | +82 10 1234 5678. | plus eight two, one zero, one two three four, five six seven eight.
  t +44 20 7946 0958 | | +44 20 7946 0958 | plus four four, two zero, seven nine four six, zero nine five eight
  t 020 7946 0958 | | 020 7946 0958 | zero two zero, seven nine four six, zero nine five eight
  t 0800 123456 | | 0800 123456 | zero eight zero, zero one two, three four five six
  t 1588 1234 | | 1588 1234 | one five eight eight, one two three four
  t 2000 1234 | | 2000 1234 | two thousand one thousand two hundred and thirty-four
  t from 10 100 people | | from 10 100 people | from ten one hundred people
  t 01/02/2026 | | 01/02/2026 | zero one, zero two, two zero two six
  t 25/12/2026 | | 25/12/2026 | the twenty-fifth of December, twenty twenty-six
  t 12/25/2026 | | 12/25/2026 | the twenty-fifth of December, twenty twenty-six
  t 03/03/2026 | | 03/03/2026 | the third of March, twenty twenty-six
  """
