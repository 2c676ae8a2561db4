import CallFlow
import Testing

/// What an author sees of each fault of the reader, to the letter.
@Suite struct `Findings of the reader` {
  @Test func `CF100 names the encoding`() {
    let utf16: [UInt8] = [0xFF, 0xFE] + "flow a { }".utf8.flatMap { [$0, 0] as [UInt8] }
    #expect(
      Reading(bytes: utf16).printed == """
        a.callflow:1:1: error: this file is UTF-16, not UTF-8 [CF100]
            hint: save it as UTF-8, or convert it: iconv -f UTF-16LE -t UTF-8 FILE > NEW

        """)
    // prompt a { ko "안녕" } in CP949
    let cp949 = Array("prompt a { ko \"".utf8) + [0xBE, 0xC8, 0xB3, 0xE7] + Array("\" }".utf8)
    #expect(
      Reading(bytes: cp949).findings == ["1:1: error: this file is CP949 (EUC-KR), not UTF-8 [CF100]"])
  }
  @Test func `CF100 tells the place of a bad byte and of a NUL, and the rest is read`() {
    let read = Reading(bytes: Array("skill a\nskill b \"é".utf8.dropLast()) + Array("\"\n}\n".utf8))
    #expect(
      read.findings == [
        "2:10: error: not UTF-8: byte 0xC3 at byte offset 17 [CF100]",
        "3:1: error: this } closes nothing [CF104]",
      ])
    #expect(Reading("skill a\0\nskill b").findings == ["1:8: error: a NUL byte at byte offset 7 [CF100]"])
  }
  @Test func `CF101 under Korean text`() {
    #expect(
      Reading("flow a {\n\tdo b { say \"안녕\", \"잘 가 }\n}\n").printed == """
        a.callflow:2:19: error: this text has no closing quote [CF101]
        \tdo b { say "안녕", "잘 가 }
        \t                   ^
            hint: put a " at its end

        """)
  }
  @Test func `CF101 at the text that lacks its quote`() {
    #expect(
      Reading("flow a {\n    key 1 \"잔액 en \"balance\" -> b\n}\n").printed == """
        a.callflow:2:11: error: this text has no closing quote [CF101]
            key 1 "잔액 en "balance" -> b
                  ^
            hint: the quote at column 18 seems to open the next text: close this one before it

        """)
    #expect(
      Reading("prompt a { ko \"안녕”; en \"Hi\" }\n").printed == """
        a.callflow:1:15: error: this text has no closing quote [CF101]
        prompt a { ko "안녕”; en "Hi" }
                      ^
            hint: a curly quote does not close a text: use the straight quote "

        """)
  }
  @Test func `CF101 of a text of several lines`() {
    #expect(
      Reading("prompt a { ko \"\"\"\n  x\nprompt b { ko \"y\" }\n").printed == """
        a.callflow:1:15: error: this text of several lines has no closing \""" [CF101]
        prompt a { ko \"""
                      ^
            hint: put \""" on a line of its own behind it

        """)
  }
  @Test func `CF102 with the mend`() {
    #expect(
      Reading("flow a {\n  do b { “안녕”\n  -> c　# x\n  say 'd' → e /* f */\n  set x = $y \\\n  } }\n").printed
        == """
        a.callflow:2:10: error: '“' is a curly quote and does not open a text [CF102]
          do b { “안녕”
                 ^
            hint: use the straight quote: "
        a.callflow:2:10: error: a line begins with a word, not with "안녕" [CF200]
          do b { “안녕”
                 ^
        a.callflow:3:7: error: a full-width blank (U+3000) stands here [CF102]
          -> c　# x
              ^
            hint: replace it by a common blank
        a.callflow:4:7: error: ''' does not open a text [CF102]
          say 'd' → e /* f */
              ^
            hint: use the straight double quote: "
        a.callflow:4:11: error: '→' has no meaning here [CF102]
          say 'd' → e /* f */
                  ^
            hint: an arrow is written ->
        a.callflow:4:15: error: '/*' does not begin a comment [CF102]
          say 'd' → e /* f */
                      ^
            hint: comments begin with //
        a.callflow:5:11: error: '$' (U+0024) has no meaning here [CF102]
          set x = $y \\
                  ^
        a.callflow:5:14: error: '\\' has no meaning here [CF102]
          set x = $y \\
                     ^
            hint: \\ stands only in texts; lines need no sign to go on

        """)
  }
  @Test func `CF102 in texts`() {
    #expect(
      Reading(#"use "a\q b} c""#).printed == #"""
        a.callflow:1:7: error: '\q' has no meaning in a text [CF102]
        use "a\q b} c"
              ^
            hint: a backslash itself is written \\
        a.callflow:1:11: error: a } without its { in a text [CF102]
        use "a\q b} c"
                  ^
            hint: a brace to be spoken is written \}

        """#)
    #expect(
      Reading("use \"a\u{7}b\u{9B}\"").printed == """
        a.callflow:1:7: error: a control character (U+0007) stands here [CF102]
        use "a\u{FFFD}b\u{FFFD}"
              ^
            hint: delete it
        a.callflow:1:9: error: a control character (U+009B) stands here [CF102]
        use "a\u{FFFD}b\u{FFFD}"
                ^
            hint: delete it

        """)
  }
  @Test func `CF103 and CF104`() {
    #expect(
      Reading("flow a {\n  do b { hangup }\n\nflow c { }\n}\n").printed == """
        a.callflow:1:8: error: this { is not closed before 'flow' on line 4 [CF103]
        flow a {
               ^
            hint: add a } before line 4, or indent line 4 if it belongs inside
        a.callflow:5:1: error: this } closes nothing [CF104]
        }
        ^
            hint: delete it, or add the { it closes

        """)
  }
  @Test func `CF105 is a warning`() {
    #expect(
      Reading("flow a { }\n  skill b\n").printed == """
        a.callflow:2:3: warning: 'skill' does not begin in column 1 [CF105]
          skill b
          ^
            hint: move it to the line's start: then a missing } before it is found at its place

        """)
    #expect(Reading("flow a { }\n  skill b\n").file.isSound)
  }
  @Test func `CF106 and CF107 bound what is read`() {
    let deep = Reading("flow a {\n" + String(repeating: "if b {\n", count: 10_000))
    #expect(deep.findings == ["65:6: error: blocks are nested deeper than 64 [CF106]"])
    let long = Reading("flow a {\n  say " + String(repeating: "b ", count: 5_000_000) + "\n}\nskill c\n")
    #expect(long.findings == ["2:1: error: this line is longer than 65536 bytes and is not read [CF107]"])
    #expect(long.tree == "flow a {}; skill c")
  }
  @Test func `CF206 of values that cannot be`() {
    #expect(
      Reading("say 25:00 2026-02-30 99999d\n").findings == [
        "1:5: error: there is no time of day 25:00 [CF206]",
        "1:11: error: there is no day 2026-02-30 [CF206]",
        "1:22: error: 99999d is longer than ten years [CF206]",
      ])
  }
  @Test func `the caret stands right under tabs, wide and combining characters`() {
    let read = Reading("flow a {\n\t\tsay \"e\u{301} 中 ｱ 👍\", }}\n")
    #expect(read.printed.contains("\n\t\tsay \"e\u{301} 中 ｱ 👍\", }}\n\t\t                  ^\n"))
  }
  @Test func `at most 20 errors of a file are printed`() {
    let read = Reading(String(repeating: "}\nskill a\n", count: 30))
    let lines = read.printed.split(separator: "\n")
    #expect(lines.filter { $0.contains("CF104") }.count == 20)
    #expect(lines.last == "a.callflow: and 10 more errors")
  }
  @Test func `a long line is shown around its fault`() {
    let read = Reading(
      "say " + String(repeating: "가 ", count: 200) + "$ " + String(repeating: "나 ", count: 200))
    let lines = read.printed.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1].hasPrefix("…") && lines[1].hasSuffix("…"))
    let before = lines[1].prefix { $0 != "$" }.unicodeScalars.reduce(0) { $0 + ($1.value >= 0xAC00 ? 2 : 1) }
    #expect(lines[2].count == before + 1)
  }
  @Test func `records hold the same facts`() {
    let source = SourceText(name: "b.callflow", text: "}\n")
    var findings = Diagnostics()
    _ = Reader.read(source, file: 0, into: &findings)
    #expect(
      DiagnosticPrinter(sources: [source]).records(findings.all) == [
        DiagnosticRecord(
          file: "b.callflow", line: 1, column: 1, length: 1, severity: .error, code: "CF104",
          message: "this } closes nothing", hint: "delete it, or add the { it closes")
      ])
  }
  @Test func `control characters of a file do not reach the terminal`() {
    let read = Reading("say \"a\u{1B}[31m\n")
    #expect(!read.printed.unicodeScalars.contains("\u{1B}"))
  }
}
