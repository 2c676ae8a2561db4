private func n(_ set: RowSet) -> Formula { .count(set) }
private func time(_ set: RowSet) -> Formula { .sum(.time, set) }
private let handle = time(.talking) + time(.holding) + time(.wrappingUp)

extension Figure {
  /// Of agents' states and offers. Time belongs to the interval in which it passed, an offer or a talk to the
  /// one in which it began.
  public static let agent: [Figure] = [
    Figure("logged in", title: "in", .seconds, time(.loggedIn), "the states below add up to it"),
    Figure("ready", .seconds, time(.ready)),
    Figure("talk", .seconds, time(.talking)),
    Figure("held", .seconds, time(.holding)),
    Figure("wrap-up", title: "wrap", .seconds, time(.wrappingUp)),
    Figure("paused", title: "pause", .seconds, time(.paused)),
    Figure("offered", title: "ring", .seconds, time(.ringing)),
    Figure("not answering", .seconds, time(.notAnswering)),
    Figure("line gone", .seconds, time(.lineGone)),
    Figure("calls talked to", title: "calls", key: "calls", .count, n(.talks)),
    Figure("offers", .count, n(.offers)),
    Figure("accepted", .count, n(.offersAccepted)),
    Figure("missed", title: "miss", .count, n(.offersMissed)),
    Figure(
      "refused offers", title: "ref", .count, n(.offersRefused), "he paused or logged out meanwhile, too"),
    Figure(
      "withdrawn", .count, n(.offersWithdrawn),
      "the caller left, or his telephone or line could not be reached"),
    Figure(
      "agent answer rate", title: "ans", .percent,
      n(.offersAccepted) / (n(.offersAccepted) + n(.offersRefused) + n(.offersMissed))),
    Figure(
      "occupancy", title: "occ", .percent, handle / (handle + time(.ready)), "pauses and offers in neither"),
    Figure("utilisation", title: "util", .percent, (handle + time(.ready)) / time(.loggedIn)),
    Figure("scheduled", title: "sched", .seconds, time(.scheduled), "his shifts, leave left out"),
    Figure("adherent", title: "adh", .seconds, time(.adherent), "at work in his shifts"),
    Figure(
      "adherence", title: "adh", .percent, time(.adherent) / time(.scheduled),
      "by the `shift` lines as they are now",
      absence: "no schedule"),
    Figure("CPH", key: "calls_per_hour", .perHour, n(.talks) / time(.loggedIn), "per logged-in hour"),
  ]
}
