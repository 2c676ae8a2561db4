import Testing

@testable import CallFlow

/// One slip each in the bank's application, and the one finding it gives.
@Suite struct `A slip in the bank application` {
  static let slips: [(String, String, String)] = [
    (
      #"        key 2 "상담원"    en "a billing agent"   -> to_billing\#n    }"#,
      #"        key 2 "상담원"    en "a billing agent"   -> to_billing\#n"#,
      #"a.callflow:85:19: error: this { is not closed before 'menu' on line 91 [CF103]"#
    ),
    (
      #"say goodbye; hangup }\#n}"#, #"say goodbye; hangup }\#n"#,
      #"a.callflow:68:11: error: this { is never closed [CF103]"#
    ),
    (
      #"    holidays "kr-2026.holidays"\#n}"#, #"    holidays "kr-2026.holidays"\#n"#,
      #"a.callflow:12:17: error: this { is not closed before 'table' on line 19 [CF103]"#
    ),
    (
      #"        open -> top_menu\#n"#, #"        open -> top_menu }\#n"#,
      #"a.callflow:81:26: error: this } closes nothing: what it would close goes on in line 82 [CF104]"#
    ),
    (
      #"say "한국어는 1번." in ko"#, #"say "한국어는 1번. in ko"#,
      #"a.callflow:73:13: error: this text has no closing quote [CF101]"#
    ),
    (
      #"say "한국어는 1번." in ko"#, #"say 한국어는 1번." in ko"#,
      #"a.callflow:73:21: error: this text has no opening quote [CF101]"#
    ),
    (
      #"tries 3 -> main.to_billing"#, #"tries 3 -> main.to_biling"#,
      #"a.callflow:36:21: error: flow 'main' has no state 'to_biling' [CF210]"#
    ),
    (
      #"if vip then 3"#, #"if call.vip then 3"#,
      #"a.callflow:134:26: error: there is no field 'call.vip' [CF241]"#
    ),
    (
      #"say tell_balance"#, #"say tell_balanc"#,
      #"a.callflow:114:13: error: there is no prompt 'tell_balanc' [CF220]"#
    ),
    (
      #"menu top_menu {"#, #"menuu top_menu {"#,
      #"a.callflow:85:5: error: there is no kind of state 'menuu' [CF201]"#
    ),
    (#"key 3 "처음으로""#, #"key ３ "처음으로""#, #"a.callflow:123:13: error: '３' is a full-width digit [CF102]"#),
    (
      #"key 3 "처음으로"       en "the main menu""#, #"key 3 "처음으로""#,
      #"a.callflow:123:15: error: this label has no text for language 'en' [CF246]"#
    ),
    (
      #"if holder == none or balance == none"#, #"if holder = none or balance == none"#,
      #"a.callflow:109:27: error: there is no operator '=' [CF113]"#
    ),
    (
      #"retry ask_account"#, #"retry ask_acount"#,
      #"a.callflow:110:41: error: there is no state 'ask_acount' [CF210]"#
    ),
    (
      #"table accounts (number text key,"#, #"table acounts (number text key,"#,
      #"a.callflow:107:14: error: there is no table 'accounts' [CF223]"#
    ),
    (#"answers faq {"#, #"answers fax {"#, #"a.callflow:127:14: error: there is no answers 'faq' [CF223]"#),
    (
      #"callflow 1"#, #"callflow 2"#,
      #"a.callflow:1:10: error: this version reads the language of number 1 [CF206]"#
    ),
    (#"skill billing\#n"#, #""#, #"a.callflow:22:10: error: there is no skill 'billing' [CF270]"#),
    (
      #"read holder, balance, vip"#, #"read holder, vip"#,
      #"a.callflow:109:38: error: nothing gives 'balance' a value [CF241]"#
    ),
    (#"open -> top_menu"#, #"open > top_menu"#, #"a.callflow:81:14: error: '>' cannot stand here [CF200]"#),
    (
      #"collect ask_account"#, #"collect ask-account"#,
      #"a.callflow:97:13: error: the name 'ask-account' has a '-' in it [CF114]"#
    ),
    (
      #"key 2 "상담원"    en "a billing agent"   -> to_billing"#,
      #"key 2 "상담원"    en "a billing agent"   to_billing"#,
      #"a.callflow:88:47: error: 'to_billing' cannot stand here [CF200]"#
    ),
    (
      #"calendar office {"#, #"calendar ofice {"#,
      #"a.callflow:59:54: error: there is no calendar 'office' [CF222]"#
    ),
    (
      #"queue billing {"#, #"queue biling {"#,
      #"a.callflow:133:15: error: there is no queue 'billing' [CF221]"#
    ),
    (#"flow main {"#, #"flow mian {"#, #"a.callflow:6:24: error: there is no flow 'main' [CF210]"#),
    (
      #"label { ko "수수료"; en "fees" }"#, #"label { ko "수수료" }"#,
      #"a.callflow:51:15: error: this has no text for language 'en' [CF240]"#
    ),
    (
      #"label { ko "수수료"; en "fees" }"#, #"lable { ko "수수료"; en "fees" }"#,
      #"a.callflow:51:9: error: a topic has no 'lable' [CF203]"#
    ),
    (
      #"language en voice"#, #"language eng voice"#,
      #"a.callflow:56:47: error: language 'en' is not declared [CF243]"#
    ),
    (
      #"language en; ->"#, #"language eng; ->"#,
      #"a.callflow:75:26: error: language 'eng' is not declared [CF243]"#
    ),
    (#"on no-input"#, #"on no-imput"#, #"a.callflow:40:8: error: there is no event 'no-imput' [CF206]"#),
    (#"digits 8-12"#, #"digts 8-12"#, #"a.callflow:99:9: error: a collect has no 'digts' [CF203]"#),
    (#"max-wait 15m"#, #"max-wait 15"#, #"a.callflow:28:14: error: a duration needs a unit [CF206]"#),
    (#"mask 4"#, #"mask"#, #"a.callflow:102:13: error: 'mask' needs a whole number here [CF206]"#),
    (
      #"table accounts (number text key, holder text"#, #"table accounts (number text key holder text"#,
      #"a.callflow:19:33: error: ')' was expected [CF206]"#
    ),
    (
      #"en "I did not hear a key.""#, #""#,
      #"a.callflow:57:8: error: prompt 'didnt_hear' has no text for language 'en' [CF240]"#
    ),
    (
      #"say goodbye; hangup"#, #"hangup"#,
      #"a.callflow:66:8: warning: prompt 'goodbye' is never spoken [CF244]"#
    ),
    (
      #"balance as currency KRW"#, #"balance as curency KRW"#,
      #"a.callflow:64:56: error: there is no form 'curency KRW' [CF206]"#
    ),
    (
      #"holder}님"#, #"holder as currency KRW}님"#,
      #"a.callflow:114:13: error: in prompt 'tell_balance': a text cannot be put in words as currency KRW [CF301]"#
    ),
    (#"        done -> find\#n"#, #""#, #"a.callflow:97:13: error: a collect needs a line 'done' [CF204]"#),
    (
      #"        closed { say closed; -> top_menu_closed }\#n"#, #""#,
      #"a.callflow:79:11: error: an hours needs a line 'closed' [CF204]"#
    ),
    (
      #"do bye {"#, #"do tell { -> bye }\#n    do bye {"#,
      #"a.callflow:141:8: error: state 'tell' is already there (line 113) [CF202]"#
    ),
    (
      #"collect ask_account into account"#, #"collect ask_account"#,
      #"a.callflow:97:13: error: a collect needs 'into' and a variable [CF204]"#
    ),
    (
      #"flow main {"#, #"const x = 5 +\#nflow main {"#,
      #"a.callflow:68:14: error: a value is missing here [CF111]"#
    ),
    (
      #"{office as hours}입"#, #"{ofice as hours}입"#,
      #"a.callflow:59:54: error: there is no calendar 'ofice' [CF222]"#
    ),
    (
      #"pick longest-idle"#, #"pick longest"#,
      #"a.callflow:26:10: error: 'pick' needs one of its words [CF206]"#
    ),
    (
      #"after 60s need billing 1"#, #"after 60s nead billing 1"#,
      #"a.callflow:25:15: error: 'need' or 'drop' was expected [CF206]"#
    ),
    (
      #"key 1 "잔액 다시 듣기""#, #"key 2 "잔액 다시 듣기""#,
      #"a.callflow:122:13: error: key 2 is already taken in this menu (line 121) [CF230]"#
    ),
    (
      #"missing { say no_account; retry ask_account }"#, #"missing { say no_account }"#,
      #"a.callflow:110:9: error: 'missing' has no way out [CF231]"#
    ),
    (
      #"where number == account"#, #"where numbr == account"#,
      #"a.callflow:107:29: error: nothing gives 'numbr' a value [CF241]"#
    ),
  ]

  @Test(arguments: slips) func `is found where it stands`(_ sound: String, _ slip: String, _ finding: String)
  {
    let text = BankFlow.text.replacing(sound, with: slip, maxReplacements: 1)
    #expect(text != BankFlow.text)
    #expect(printed(text).split(separator: "\n").filter { $0.hasPrefix("a.callflow:") } == [finding[...]])
  }
}
