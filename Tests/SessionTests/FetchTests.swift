import CallFlow
import Chronology
import Session
import Testing

@Suite struct `A flow that asks a server` {
  private let flow = """
    flow main {
      set number = "12/3 &우"
      fetch find {
        say "Looking."
        get "https://shop.example/orders/{number}?day={today}"
        read order.status -> status
        read order.items[0].price -> price number
        hold "One moment, please."
        limit 10s
        found { if status == none or price == none -> nothing else { say "It is {status}, {price}."; hangup } }
        missing -> nothing
        timeout { say "Too late."; hangup }
        on error.fetch { say "No answer."; hangup }
      }
      do nothing { say "Nothing there."; hangup }
    }
    """

  @Test func `reads what it wants of the answer, and escapes what it sends`() throws {
    var call = try TestCall(flow: flow)
    call.fetch = { _ in .row([.text("sent"), .number(12)]) }
    call.answer()
    call.finish()
    #expect(call.said == ["Looking.", "It is sent, 12."])
    let asked = try #require(call.fetches.first)
    #expect(asked.address == "https://shop.example/orders/12%2F3%20%26%EC%9A%B0?day=2026-03-03")
    #expect(asked.shown == "GET https://shop.example/orders/…?day=…")
    #expect(asked.state == "main.find" && asked.body == nil)
    #expect(
      asked.reads == [
        .init(name: "status", path: [.key("order"), .key("status")], type: .text),
        .init(name: "price", path: [.key("order"), .key("items"), .index(0), .key("price")], type: .number),
      ])
    #expect(call.lines("fetched", "var") == ["fetched find found", "var status=sent", "var price=12"])
  }

  @Test func `goes the ways that it names`() throws {
    for (answer, said) in [
      (LookupAnswer.noRow, "Nothing there."), (.failed(.timeout), "Too late."),
      (.failed(.failed("the server answered 500")), "No answer."), (.failed(.shape("no JSON")), "No answer."),
      (.row([.none, .number(1)]), "Nothing there."),
    ] {
      var call = try TestCall(flow: flow)
      call.fetch = { _ in answer }
      call.answer()
      call.finish()
      #expect(call.said == ["Looking.", said])
    }
  }

  @Test func `does not leave the caller in silence for longer than two seconds`() throws {
    var call = try TestCall(flow: flow)
    call.fetch = { _ in .row([.text("sent"), .number(12)]) }
    call.dataDelay = .seconds(6)
    call.answer()
    call.wait(until: .seconds(5))
    #expect(call.isPlayingMusic)
    call.finish()
    #expect(
      call.timed("say") == [
        "0.500 say Looking.", "2.000 say One moment, please.", "6.000 say It is sent, 12.",
      ])
  }

  @Test func `ends its music when time is over, and never begins it for a quick answer`() throws {
    var call = try TestCall(flow: flow)
    call.fetch = { _ in nil }
    call.answer()
    call.finish()
    #expect(call.timed("say").last == "10.000 say Too late.")
    #expect(call.endings == 1)
    call = try TestCall(flow: flow)
    call.fetch = { _ in .noRow }
    call.dataDelay = .milliseconds(1900)
    call.answer()
    call.finish()
    #expect(call.said == ["Looking.", "Nothing there."])
  }

  @Test func `is ended by a hang-up while music plays`() throws {
    var call = try TestCall(flow: flow)
    call.fetch = { _ in .noRow }
    call.dataDelay = .seconds(8)
    call.answer()
    call.wait(until: .seconds(4))
    call.hangUp()
    call.finish()
    #expect(call.ending?.by == .caller && call.endings == 1)
  }

  @Test func `posts its values as JSON`() throws {
    var call = try TestCall(
      flow: """
        flow main {
          set name = "a \\"b\\" 우산"
          fetch put {
            post "https://shop.example/cases" (name = name, ok = true, none_yet = none, day = today)
            header "X-Shop" "bada"
            authorization shop
            found { hangup }
            missing { hangup }
          }
        }
        """)
    call.answer()
    call.finish()
    let asked = try #require(call.fetches.first)
    #expect(asked.method == .post && asked.secret == "shop")
    #expect(asked.headers == [.init(name: "X-Shop", value: "bada")])
    #expect(asked.body == #"{"name":"a \"b\" 우산","ok":true,"none_yet":null,"day":"2026-03-03"}"#)
    #expect(asked.shown == "POST https://shop.example/cases")
  }
}
