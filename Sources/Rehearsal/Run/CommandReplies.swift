import CallFlow
import Engine
import Synchronization

/// What became of the commands that a script gave.
final class CommandReplies: Sendable {
  private let problems = Mutex<[(String, SourceRange)]>([])
  func add(_ reply: EngineReply, _ range: SourceRange) {
    guard let problem = reply.problem else { return }
    problems.withLock { $0.append((problem, range)) }
  }
  func takeProblems() -> [(String, SourceRange)] {
    problems.withLock { all in
      defer { all = [] }
      return all
    }
  }
}
