/// Reads a text into lines and blocks: flows, site files and scripts alike.
public struct Reader {
  /// The words that the rules of recovery need.
  public struct Dialect: Hashable, Sendable {
    /// Words that, in column 1, end all open blocks.
    public var topLevel: Set<String>
    /// Words that begin a state, and so end one left open.
    public var stateKinds: Set<String>
    /// The word whose block holds the states.
    public var stateHolder: String
    /// Signs a line may begin with, besides a word.
    public var lineSigns: Set<String>
    /// Whether a top-level item that is not in column 1 is worth a warning (CF105).
    public var wantsColumnOne: Bool

    public init(
      topLevel: Set<String>, stateKinds: Set<String> = [], stateHolder: String = "flow",
      lineSigns: Set<String> = ["->"], wantsColumnOne: Bool = false
    ) {
      self.topLevel = topLevel
      self.stateKinds = stateKinds
      self.stateHolder = stateHolder
      self.lineSigns = lineSigns
      self.wantsColumnOne = wantsColumnOne
    }

    public static let callflow = Dialect(
      topLevel: [
        "callflow", "use", "language", "dial", "const", "field", "switch", "notice", "calendar", "skill",
        "queue", "segment", "table", "answers", "prompt", "defaults", "flow", "profile", "allow",
      ],
      stateKinds: [
        "do", "menu", "collect", "lookup", "hours", "answer", "route", "transfer", "callback", "record",
        "mailbox", "desk", "survey", "call", "fetch",
      ], wantsColumnOne: true)
    /// `*.call`: rows of data begin with a parenthesis.
    public static let script = Dialect(topLevel: ["call"], lineSigns: ["(", "->"])
  }

  /// Reads a text in linear time, however broken it is. When its braces or parentheses do not agree it is
  /// read a second time, guided by its indentation, to find the place that lacks one.
  ///
  /// - Parameter file: the text's index, for positions.
  public static func read(
    _ source: SourceText, file: Int, dialect: Dialect = .callflow, into diagnostics: inout Diagnostics
  ) -> SyntaxFile {
    let encoding = SourceEncoding(source, file: file)
    var reader = TreeReader(encoding, file: file, dialect: dialect)
    var result = reader.read()
    if !reader.unbalancedItems.isEmpty {
      var guided = TreeReader(encoding, file: file, dialect: dialect, guidedIn: reader.unbalancedItems)
      let other = guided.read()
      // Where the indentation misleads, it does so by finding more.
      if guided.balanceFaults <= reader.balanceFaults {
        result = other
        reader = guided
      }
    }
    diagnostics.report(reader.findings)
    return result
  }
}
