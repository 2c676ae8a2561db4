import CallFlow
import Session
import Testing

@Suite struct `A flow that saves` {
  private let flow = """
    table slots (id number key, taken text, at text)
    flow main {
      do take {
        save slots (taken = call.id) where id == 7 and taken == none else { say "Taken."; -> again }
        say "Yours."
        hangup
        on error.save.timeout { say "Late."; hangup }
        on error.save { say "Broken."; hangup }
      }
      do again { say "Another."; hangup }
    }
    """

  @Test func `changes the row that is still as it was`() throws {
    var call = try TestCall(flow: flow)
    call.answer()
    call.finish()
    #expect(call.said == ["Yours."])
    #expect(call.lines("saved") == ["saved slots"])
    #expect(call.saves.count == 1)
    #expect(call.saves.first?.values.map(\.value) == [.text("1")])
    let free = Expression.binary(
      .and, .binary(.equal, .column(0), .constant(.number(7))),
      .binary(.equal, .column(1), .constant(.none)))
    #expect(call.saves.first?.condition == free)
  }

  @Test func `goes the way it names when somebody was faster`() throws {
    var call = try TestCall(flow: flow)
    call.save = { _ in .conflict }
    call.answer()
    call.finish()
    #expect(call.said == ["Taken.", "Another."])
    #expect(call.lines("saved") == ["saved slots conflict"])
    #expect(call.events == [])
  }

  @Test func `hears of a table that is held, gone or silent`() throws {
    var call = try TestCall(flow: flow)
    call.save = { _ in .failed(.failed("database is locked")) }
    call.answer()
    call.finish()
    #expect(call.said == ["Broken."])
    #expect(call.lines("event", "fault") == ["fault database is locked", "event error.save 1"])
    call = try TestCall(flow: flow)
    call.save = { _ in .failed(.shape("no such column: taken")) }
    call.answer()
    call.finish()
    #expect(call.said == ["Broken."])
    #expect(call.events == ["error.save.shape 1"])
    call = try TestCall(flow: flow)
    call.save = { _ in nil }
    call.answer()
    call.finish()
    #expect(call.said == ["Late."])
    #expect(call.timed("event") == ["5.000 event error.save.timeout 1"])
  }

  @Test func `without a way of its own a conflict is an event`() throws {
    var call = try TestCall(
      flow: """
        table t (id number key)
        flow main { do a { save t (id = 1); say "Done."; hangup; on error.save.conflict { say "Twice."; hangup } } }
        """)
    call.save = { _ in .conflict }
    call.answer()
    call.finish()
    #expect(call.said == ["Twice."])
  }
}
