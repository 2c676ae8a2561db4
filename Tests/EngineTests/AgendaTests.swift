import ACD
import Chronology
import Session
import Testing

@testable import Engine

@Suite struct `The agenda` {
  /// Its inputs are told apart by the serial of a timer.
  private func timer(_ serial: UInt32) -> EngineInput {
    .callTimer(CallID(1), CallTimer(.data, serial: serial))
  }
  private func serial(_ input: EngineInput) -> UInt32? {
    if case .callTimer(_, let timer) = input { timer.serial } else { nil }
  }

  @Test func `gives what is due by instant, class and order, and nothing that was cancelled`() {
    for seed in UInt64(1)...50 {
      var random = SeededGenerator(seed: seed)
      var agenda = Agenda()
      var expected: [(instant: Int64, order: UInt64, serial: UInt32)] = []
      var tickets: [UInt32: Agenda.Ticket] = [:]
      var now: Int64 = 0
      for serial in UInt32(1)...400 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          now += Int64(Int.random(in: 0..<40, using: &random))
          var due: [UInt32] = []
          while let (input, _) = agenda.take(upTo: Instant(microseconds: now)) {
            due.append(self.serial(input) ?? 0)
          }
          let wanted = expected.filter { $0.instant <= now }
            .sorted { ($0.instant, $0.order, $0.serial) < ($1.instant, $1.order, $1.serial) }
          expected.removeAll { $0.instant <= now }
          #expect(due == wanted.map(\.serial), "seed \(seed)")
        case 1:
          guard let (cancelled, ticket) = tickets.randomElement(using: &random) else { continue }
          // Cancelling what has been taken, or cancelled, changes nothing.
          agenda.cancel(ticket)
          expected.removeAll { $0.serial == cancelled }
        default:
          let order: Agenda.Order = [.hangUp, .key, .promptEnd, .timer][Int.random(in: 0..<4, using: &random)]
          let instant = now + Int64(Int.random(in: 0..<100, using: &random))
          tickets[serial] = agenda.add(timer(serial), at: Instant(microseconds: instant), order)
          expected.append((instant, order.rawValue, serial))
        }
        #expect(agenda.count == expected.count, "seed \(seed)")
      }
    }
  }

  @Test func `finds every call's slot among many that come and go`() {
    for seed in UInt64(1)...20 {
      var random = SeededGenerator(seed: seed)
      var table = CallTable()
      var expected: [CallID: Int32] = [:]
      for slot in Int32(0)..<2000 {
        // Close together, as calls that arrive at one time.
        let call = CallID(UInt64(Int.random(in: 0..<600, using: &random)))
        if Int.random(in: 0..<2, using: &random) == 0 {
          table[call] = nil
          expected[call] = nil
        } else {
          table[call] = slot
          expected[call] = slot
        }
      }
      #expect(table.count == expected.count, "seed \(seed)")
      #expect(table.calls.sorted() == expected.keys.sorted(), "seed \(seed)")
      for number in UInt64(0)..<600 {
        #expect(table[CallID(number)] == expected[CallID(number)], "seed \(seed)")
      }
    }
  }
}
