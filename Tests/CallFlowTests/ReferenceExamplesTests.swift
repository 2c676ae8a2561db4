import CallFlow
import Foundation
import Testing

/// The reference that the product ships, as it stands in the sources, and the README.
private enum Reference {
  static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")
  static let catalogue = sources.appendingPathComponent("CallFlow/CallFlow.docc")
  static var isThere: Bool { FileManager.default.fileExists(atPath: catalogue.path) }

  struct Block: CustomTestStringConvertible, Sendable {
    var page: String
    var line: Int
    var text: String
    var testDescription: String { "\(page):\(line)" }
  }

  /// Blocks of one language, with their page and the line of their fence.
  static func blocks(_ language: String) -> [Block] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: catalogue.path)) ?? []
    let pages = names.filter { $0.hasSuffix(".md") }.sorted().map { catalogue.appendingPathComponent($0) }
    let readMe = sources.deletingLastPathComponent().appendingPathComponent("README.md")
    return (pages + [readMe]).flatMap { url -> [Block] in
      let name = url.lastPathComponent
      guard let page = try? String(contentsOf: url, encoding: .utf8) else { return [] }
      var found: [Block] = []
      var block: Block?
      for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard line.hasPrefix("```") else {
          block?.text += line + "\n"
          continue
        }
        if let whole = block {
          if whole.page == name { found.append(whole) }
          block = nil
        } else {
          // A block of another language is read past.
          block = Block(page: line == "```\(language)" ? name : "", line: index + 1, text: "")
        }
      }
      return found
    }
  }

  /// `CF210` and its kin in a text.
  static func codes(in text: String) -> Set<String> {
    Set(text.matches(of: /CF[0-9]{3}/).map { String($0.output) })
  }
}

@Suite(.enabled(if: Reference.isThere, "the sources with the language reference are not here"))
struct `The language reference` {
  @Test(arguments: Reference.blocks("callflow").filter { $0.text.hasPrefix("callflow 1") })
  fileprivate func `has examples without a finding`(example: Reference.Block) {
    let source = SourceText(name: "\(example.page):\(example.line)", text: example.text)
    let compiled = Compiler.compile([source])
    #expect(compiled.diagnostics.map { "\($0.range.start.line): \($0.message) [\($0.code)]" } == [])
    #expect(compiled.applications.count == 1)
  }

  @Test func `has a whole example on most pages`() {
    let pages = Set(
      Reference.blocks("callflow").filter { $0.text.hasPrefix("callflow 1") }.map(\.page))
    #expect(pages.count >= 8)
  }

  @Test func `has the two files of its application that fit together`() {
    let files = Reference.blocks("callflow").filter { $0.text.hasPrefix("// ") && $0.page == "Flows.md" }
    let sources = files.compactMap { block -> SourceText? in
      guard let first = block.text.split(separator: "\n").first, first.hasSuffix(".callflow") else {
        return nil
      }
      return SourceText(name: String(first.dropFirst(3)), text: block.text)
    }
    let compiled = Compiler.compile(sources)
    #expect(sources.map(\.name) == ["branch.callflow", "common.callflow"])
    #expect(compiled.diagnostics == [])
    #expect(compiled.starts == ["branch.callflow"])
  }

  @Test func `explains every code that can be told, and no other`() throws {
    var told: Set<String> = []
    let files = try #require(FileManager.default.enumerator(atPath: Reference.sources.path))
    while let name = files.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let text = try String(contentsOf: Reference.sources.appendingPathComponent(name), encoding: .utf8)
      told.formUnion(Reference.codes(in: text))
    }
    let page = try String(
      contentsOf: Reference.catalogue.appendingPathComponent("Diagnostics.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| CF") }
    let explained = Reference.codes(in: rows.map { String($0.prefix(8)) }.joined())
    #expect(told.subtracting(explained).sorted() == [], "codes without a row")
    #expect(explained.subtracting(told).sorted() == [], "rows without a code")
    #expect(rows.count == explained.count, "a code has two rows")
  }
}
