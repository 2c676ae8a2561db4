/// One finding about someone's file, told so that its author can mend it.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Sendable, Codable { case error, warning, info }

  public var severity: Severity
  /// `CF210`; the table in the language reference explains each.
  public var code: String
  /// What is wrong, by the author's own words, without a full stop.
  public var message: String
  /// What to do about it.
  public var hint: String?
  public var range: SourceRange

  public init(
    _ severity: Severity = .error, _ code: String, _ message: String, at range: SourceRange,
    hint: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
    self.range = range
  }

  /// An error.
  public init(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
    self.init(.error, code, message, at: range, hint: hint)
  }
}
