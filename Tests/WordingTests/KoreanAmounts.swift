/// Numbers, counts and money as they are said in Korean, row by row: the value by its type (`n` number, `t` text, `d` day, `c` clock time,
/// `i` instant, `s` seconds, `f` flag), the form, what is written, what is spoken where that differs.
let koreanAmounts = """
  n 0 | number | 0 | 영
  n 1 | number | 1 | 일
  n 6 | number | 6 | 육
  n 10 | number | 10 | 십
  n 11 | number | 11 | 십일
  n 16 | number | 16 | 십육
  n 20 | number | 20 | 이십
  n 99 | number | 99 | 구십구
  n 100 | number | 100 | 백
  n 101 | number | 101 | 백일
  n 110 | number | 110 | 백십
  n 111 | number | 111 | 백십일
  n 999 | number | 999 | 구백구십구
  n 1000 | number | 1,000 | 천
  n 1111 | number | 1,111 | 천백십일
  n 2026 | number | 2,026 | 이천이십육
  n 10000 | number | 10,000 | 만
  n 10001 | number | 10,001 | 만 일
  n 12345 | number | 12,345 | 만 이천삼백사십오
  n 20000 | number | 20,000 | 이만
  n 100000 | number | 100,000 | 십만
  n 110000 | number | 110,000 | 십일만
  n 1000000 | number | 1,000,000 | 백만
  n 10000000 | number | 10,000,000 | 천만
  n 100000000 | number | 100,000,000 | 일억
  n 110000000 | number | 110,000,000 | 일억 천만
  n 100010000 | number | 100,010,000 | 일억 일만
  n 1000000000000 | number | 1,000,000,000,000 | 일조
  n 10000000000000000 | number | 10,000,000,000,000,000 | 일경
  n 100000000000000000000 | number | 100,000,000,000,000,000,000 | 일해
  n 1234567890123456 | number | 1,234,567,890,123,456 | 천이백삼십사조 오천육백칠십팔억 구천십이만 삼천사백오십육
  n -5 | number | -5 | 마이너스 오
  n 3.14 | number | 3.14 | 삼 점 일 사
  n 0.5 | number | 0.5 | 영 점 오
  n 3.05 | number | 3.05 | 삼 점 영 오
  n -0.25 | number | -0.25 | 마이너스 영 점 이 오
  n 1500.50 | number | 1,500.5 | 천오백 점 오
  t 52300 | number | 52,300 | 오만 이천삼백
  t 1,234 | number | 1,234 | 천이백삼십사
  t -0 | number | 0 | 영
  n 42 | | 42 | 사십이
  n 1000000000000000000000000 | number | 1,000,000,000,000,000,000,000,000 | 일 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영 영
  n 2 | number | 2 | 이
  n 12 | number | 12 | 십이
  n 13 | number | 13 | 십삼
  n 14 | number | 14 | 십사
  n 15 | number | 15 | 십오
  n 17 | number | 17 | 십칠
  n 18 | number | 18 | 십팔
  n 19 | number | 19 | 십구
  n 21 | number | 21 | 이십일
  n 26 | number | 26 | 이십육
  n 30 | number | 30 | 삼십
  n 36 | number | 36 | 삼십육
  n 66 | number | 66 | 육십육
  n 106 | number | 106 | 백육
  n 116 | number | 116 | 백십육
  n 200 | number | 200 | 이백
  n 206 | number | 206 | 이백육
  n 1001 | number | 1,001 | 천일
  n 1010 | number | 1,010 | 천십
  n 1100 | number | 1,100 | 천백
  n 1106 | number | 1,106 | 천백육
  n 2000 | number | 2,000 | 이천
  n 6000 | number | 6,000 | 육천
  n 9999 | number | 9,999 | 구천구백구십구
  n 10010 | number | 10,010 | 만 십
  n 10100 | number | 10,100 | 만 백
  n 11000 | number | 11,000 | 만 천
  n 11111 | number | 11,111 | 만 천백십일
  n 16000 | number | 16,000 | 만 육천
  n 60000 | number | 60,000 | 육만
  n 101000 | number | 101,000 | 십만 천
  n 111111 | number | 111,111 | 십일만 천백십일
  n 1010101 | number | 1,010,101 | 백일만 백일
  n 1100000 | number | 1,100,000 | 백십만
  n 11000000 | number | 11,000,000 | 천백만
  n 11111111 | number | 11,111,111 | 천백십일만 천백십일
  n 99999999 | number | 99,999,999 | 구천구백구십구만 구천구백구십구
  n 100000001 | number | 100,000,001 | 일억 일
  n 200010001 | number | 200,010,001 | 이억 일만 일
  n 1000000000 | number | 1,000,000,000 | 십억
  n 11111111111 | number | 11,111,111,111 | 백십일억 천백십일만 천백십일
  n 100000000001 | number | 100,000,000,001 | 천억 일
  n 1000010000 | number | 1,000,010,000 | 십억 일만
  n 9999999999999999 | number | 9,999,999,999,999,999 | 구천구백구십구조 구천구백구십구억 구천구백구십구만 구천구백구십구
  n 1000000010001 | number | 1,000,000,010,001 | 일조 일만 일
  n 0.1 | number | 0.1 | 영 점 일
  n 10.01 | number | 10.01 | 십 점 영 일
  n 99.9 | number | 99.9 | 구십구 점 구
  n 100.25 | number | 100.25 | 백 점 이 오
  n 10000.5 | number | 10,000.5 | 만 점 오
  n -10000 | number | -10,000 | 마이너스 만
  t 0042 | number | 42 | 사십이
  t +7 | number | 7 | 칠
  t 2.50 | number | 2.5 | 이 점 오
  n 1 | ordinal | 1번째 | 첫 번째
  n 2 | ordinal | 2번째 | 두 번째
  n 3 | ordinal | 3번째 | 세 번째
  n 4 | ordinal | 4번째 | 네 번째
  n 5 | ordinal | 5번째 | 다섯 번째
  n 10 | ordinal | 10번째 | 열 번째
  n 11 | ordinal | 11번째 | 열한 번째
  n 20 | ordinal | 20번째 | 스무 번째
  n 21 | ordinal | 21번째 | 스물한 번째
  n 99 | ordinal | 99번째 | 아흔아홉 번째
  n 100 | ordinal | 100번째 | 백 번째
  n 7 | ordinal | 7번째 | 일곱 번째
  n 8 | ordinal | 8번째 | 여덟 번째
  n 16 | ordinal | 16번째 | 열여섯 번째
  n 19 | ordinal | 19번째 | 열아홉 번째
  n 30 | ordinal | 30번째 | 서른 번째
  n 31 | ordinal | 31번째 | 서른한 번째
  n 55 | ordinal | 55번째 | 쉰다섯 번째
  n 112 | ordinal | 112번째 | 백십이 번째
  n 0 | ordinal | 0번째 | 영 번째
  n 3 | count km | 3km | 삼 킬로미터
  n 20 | count % | 20% | 이십 퍼센트
  n 20 | count 시 | 20시 | 이십 시
  n 12 | count 시 | 12시 | 열두 시
  n 3 | count 자 | 3자 | 석 자
  n 3 | count ℃ | 3℃ | 삼 도
  n 1 | count 번 | 1번 | 한 번
  n 3 | count 번 | 3번 | 세 번
  n 2 | count 개 | 2개 | 두 개
  n 4 | count 명 | 4명 | 네 명
  n 6 | count 명 | 6명 | 여섯 명
  n 20 | count 살 | 20살 | 스무 살
  n 25 | count 살 | 25살 | 스물다섯 살
  n 30 | count 개 | 30개 | 서른 개
  n 40 | count 개 | 40개 | 마흔 개
  n 52 | count 개 | 52개 | 쉰두 개
  n 63 | count 개 | 63개 | 예순세 개
  n 74 | count 개 | 74개 | 일흔네 개
  n 88 | count 개 | 88개 | 여든여덟 개
  n 99 | count 개 | 99개 | 아흔아홉 개
  n 100 | count 개 | 100개 | 백 개
  n 0 | count 개 | 0개 | 영 개
  n 1 | count 시 | 1시 | 한 시
  n 3 | count 시간 | 3시간 | 세 시간
  n 3 | count 분 | 3분 | 세 분
  n 3 | count 달 | 3달 | 석 달
  n 4 | count 달 | 4달 | 넉 달
  n 3 | count 개월 | 3개월 | 삼 개월
  n 3 | count 층 | 3층 | 삼 층
  n 12 | count 점 | 12점 | 십이 점
  n 6 | count 월 | 6월 | 유월
  n 10 | count 월 | 10월 | 시월
  n 2.5 | count 개 | 2.5개 | 이 점 오 개
  n 3 | count | 3 | 셋
  n 20 | count | 20 | 스물
  n 22 | count | 22 | 스물둘
  n 1 | count 개 | 1개 | 한 개
  n 3 | count 개 | 3개 | 세 개
  n 4 | count 개 | 4개 | 네 개
  n 5 | count 개 | 5개 | 다섯 개
  n 10 | count 명 | 10명 | 열 명
  n 11 | count 명 | 11명 | 열한 명
  n 12 | count 명 | 12명 | 열두 명
  n 13 | count 명 | 13명 | 열세 명
  n 14 | count 명 | 14명 | 열네 명
  n 19 | count 살 | 19살 | 열아홉 살
  n 21 | count 개 | 21개 | 스물한 개
  n 22 | count 명 | 22명 | 스물두 명
  n 20 | count 명 | 20명 | 스무 명
  n 33 | count 살 | 33살 | 서른세 살
  n 44 | count 살 | 44살 | 마흔네 살
  n 55 | count 살 | 55살 | 쉰다섯 살
  n 66 | count 살 | 66살 | 예순여섯 살
  n 77 | count 살 | 77살 | 일흔일곱 살
  n 90 | count 살 | 90살 | 아흔 살
  n 101 | count 명 | 101명 | 백일 명
  n 120 | count 명 | 120명 | 백이십 명
  n 1500 | count 명 | 1,500명 | 천오백 명
  n 3 | count 건 | 3건 | 세 건
  n 1 | count 건 | 1건 | 한 건
  n 4 | count 통 | 4통 | 네 통
  n 2 | count 가지 | 2가지 | 두 가지
  n 5 | count 마리 | 5마리 | 다섯 마리
  n 2 | count 잔 | 2잔 | 두 잔
  n 3 | count 병 | 3병 | 세 병
  n 20 | count 대 | 20대 | 스무 대
  n 5 | count 번 | 5번 | 다섯 번
  n 20 | count 번 | 20번 | 스무 번
  n 2 | count 배 | 2배 | 두 배
  n 3 | count 배 | 3배 | 세 배
  n 1 | count 달 | 1달 | 한 달
  n 2 | count 달 | 2달 | 두 달
  n 5 | count 달 | 5달 | 다섯 달
  n 3 | count 돈 | 3돈 | 서 돈
  n 4 | count 말 | 4말 | 너 말
  n 3 | count 되 | 3되 | 석 되
  n 1 | count 주 | 1주 | 일 주
  n 2 | count 주일 | 2주일 | 이 주일
  n 1 | count 개월 | 1개월 | 일 개월
  n 12 | count 개월 | 12개월 | 십이 개월
  n 6 | count 개월 | 6개월 | 육 개월
  n 1 | count 년 | 1년 | 일 년
  n 10 | count 년 | 10년 | 십 년
  n 30 | count 년 | 30년 | 삼십 년
  n 1 | count 일 | 1일 | 일 일
  n 15 | count 일 | 15일 | 십오 일
  n 10 | count 초 | 10초 | 십 초
  n 30 | count 도 | 30도 | 삼십 도
  n 16 | count 층 | 16층 | 십육 층
  n 6 | count 호선 | 6호선 | 육 호선
  n 101 | count 호 | 101호 | 백일 호
  n 5 | count 인분 | 5인분 | 오 인분
  n 20 | count 세 | 20세 | 이십 세
  n 65 | count 세 | 65세 | 육십오 세
  n 3 | count 등 | 3등 | 삼 등
  n 1 | count 위 | 1위 | 일 위
  n 2 | count 회 | 2회 | 이 회
  n 7 | count 일간 | 7일간 | 칠 일간
  n 3 | count 박 | 3박 | 삼 박
  n 2 | count 학년 | 2학년 | 이 학년
  n 10 | count 퍼센트 | 10퍼센트 | 십 퍼센트
  n 50 | count 킬로그램 | 50킬로그램 | 오십 킬로그램
  n 12 | count 시 | 12시 | 열두 시
  n 1 | count 번째 | 1번째 | 첫 번째
  n 2 | count 번째 | 2번째 | 두 번째
  n 20 | count 번째 | 20번째 | 스무 번째
  n 1 | count 월 | 1월 | 일월
  n 12 | count 월 | 12월 | 십이월
  n 11 | count 월 | 11월 | 십일월
  n 13 | count 월 | 13월 | 십삼 월
  n 5 | count 시간 | 5시간 | 다섯 시간
  n 10 | count 시간 | 10시간 | 열 시간
  n -3 | count 개 | -3개 | 마이너스 삼 개
  n 1 | count | 1 | 하나
  n 2 | count | 2 | 둘
  n 4 | count | 4 | 넷
  n 5 | count | 5 | 다섯
  n 10 | count | 10 | 열
  n 11 | count | 11 | 열하나
  n 21 | count | 21 | 스물하나
  n 99 | count | 99 | 아흔아홉
  n 100 | count | 100 | 백
  n 52300 | currency KRW | 52,300원 | 오만 이천삼백 원
  n 0 | currency KRW | 0원 | 영 원
  n 10000 | currency KRW | 10,000원 | 만 원
  n -52300 | currency KRW | -52,300원 | 마이너스 오만 이천삼백 원
  n 1234567890 | currency KRW | 1,234,567,890원 | 십이억 삼천사백오십육만 칠천팔백구십 원
  n 12.5 | currency USD | 12달러 50센트 | 십이 달러 오십 센트
  n 12 | currency USD | 12달러 | 십이 달러
  n 0.05 | currency USD | 5센트 | 오 센트
  n -1.2 | currency EUR | -1유로 20센트 | 마이너스 일 유로 이십 센트
  n 3 | currency GBP | 3파운드 | 삼 파운드
  n 1000 | currency JPY | 1,000엔 | 천 엔
  n 1.234 | currency USD | 1.234달러 | 일 점 이 삼 사 달러
  n 1200 | currency ISK | ISK 1,200 | 아이 에스 케이 천이백
  n 20 | currency AUD | 20 호주 달러 | 이십 호주 달러
  n 1 | currency KRW | 1원 | 일 원
  n 10 | currency KRW | 10원 | 십 원
  n 100 | currency KRW | 100원 | 백 원
  n 1000 | currency KRW | 1,000원 | 천 원
  n 1500 | currency KRW | 1,500원 | 천오백 원
  n 16000 | currency KRW | 16,000원 | 만 육천 원
  n 100000 | currency KRW | 100,000원 | 십만 원
  n 1000000 | currency KRW | 1,000,000원 | 백만 원
  n 10000000 | currency KRW | 10,000,000원 | 천만 원
  n 100000000 | currency KRW | 100,000,000원 | 일억 원
  n 110000000 | currency KRW | 110,000,000원 | 일억 천만 원
  n 1000000000000 | currency KRW | 1,000,000,000,000원 | 일조 원
  n 9990 | currency KRW | 9,990원 | 구천구백구십 원
  n 33000 | currency KRW | 33,000원 | 삼만 삼천 원
  n 1.5 | currency KRW | 1.5원 | 일 점 오 원
  n 0 | currency USD | 0달러 | 영 달러
  n 1 | currency USD | 1달러 | 일 달러
  n 0.5 | currency USD | 50센트 | 오십 센트
  n 1.01 | currency USD | 1달러 1센트 | 일 달러 일 센트
  n 99.99 | currency USD | 99달러 99센트 | 구십구 달러 구십구 센트
  n 1000000 | currency USD | 1,000,000달러 | 백만 달러
  n 19.9 | currency EUR | 19유로 90센트 | 십구 유로 구십 센트
  n 100 | currency CNY | 100위안 | 백 위안
  n 2.5 | currency GBP | 2파운드 50펜스 | 이 파운드 오십 펜스
  n 5 | currency NZD | 5 뉴질랜드 달러 | 오 뉴질랜드 달러
  n 300 | currency PHP | 300 필리핀 페소 | 삼백 필리핀 페소
  n 20 | currency CHF | 20 스위스 프랑 | 이십 스위스 프랑
  n -0.05 | currency USD | -5센트 | 마이너스 오 센트
  t 52,300 | currency KRW | 52,300원 | 오만 이천삼백 원
  n 5 | count 분간 | 5분간 | 오 분간
  n 5 | count 개년 | 5개년 | 오 개년
  n 5 | count 호실 | 5호실 | 오 호실
  n 2 | count 차선 | 2차선 | 이 차선
  n 2 | count 반 | 2반 | 이 반
  n 1 | count 단지 | 1단지 | 일 단지
  n 3 | count 관 | 3관 | 삼 관
  n 2 | count 항 | 2항 | 이 항
  n 2 | count 절 | 2절 | 이 절
  n 1 | count 과 | 1과 | 일 과
  n 4 | count 게이트 | 4게이트 | 사 게이트
  n 2 | count 승강장 | 2승강장 | 이 승강장
  n 3 | count 대째 | 3대째 | 삼 대째
  n 3 | count 년째 | 3년째 | 삼 년째
  n 5 | count 층짜리 | 5층짜리 | 오 층짜리
  n 2 | count 번출구 | 2번출구 | 이 번출구
  n 2 | count 명씩 | 2명씩 | 두 명씩
  n 3 | count 조각 | 3조각 | 세 조각
  n 2 | count 박스 | 2박스 | 두 박스
  n 2 | count 차례 | 2차례 | 두 차례
  n 5 | count 분 | 5분 | 다섯 분
  n 1000 | ordinal | 1,000번째 | 천 번째
  t 홍길동씨 | name | 홍길동씨 |
  t 홍길동귀하 | name | 홍길동귀하 |
  t 이하양 | name | 이하양 님 |
  """
