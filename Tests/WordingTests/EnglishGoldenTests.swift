import Testing
import Wording

@Suite struct `Values in English` {
  @Test(arguments: GoldenRow.table(englishTable))
  func `are written and spoken as in Britain`(row: GoldenRow) throws {
    #expect(try Wording.word(row.value, as: row.form, in: .en) == row.expected)
  }

  @Test func `have a table of at least a hundred rows`() {
    #expect(GoldenRow.table(englishTable).count >= 100)
  }
}

private let englishTable = """
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
  n 1 | count calls | 1 call | one call
  n 3 | count calls | 3 calls | three calls
  n 0 | count calls | 0 calls | zero calls
  n 1 | count people | 1 person | one person
  n 1 | count addresses | 1 address | one address
  n 1 | count boxes | 1 box | one box
  n 1 | count enquiries | 1 enquiry | one enquiry
  n 1.5 | count hours | 1.5 hours | one point five hours
  n 7 | count | 7 | seven
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
  t 01012345678 | phone | 010 1234 5678 | zero one zero, one two three four, five six seven eight
  t 15881234 | phone | 1588 1234 | one five eight eight, one two three four
  t +442079460123 | phone | +44 207 946 0123 | plus four four, two zero seven, nine four six, zero one two three
  t +44 20 7946 0123 | phone | +44 20 7946 0123 | plus four four, two zero, seven nine four six, zero one two three
  t +12125550123 | phone | +1 212 555 0123 | plus one, two one two, five five five, zero one two three
  t +821012345678 | phone | +82 10 1234 5678 | plus eight two, one zero, one two three four, five six seven eight
  t 2125550123 | phone | 212 555 0123 | two one two, five five five, zero one two three
  t Ab-1 | spell | Ab-1 | A, B, dash, one
  t j@x.io | spell | j@x.io | J, at, X, dot, I, O
  d 2026-03-01 | date | 1 March 2026 | the first of March, twenty twenty-six
  d 2000-01-02 | date | 2 January 2000 | the second of January, two thousand
  d 2005-12-31 | date | 31 December 2005 | the thirty-first of December, two thousand and five
  d 1905-06-12 | date | 12 June 1905 | the twelfth of June, nineteen oh five
  d 1900-07-03 | date | 3 July 1900 | the third of July, nineteen hundred
  d 1066-10-14 | date | 14 October 1066 | the fourteenth of October, ten sixty-six
  d 0999-10-14 | date | 14 October 999 | the fourteenth of October, nine hundred and ninety-nine
  d 2026-03-22 | date short | 22 March | the twenty-second of March
  t 20260301 | date | 1 March 2026 | the first of March, twenty twenty-six
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
  i 2026-03-01 09:30 | instant | 1 March 2026, 9:30 am | the first of March, twenty twenty-six, at nine thirty in the morning
  i 2026-03-01 09:30 | date short | 1 March | the first of March
  s 0 | duration | 0 seconds | zero seconds
  s 1 | duration | 1 second | one second
  s 90 | duration | 1 minute 30 seconds | one minute and thirty seconds
  s 3600 | duration | 1 hour | one hour
  s 5400 | duration | 1 hour 30 minutes | one hour and thirty minutes
  s 93784 | duration | 1 day 2 hours 3 minutes 4 seconds | one day two hours three minutes and four seconds
  s -60 | duration | minus 1 minute | minus one minute
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
  """
