import Testing
import Wording

@Suite struct `Values in English` {
  @Test(arguments: GoldenRow.table(englishTable))
  func `are written and spoken as in Britain`(row: GoldenRow) throws {
    #expect(try Wording.word(row.value, as: row.form, in: .en) == row.expected)
  }

  @Test func `have a table of at least three hundred rows`() {
    #expect(GoldenRow.table(englishTable).count >= 300)
  }
}
