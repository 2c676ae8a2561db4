/// The findings about several files, as they come; exact duplicates are dropped.
public struct Diagnostics: Sendable {
  /// In the order of their reporting; a printer sorts them by position.
  public private(set) var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  public private(set) var hasErrors = false

  public init() {}

  public mutating func report(_ d: Diagnostic) {
    guard seen.insert(d).inserted else { return }
    all.append(d)
    if d.severity == .error { hasErrors = true }
  }
  public mutating func report(_ more: some Sequence<Diagnostic>) {
    for d in more { report(d) }
  }

  /// By file, line and column; findings at one place stay in the order of their reporting.
  public var sorted: [Diagnostic] { Diagnostics.sort(all) }

  static func sort(_ findings: [Diagnostic]) -> [Diagnostic] {
    findings.enumerated()
      .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
      .map(\.element)
  }
}
