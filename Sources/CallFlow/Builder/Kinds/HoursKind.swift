/// `hours name { calendar office; open -> a; closed -> b }`.
enum HoursKind {
  static let row = KindRow(
    word: "hours", article: "an", results: [.nextOpen],
    own: [
      OwnRow("calendar", "calendar office", isRequired: true), OwnRow("at", "at now"),
      OwnRow("open", "open -> state", isRequired: true),
      OwnRow("closed", "closed -> state", isRequired: true),
      OwnRow("holiday", "holiday -> state"), OwnRow("lunch", "lunch -> state"),
    ], build: { build(&$0) })

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var calendar: CalendarID?
    if let line = state.line("calendar") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      if let token = app.name("a calendar", &cursor, line) {
        calendar = app.look(up: token, .calendar, code: "CF222").map { CalendarID($0) }
        app.expectEnd(&cursor, line)
      }
    }
    var at: Expression?
    if let line = state.line("at") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      at = state.body.value(&cursor, of: [.instant], "'at'")
      app.expectEnd(&cursor, line)
    }
    let open = state.way("open"), closed = state.way("closed")
    let holiday = state.way("holiday"), lunch = state.way("lunch")
    return .hours(
      HoursSpec(
        calendar: calendar ?? CalendarID(0), at: at, open: open ?? state.nowhere,
        closed: closed ?? state.nowhere, holiday: holiday, lunch: lunch))
  }
}
