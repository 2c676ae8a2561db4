import ACD
import Chronology
import Engine
import Testing

@testable import Reports

@Suite struct `The page` {
  private func page(_ facts: [Fact], _ intervals: Intervals, _ title: String = "Calls") -> String {
    var page = DayPage(intervals, ReportRules())
    for fact in facts { page.add(fact) }
    return page.page(title: title, of: "a day").html()
  }
  private let intervals = Intervals(
    .minutes(30), zone: .utc, since: RandomLog.start, until: RandomLog.start + .hours(24))

  @Test func `stands alone and shows the figures that the tables have`() {
    let html = page(RandomLog(seed: 9, calls: 300).facts(cuts: intervals.starts), intervals)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    for word in ["<script", "http:", "https:", "@import", "url(", "NaN", "inf"] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.split(separator: "<svg").count == 5)
    #expect(html.contains("SL-Genesys+F-Bs"))
    #expect(balanced(html))
  }

  @Test func `of nothing is a page all the same`() {
    let html = page([], intervals)
    #expect(balanced(html) && !html.contains("NaN") && html.contains("<dd>-</dd>"))
  }

  @Test func `nothing that a caller sends is markup`() {
    let evil = "</td><script>alert('1')</script>&\"\u{0}\u{202E}"
    var row = VisitRow(
      QueueVisitRow(
        call: CallID(1), number: 1, queue: evil, enqueued: RandomLog.start, left: RandomLog.start,
        how: "answered",
        agent: evil))
    row.flow = evil
    var call = Fact(at: RandomLog.start)
    (call.flow, call.outcome, call.sets) = (evil, evil, [RowSets(.calls), RowSets(.entered)])
    var answer = Fact(at: RandomLog.start)
    (answer.topic, answer.sets) = (evil, RowSets(.answersHeard))
    let states = AgentFacts.facts(
      [AgentEventRow(agent: evil, at: RandomLog.start, state: "ready")], since: RandomLog.start,
      until: RandomLog.start + .seconds(9))
    let html = page([Fact(row, ReportRules())].compactMap { $0 } + [call, answer] + states, intervals, evil)
    #expect(!html.contains("<script") && !html.contains("\u{0}") && !html.contains("\u{202E}"))
    #expect(html.contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"))
    #expect(balanced(html))
  }

  @Test func `axes hold every value in at most six lines`() {
    for most in [0, 0.4, 1, 7, 99, 100, 1234, 99_999, 3e8] {
      let chart = Chart("t", unit: "", .lines, labels: ["a", "b"], [.init("s", [most, nil])])
      let svg = chart.html()
      #expect((2...7).contains(svg.split(separator: "<text class=y").count - 1), "\(most)")
      #expect(balanced(svg))
    }
  }

  /// Every element that has to be closed is, in order.
  private func balanced(_ html: String) -> Bool {
    var open: [Substring] = []
    for part in html.split(separator: "<") {
      guard let end = part.firstIndex(of: ">") else { return false }
      let tag = part[..<end]
      let name = tag.prefix { $0.isLetter || $0.isNumber || $0 == "/" }
      if tag.hasSuffix("/") || tag.hasPrefix("!") || ["meta"].contains(name) { continue }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else {
        open.append(name)
      }
    }
    return html.hasPrefix("<") && open.isEmpty
  }
}
