import Testing
import Wording

@Suite struct `Values in Korean` {
  @Test(arguments: GoldenRow.table(koreanAmounts + "\n" + koreanTexts))
  func `are written and spoken as Koreans do`(row: GoldenRow) throws {
    #expect(try Wording.word(row.value, as: row.form, in: .ko) == row.expected)
  }

  @Test func `have a table of at least three hundred rows`() {
    #expect(GoldenRow.table(koreanAmounts + "\n" + koreanTexts).count >= 300)
  }
}
