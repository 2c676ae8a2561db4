/// What the rules find in one application, by its profile.
public struct DesignFindings {
  let profile: DesignProfile?
  private(set) var all: [Diagnostic] = []
  /// The rule that looks at present, and what its findings are.
  private var id = ""
  private var severity = Diagnostic.Severity.warning

  init(profile: DesignProfile?) { self.profile = profile }

  /// - Returns: whether the rule holds under the profile.
  mutating func begin(_ rule: DesignRule) -> Bool {
    guard let severity = rule.severity(in: profile) else { return false }
    (id, self.severity) = (rule.id, severity)
    return true
  }

  /// - Parameter isGrave: an error, whatever the rule is by itself.
  mutating func report(
    _ message: String, at position: SourcePosition, length: Int = 1, isGrave: Bool = false,
    isSlight: Bool = false, hint: String
  ) {
    let severity: Diagnostic.Severity = isGrave ? .error : isSlight ? .info : severity
    all.append(
      Diagnostic(severity, id, message, at: SourceRange(position, length: length), hint: hint))
  }

  mutating func report(
    _ message: String, at state: State, isGrave: Bool = false, isSlight: Bool = false, hint: String
  ) {
    report(
      message, at: state.position, length: state.kind.word.count + 1 + state.name.unicodeScalars.count,
      isGrave: isGrave, isSlight: isSlight, hint: hint)
  }
}
