private func n(_ set: RowSet) -> Formula { .count(set) }

extension Figure {
  /// Of calls, by flow, line, outcome and interval: a call belongs to the interval in which it was offered.
  public static let flow: [Figure] = [
    Figure("calls", title: "N", key: "calls_offered", .count, n(.calls)),
    Figure("entered", .count, n(.entered)),
    Figure("refused", .count, n(.refused), "no free place, or shutting down"),
    Figure("under way", .count, n(.underWay)),
    Figure("estimated ends", title: "est.", .count, n(.estimated)),
    Figure("IVR abandoned", title: "left", .count, n(.leftMenus)),
    Figure(
      "IVR abandon rate", title: "left", .percent, n(.leftMenus) / n(.entered), "apart from queue abandons"),
    Figure("zero-out rate", title: "zero", .percent, n(.zeroFirst) / n(.calls)),
    Figure("transferred", .count, n(.transferred), "out of the house"),
    Figure("transfer rate of calls", title: "transf.", .percent, n(.transferred) / n(.entered)),
  ]

  /// How far callers help themselves.
  public static let selfService: [Figure] = [
    Figure("contained", .count, n(.contained)),
    Figure("confirmed", .count, n(.goals)),
    Figure("heard and left", title: "heard", .count, n(.heardAndLeft)),
    Figure("gave up", .count, n(.gaveUp)),
    Figure("containment", title: "cont.", .percent, n(.goals) / n(.entered), "confirmed only"),
    Figure("heard-and-left rate", title: "heard", .percent, n(.heardAndLeft) / n(.entered)),
    Figure(
      "naive containment", title: "naive", .percent, n(.contained) / n(.entered),
      "give-ups count as contained"),
    Figure(
      "identified", title: "known", .count, n(.identified), "true containment and FCR leave the others out"),
    Figure("withheld numbers", title: "withheld", .count, n(.withheld), "left out of the same"),
    Figure("shared numbers", title: "shared", .count, n(.shared), "of --shared; left out of the same"),
    Figure("provisional", title: "prov.", .count, n(.provisional), "calls whose 24 h are not over yet"),
    Figure("true containment", title: "true", .percent, n(.trulyContained) / n(.identified)),
    Figure(
      "FCR-1d", .percent, (n(.resolved) - n(.cameBackInADay)) / n(.resolved),
      "identity is the number, topic the queue, answer or own outcome"),
    Figure("FCR-7d", .percent, (n(.resolved) - n(.cameBackInAWeek)) / n(.resolved)),
    Figure(
      "self-service score", title: "SSS", .ratio, .callers(.heardAnswers) / .callers(.customers),
      "different numbers that heard an answer, to those that reached a queue"),
    Figure(
      "partial automation", title: "noted", .percent,
      .sum(.notes, .customersServed) / .sum(.notesKnown, .customersServed),
      "notes that agents got of the menus, of all that are known of that queue's callers"),
    Figure(
      "handle time with notes", title: "noted H", .seconds,
      .sum(.handle, .servedWithNotes) / n(.servedWithNotes), "of customers of whom anything was noted"),
    Figure(
      "handle time without notes", title: "plain H", .seconds,
      .sum(.handle, .servedWithoutNotes) / n(.servedWithoutNotes)),
    Figure(
      "agent seconds saved", title: "saved", .seconds,
      .sum(.handle, .servedWithoutNotes) / n(.servedWithoutNotes) - .sum(.handle, .servedWithNotes)
        / n(.servedWithNotes), "a customer, by notes; other reasons may hide in it"),
    Figure("answers heard", title: "heard", .count, n(.answersHeard)),
    Figure("answers solved", title: "solved", .count, n(.answersSolved)),
    Figure("answers unsolved", title: "unsolved", .count, n(.answersUnsolved)),
    Figure("answers then queue", title: "queue", .count, n(.answersThenQueue)),
    Figure("solved rate", title: "solved", .percent, n(.answersSolved) / n(.answersHeard)),
    Figure("queue rate after answers", title: "queue", .percent, n(.answersThenQueue) / n(.answersHeard)),
  ]
}
