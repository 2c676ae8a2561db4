/// What compiling a folder's texts gave.
public struct Compilation: Sendable {
  /// The applications without errors, in the order of their start files.
  public var applications: [FlowGraph]
  /// All findings, by file, line and column.
  public var diagnostics: [Diagnostic]
  /// Names of the start files that were found.
  public var starts: [String]

  public init(applications: [FlowGraph] = [], diagnostics: [Diagnostic] = [], starts: [String] = []) {
    self.applications = applications
    self.diagnostics = diagnostics
    self.starts = starts
  }
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
