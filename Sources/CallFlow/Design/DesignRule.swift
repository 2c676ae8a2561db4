/// One rule of good call flows, as `ivrctl check` applies it.
public struct DesignRule: Sendable {
  /// Who sees to it.
  public enum Coverage: Sendable {
    /// A check of the design rules.
    case check(@Sendable (DesignModel, inout DesignFindings) -> Void)
    /// Something else that the product has, by its name: a code of `ivrctl check`, a command, the language.
    case elsewhere(String)

    var other: String? { if case .elsewhere(let name) = self { name } else { nil } }
  }
  /// `MENU-SIZE`.
  public let id: String
  /// What it asks for, and why, in a line.
  public let why: String
  /// By profile; nil where it does not hold. `usual` is that of `custom`, and of an application that names none.
  public let usual: Diagnostic.Severity?
  public let iso: Diagnostic.Severity?
  public let kr: Diagnostic.Severity?
  public let coverage: Coverage

  /// A rule that holds for everybody alike.
  init(_ id: String, _ severity: Diagnostic.Severity, _ why: String, _ coverage: Coverage) {
    self.init(id, usual: severity, iso: severity, kr: severity, why, coverage)
  }
  /// A rule of one profile or two.
  init(
    _ id: String, usual: Diagnostic.Severity? = nil, iso: Diagnostic.Severity? = nil,
    kr: Diagnostic.Severity? = nil, _ why: String, _ coverage: Coverage
  ) {
    (self.id, self.why, self.coverage) = (id, why, coverage)
    (self.usual, self.iso, self.kr) = (usual, iso, kr)
  }

  public func severity(in profile: DesignProfile?) -> Diagnostic.Severity? {
    switch profile {
    case .iso: iso
    case .kr: kr
    case .custom, nil: usual
    }
  }
  /// Whether the design rules themselves look at it, so that it can be allowed.
  public var isChecked: Bool { coverage.other == nil }
  /// What else sees to it.
  public var seenToBy: String? { coverage.other }
}
