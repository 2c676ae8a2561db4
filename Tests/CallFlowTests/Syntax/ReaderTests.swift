import CallFlow
import Testing

@Suite struct `The reader` {
  private func tree(_ text: String) -> String {
    let read = Reading(text)
    #expect(read.printed == "")
    return read.tree
  }

  @Test func `ends statements at newlines, semicolons and braces`() {
    #expect(
      tree("flow a {\n  do b { say c; say d\n say e }\n do f {}\n}\nskill g\n")
        == "flow a {do b {say c; say d; say e}; do f {}}; skill g")
  }
  @Test func `goes on after a comma and inside parentheses`() {
    #expect(
      tree("table a (b text,\n  c\n text)\nflow d {\n do e { say f,\n\n g\n set h = (1 +\n 2)\n say i } }")
        == "table a ( b text , c text ); flow d {do e {say f , g; set h = ( 1 + 2 ); say i}}")
  }
  @Test func `gives an else behind a block to the line before, on its line or the next`() {
    #expect(
      tree("flow a {\n if b { say c } else if d { say e }\n else { say f }\n say g\n}")
        == "flow a {if b {say c} else if d {say e} else {say f}; say g}")
    #expect(
      tree("flow a {\n if b -> c else -> d\n if e -> f\n else -> g\n}")
        == "flow a {if b -> c else -> d; if e -> f else -> g}")
  }
  @Test func `leaves an else that pairs with a then to the expression`() {
    #expect(
      tree(
        "flow a {\n if if b then c else d -> e else -> f\n check g else say h\n set i = (if j then 1\n else 2)\n}"
      )
        == "flow a {if if b then c else d -> e else -> f; check g else say h; set i = ( if j then 1 else 2 )}"
    )
  }
  @Test func `makes the else of a choose a line of its own`() {
    #expect(
      tree("flow a {\n choose {\n when b { say c }\n when d -> e\n else -> f\n }\n}")
        == "flow a {choose {when b {say c}; when d -> e; else -> f}}")
  }
  @Test func `accepts a brace on the next line`() {
    #expect(tree("flow a\n{\n do b\n {\n hangup\n }\n}\n") == "flow a {do b {hangup}}")
  }
  @Test func `reads rows of data in scripts`() {
    let read = Reading("data a {\n (b = 1, c = \"d\")\n}\npress 1\n", dialect: .script)
    #expect(read.printed == "")
    #expect(read.tree == "data a {( b = 1 , c = \"d\" )}; press 1")
  }
  @Test func `reads a file without indentation`() {
    #expect(
      tree("flow a {\nmenu b {\nkey 1 -> c\n}\ndo c {\nhangup\n}\n}\n")
        == "flow a {menu b {key 1 -> c}; do c {hangup}}")
  }
  @Test func `reads a balanced file whatever its indentation`() {
    #expect(
      tree("flow a {\n      menu b {\n  key 1 {\n      say x\n }\n      say y\n   }\n  do c {\n hangup } }\n")
        == "flow a {menu b {key 1 {say x}; say y}; do c {hangup}}")
  }
  @Test func `marks only the faulty line as unsound`() {
    let read = Reading("flow a {\n do b {\n  say \"x\n  say y\n }\n}\n")
    #expect(read.findings == ["3:7: error: this text has no closing quote [CF101]"])
    #expect(!read.file.isSound)
    let lines = read.file.lines[0].block?.lines[0].block?.lines ?? []
    #expect(lines.map(\.isSound) == [false, true])
  }
}
