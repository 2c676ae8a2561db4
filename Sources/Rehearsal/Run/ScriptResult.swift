import ACD
import CallFlow
import Chronology
import Engine

/// One thing that a script expected in vain, told so that its author sees why.
public struct ScriptFailure: Error, Hashable, Sendable {
  public var position: SourcePosition
  /// `expect say contains "52,300"`.
  public var expected: String
  /// What was wrong, in one line.
  public var problem: String
  /// State, nearest miss, last lines of the transcript.
  public var details: [String]

  /// The report; the first line is `file:line:column: failed: …`.
  public func text(source: String) -> String {
    let head = "\(source):\(position.line):\(position.column): failed: \(expected)"
    return ([head, "    \(problem)"] + details.map { "    \($0)" }).joined(separator: "\n")
  }
}

/// What became of one case.
public struct CaseResult: Sendable {
  public var name: String
  public var position: SourcePosition
  public var failures: [ScriptFailure]
  /// Of all its calls, in the order of their arrival.
  public var transcript: String
  /// What each caller heard, in the same order, 8 kHz mono; empty without sound.
  public var heard: [[Int16]]
  /// Virtual time from the first to the last instant.
  public var length: Duration
  /// The largest id of its calls.
  public var lastCall: CallID?
  public var passed: Bool { failures.isEmpty }
  /// By application.
  var taken: [String: Coverage.Taken] = [:]
}

/// What became of a script file.
public struct ScriptResult: Sendable {
  public var source: String
  /// Faults of the script's text; then no case was run.
  public var diagnostics: [Diagnostic]
  public var cases: [CaseResult]
  public var passed: Int { cases.count { $0.passed } }
  public var failed: Int { cases.count - passed + (hasFaults ? 1 : 0) }
  public var hasFaults: Bool { diagnostics.contains { $0.severity == .error } }
  /// All transcripts, each under its case's name when there are several.
  public var transcript: String {
    if cases.count == 1 { return cases[0].transcript }
    return cases.map { "== \($0.name)\n\($0.transcript)" }.joined(separator: "\n")
  }
  /// Reports of all failures; empty when there are none.
  public var report: String {
    cases.flatMap { one in
      one.failures.map { $0.text(source: source) + (cases.count > 1 ? "\n    in case: \(one.name)" : "") }
    }.joined(separator: "\n")
  }
}
