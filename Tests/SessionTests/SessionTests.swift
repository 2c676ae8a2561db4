import Testing

@Suite struct `The test line` {
  @Test func `speaks a flow and hangs up`() throws {
    var call = try TestCall(
      flow: """
        flow main {
            do hello { say "Hello, world!."; hangup }
        }
        """)
    call.answer()
    call.finish()
    #expect(
      call.story == [
        "0.000 language en", "0.000 state main.hello", "0.000 move do -> hangup",
        "0.500 say Hello, world!.", "1.500 end finished by system",
      ])
  }
}
