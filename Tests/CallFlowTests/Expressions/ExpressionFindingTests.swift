import CallFlow
import Testing

@Suite struct `Findings in expressions` {
  static let table: [(String, [String])] = [
    ("(1 + 2", ["0 CF110 this ( is never closed | add its )"]),
    ("1 + 2)", ["5 CF110 this ) closes nothing | delete it, or add its ("]),
    ("1 == ==", ["5 CF111 a value was expected, not '=='"]),
    ("1 +", ["3 CF111 a value is missing here"]),
    ("if vip 1 else 2", ["7 CF111 'then' was expected, not '1' | if … then … else …"]),
    ("if vip then 1", ["13 CF111 'else' was expected | if … then … else …"]),
    ("1 in 2", ["5 CF111 a list or a range was expected behind 'in' | write x in (1, 2, 3) or x in 1..3"]),
    ("(1, 2) == 1", ["0 CF111 a list can stand only behind 'in'"]),
    ("row.", ["4 CF111 a name was expected behind the point"]),
    (
      "account matches 5",
      ["16 CF111 a pattern in quotes was expected behind 'matches' | account matches \"02XXXXXXXX\""]
    ),
    ("left(account)", ["0 CF111 left(…) takes 2 values, not 1"]),
    ("is_open(1)", ["8 CF111 in is_open(…) the name of a calendar was expected"]),
    ("len(account, 2)", ["13 CF112 len(…) takes 1 value, not 2"]),
    ("(1 2)", ["3 CF112 '2' is one too many here"]),
    ("vip && vip", ["4 CF113 there is no operator '&&' | write and"]),
    (
      "!vip || vip",
      ["0 CF113 there is no operator '!' | write not", "5 CF113 there is no operator '||' | write or"]
    ),
    ("balance = 5", ["8 CF113 there is no operator '=' | == compares, = sets"]),
    ("balance === 5", ["8 CF113 there is no operator '===' | write =="]),
    ("vip ? 1 : 2", ["4 CF113 there is no operator '?' | write if … then … else …"]),
    ("1 < balance < 3", ["12 CF113 two values are compared at a time | write a < b and b < c"]),
    ("lenn(account)", ["0 CF113 there is no function 'lenn' | did you mean 'len'?"]),
    (
      "balance-fee",
      [
        "0 CF114 'balance-fee' is one word, and a name has no '-' | put blanks around the minus: balance - fee"
      ]
    ),
    (
      "12345678901234567890123456789012345678901",
      ["0 CF206 a number has at most 38 digits | put quotes around digits that are not counted with"]
    ),
    (
      "account matches \"0a-b\"",
      [
        "16 CF206 \"0a-b\" is no pattern of keys | X any digit, Z 1-9, N 2-9, [1-5] one of these, ? none or one, * and # themselves"
      ]
    ),
    (
      "\"{balance as number}\"",
      [
        "13 CF206 a form can stand only in a text that is spoken or logged | in an expression a text holds plain values: \"{name}\""
      ]
    ),
    ("waiting(biling)", ["8 CF221 there is no queue 'biling' | did you mean 'billing'?"]),
    ("is_open(ofice)", ["8 CF222 there is no calendar 'ofice' | did you mean 'office'?"]),
    ("acount == \"1\"", ["0 CF241 nothing gives 'acount' a value | did you mean 'account'?"]),
    ("이룸 == \"1\"", ["0 CF241 nothing gives '이룸' a value | did you mean '이름'?"]),
    ("office", ["0 CF241 nothing gives 'office' a value | 'office' is a calendar: is_open(office)"]),
    ("call.ordr", ["5 CF241 there is no field 'call.ordr' | did you mean 'call.order'?"]),
    ("row.holdr", ["4 CF251 'row' has no column 'holdr'"]),
    (
      "account == 5",
      ["8 CF301 'account' is a text and '5' is a number: they are never equal | number(account)"]
    ),
    ("account < \"5\"", ["8 CF301 'account' is a text, and texts have no order | number(account)"]),
    ("account + 5", ["8 CF301 'account' is a text and '5' is a number: '+' does not join them | text(5)"]),
    (
      "balance - account",
      ["8 CF301 'balance' is a number and 'account' is a text: '-' does not join them | number(account)"]
    ),
    ("account * 2", ["0 CF301 beside '*' a number was expected; 'account' is a text | number(account)"]),
    ("none + 1", ["5 CF301 this is none and '1' is a number: '+' does not join them"]),
    ("vip and account", ["8 CF301 a condition was expected; 'account' is a text | compare it: == or !="]),
    ("not balance", ["4 CF301 a condition was expected; 'balance' is a number | compare it: == or !="]),
    (
      "if vip then 1 else \"a\"", ["19 CF301 'then' gives a number, 'else' a text | both must be of one type"]
    ),
    ("len(balance)", ["4 CF301 in len(…) a text was expected; 'balance' is a number | text(balance)"]),
    ("account.x", ["8 CF301 'account' is a text and has no parts"]),
    (
      "since == due",
      ["6 CF301 'since' is an instant and 'due' is a date: they are never equal | date(since)"]
    ),
    (
      "account in (1, \"2\")",
      ["12 CF301 'account' is a text and '1' is a number: they are never equal | number(account)"]
    ),
    ("account in 1..3", ["8 CF301 'account' is a text, and texts have no order | number(account)"]),
    ("add(now, 5)", ["9 CF301 in add(…) a duration was expected; '5' is a number"]),
    ("due + 1d", ["4 CF301 'due' is a date and '1d' is a duration: '+' does not join them | add(due, 1d)"]),
  ]
  @Test(arguments: table.map(\.0)) func `say what and where, once`(_ text: String) throws {
    let wanted = try #require(Self.table.first { $0.0 == text }?.1)
    #expect(Evaluation(text).findings == wanted)
  }

  @Test func `are printed under the expression`() {
    #expect(
      Evaluation("이름 == 5").printed == """
        a.callflow:1:6: error: '이름' is a text and '5' is a number: they are never equal [CF301]
        x 이름 == 5
               ^
            hint: number(이름)

        """)
  }
  @Test func `in an argument's name`() {
    let evaluation = Evaluation("len(a = 1)")
    #expect(
      evaluation.findings == [
        "4 CF113 there is no operator '=' | 'len' takes its values by place; == compares"
      ])
  }
  @Test func `a sum of a thousand parts is told, not walked`() {
    let evaluation = Evaluation(Array(repeating: "1", count: 1000).joined(separator: " + "))
    #expect(evaluation.diagnostics.all.map(\.code) == ["CF106"])
  }
}
