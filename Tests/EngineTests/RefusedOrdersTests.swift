import Chronology
import Engine
import Testing

@Suite struct `Refused orders` {
  private let kim = RefusedOrders.Who(user: 1000, name: "kim", role: "viewer")
  private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

  @Test func `are written up to ten a minute of one user, the others counted by what they were`() {
    var refused = RefusedOrders()
    var entries: [RefusedOrders.Entry] = []
    for second in 0..<13 { entries.append(refused.note(kim, "queue billing close", at: at(Int64(second)))) }
    #expect(entries.map(\.isWritten) == Array(repeating: true, count: 10) + [false, false, false])
    #expect(entries.map(\.isLast).firstIndex(of: true) == 9)
    #expect(refused.note(.init(user: 1001, role: "none"), "reload", at: at(13)).isWritten)
    #expect(refused.note(kim, "expect 00", at: at(59)) == .init(isWritten: false))
    // The next minute begins with those that were not written.
    let next = refused.note(kim, "queue billing close", at: at(61))
    #expect(next == .init(missed: .init(kim, ["queue": 3, "expect": 1])))
    #expect(next.missed?.words == "4 more were refused, and are not written one by one: 3 queue, 1 expect")
    #expect(refused.end().isEmpty)
  }

  @Test func `that were only counted are told at the end, and a clock set back begins anew`() {
    var refused = RefusedOrders()
    for second in 0..<12 { _ = refused.note(kim, "reload", at: at(100 + Int64(second))) }
    #expect(refused.end() == [.init(kim, ["reload": 2])])
    for second in 0..<12 { _ = refused.note(kim, "reload", at: at(100 + Int64(second))) }
    #expect(refused.note(kim, "reload", at: at(5)) == .init(missed: .init(kim, ["reload": 2])))
    // Whatever is made up takes no more room.
    for order in 0..<30 { _ = refused.note(kim, "order\(order)", at: at(6)) }
    #expect(refused.end().map(\.counts.count) == [9])
  }
}
