private func n(_ set: RowSet) -> Formula { .count(set) }

extension Figure {
  /// Of what policies promise, by segment and promise; by the instant from which the promise counts.
  public static let policy: [Figure] = [
    Figure("promises", title: "N", .count, n(.promises), "kept + breaches + left in time + pending"),
    Figure("promises kept", title: "kept", .count, n(.promisesKept)),
    Figure(
      "SLA breaches", title: "breaches", .count, n(.promisesBroken),
      "waits longer than the segment's policy; report breaches lists them"),
    Figure("left in time", title: "left", .count, n(.promisesLeft), "neither kept nor broken"),
    Figure("promises pending", title: "pending", .count, n(.promisesPending), "such rows still change"),
    Figure(
      "promises kept rate", title: "kept", .percent,
      n(.promisesKept) / (n(.promisesKept) + n(.promisesBroken)), "the others in neither"),
    Figure("longest breach", title: "longest", .seconds, .maximum(.wait, .promisesBroken)),
    Figure(
      "average breach", title: "mean over", .seconds,
      (.sum(.wait, .promisesBroken) - .sum(.limit, .promisesBroken)) / n(.promisesBroken),
      "how much longer than promised"),
  ]

  /// Of what callers answered; by the instant at which the call was offered.
  public static let survey: [Figure] = [
    Figure("asked", .count, n(.surveyed), "asked = responses + skipped + met by silence or a hang-up"),
    Figure("responses", title: "answered", .count, n(.surveyAnswers)),
    Figure("skipped", .count, n(.surveySkips)),
    Figure("response rate", title: "response", .percent, n(.surveyAnswers) / n(.surveyed)),
    Figure("rated", .count, n(.rated)),
    Figure("CSAT", .percent, n(.satisfied) / n(.rated), "4 and 5 of 1-5; other scales are left out"),
    Figure("mean rating", title: "mean", .score, .sum(.score, .rated) / n(.rated), "1-5 alone"),
  ]

  /// Expected waits that were told, beside what came true; by the instant of enqueueing.
  public static let told: [Figure] = [
    Figure("waits told", title: "told", .count, n(.toldWaits)),
    Figure(
      "told and answered", title: "answered", .count, n(.toldWaitsEnded), "told a length, not more than it"),
    Figure("wait told", title: "mean told", .seconds, .sum(.limit, .toldWaitsEnded) / n(.toldWaitsEnded)),
    Figure(
      "wait come true", title: "mean true", .seconds, .sum(.wait, .toldWaitsEnded) / n(.toldWaitsEnded),
      "from the telling to the answer"),
    Figure(
      "told and kept rate", title: "kept", .percent, n(.toldWaitsKept) / n(.toldWaitsEnded),
      "answered within the time told; the method aims at 80 %"),
  ]
}
