import Engine
import HTTPData
import SQLiteStore
import Session

/// Tables in memory, and a file's answers where a server would be asked; other servers are asked.
final class TrialData: DataSource {
  private let memory: MemoryData
  private let web: WebFetcher
  init(memory: MemoryData, web: WebFetcher) { (self.memory, self.web) = (memory, web) }

  func lookup(_ request: LookupRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    memory.lookup(request, answer: answer)
  }
  func save(_ request: SaveRequest, answer: @escaping @Sendable (SaveAnswer) -> Void) {
    memory.save(request, answer: answer)
  }
  func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    if memory.answers(fetch: request.state) {
      memory.fetch(request, answer: answer)
    } else {
      web.fetch(request, answer: answer)
    }
  }
}
