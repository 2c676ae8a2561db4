import Chronology
import Engine
import Testing

@Suite struct `Refused orders` {
  private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

  @Test func `are written up to ten a minute of one user, the others counted`() {
    var refused = RefusedOrders()
    var entries: [RefusedOrders.Entry] = []
    for second in 0..<13 { entries.append(refused.note(1000, at: at(Int64(second)))) }
    #expect(entries.map(\.isWritten) == Array(repeating: true, count: 10) + [false, false, false])
    #expect(entries.map(\.isLast).firstIndex(of: true) == 9)
    #expect(refused.note(1001, at: at(13)).isWritten)
    #expect(refused.note(1000, at: at(59)) == .init(missed: 0, isWritten: false, isLast: false))
    // The next minute begins with how many were not written.
    #expect(refused.note(1000, at: at(61)) == .init(missed: 4, isWritten: true, isLast: false))
    #expect(refused.end().isEmpty)
  }

  @Test func `that were only counted are told at the end, and a clock set back begins anew`() {
    var refused = RefusedOrders()
    for second in 0..<12 { _ = refused.note(7, at: at(100 + Int64(second))) }
    #expect(refused.end().map(\.missed) == [2])
    for second in 0..<12 { _ = refused.note(7, at: at(100 + Int64(second))) }
    #expect(refused.note(7, at: at(5)) == .init(missed: 2, isWritten: true, isLast: false))
  }
}
