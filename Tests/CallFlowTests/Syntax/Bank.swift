/// An application that is well laid out, to be broken in one place.
let bank = """
  callflow 1

  language ko default voice "ko"    { option "{label} {key}번" }
  dial 1000 -> main
  calendar office {
      open mon-fri 09:00-18:00
  }
  table accounts (number text key, holder text)
  queue billing {
      need billing 2
      key 1 called_back -> main.bye
  }
  prompt welcome  { ko "안녕하세요, 바다은행입니다."; en "Welcome." }
  prompt closed   { ko "상담 시간은 {office as hours}입니다."
                    en "We are open {office as hours}." }

  flow main {
      set vip = false
      menu pick {
          say "한국어는 1번." in ko, "For English, press 2." in en
          key 1 { language ko; -> check_hours }
          key 2 "상담원" en "an agent" -> ask
          tries 2 -> check_hours
      }

      hours check_hours {
          calendar office
          open -> ask
          closed { say closed; -> bye }
      }

      collect ask into account {
          digits 8-12
          done -> bye
      }

      do bye { say goodbye; hangup }
  }

  """
