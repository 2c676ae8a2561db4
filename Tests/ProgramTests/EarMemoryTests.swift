import Foundation
import Testing

@Suite struct `The memory of the ear` {
  /// The real program, in a process of one thread in which the C library traces every allocation.
  @Test func `stays as it is while it listens, and when it is copied`() async throws {
    let result = try await RunningProgram(
      Programs.folder + "/ivrbench", ["memory", "--hours", "0.003", "--json"], in: "/"
    ).ended()
    try #require(result.status == 0, "\(result.err)")
    let reports = try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [[String: Any]]
    let figures = reports?.first?["figures"] as? [[String: Any]] ?? []
    #expect(figures.count == 3, "\(result.out)")
    for figure in figures {
      let name = figure["name"] as? String ?? ""
      #expect(name.hasPrefix("allocations, ") && figure["maximum"] as? Double == 0, "\(figure)")
    }
  }
}
