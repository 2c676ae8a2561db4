import Rehearsal
import Testing

@Suite struct `What scripts take of a flow` {
  private let flow = """
    flow main {
      menu m { say "Hello."; key 1 -> a; key 2 -> b; tries 3 -> b }
      do a { if caller.number == "7" -> m else { hangup } }
      do b { hangup }
    }
    """

  @Test func `lists what no script has taken, with its place`() throws {
    var coverage = Coverage()
    coverage.add(rehearse(flow, "caller 1 dials 1\npress 1\nexpect hangup by system"))
    let one = try #require(coverage.applications.first)
    #expect(one.states.map(\.name) == ["state main.m", "state main.a", "state main.b"])
    #expect(one.states.map(\.times) == [1, 1, 0])
    #expect(
      one.missed.map { "\($0.place) \($0.name)" } == [
        "test.callflow:5:44 main.m -> main.b", "test.callflow:5:58 main.m -> main.b",
        "test.callflow:6:34 main.a -> main.m", "test.callflow:7:3 state main.b",
        "test.callflow:7:10 main.b -> hangup",
      ])
    #expect(coverage.percent == 4 * 100 / 9)
    coverage.add(
      rehearse(flow, "caller 7 dials 1\npress 1\nexpect state m\npress 2\nexpect hangup by system"))
    #expect(coverage.applications.first?.missed.map(\.name) == ["main.m -> main.b"])
    #expect(coverage.applications.first?.states.map(\.times) == [3, 2, 1])
  }

  @Test func `of nothing is whole`() { #expect(Coverage().percent == 100) }
}
