private func n(_ set: RowSet) -> Formula { .count(set) }
private let q = n(.queued), a = n(.answered), b = n(.abandoned), bs = n(.shortAbandoned)
private let f = n(.flowedOut), e = n(.serviceLevelEvents)
private let at = n(.answeredWithin), bt = n(.abandonedWithin), ct = n(.callbacksWithin)

extension Figure {
  /// Of stays in queues, by queue, agent, flow, line and interval. A stay belongs to the interval in which it
  /// began, unless the report says otherwise; wait is answer or leave time minus enqueue time.
  public static let queue: [Figure] = volumes + rates + serviceLevels + waits + handling

  static let volumes: [Figure] = [
    Figure("queued", title: "Q", .count, q, "Q = A + B + C + F + open"),
    Figure("answered", title: "A", .count, a),
    Figure("abandoned", title: "B", .count, b),
    Figure("short abandoned", title: "Bs", .count, bs),
    Figure("callbacks", title: "C", .count, n(.callbacks)),
    Figure("callbacks connected", title: "Cc", .count, n(.callbacksConnected), "part of C, and handled"),
    Figure("flowed out", title: "F", .count, f),
    Figure("open", .count, n(.open), "such rows still change"),
    Figure(
      "waits over T", title: "over T", .count, n(.over), "breaches of the answer time, listed by --calls"),
  ]

  static let rates: [Figure] = [
    Figure("answer rate", title: "A/Q", .percent, a / q),
    Figure("abandon rate of queued", title: "B/Q", .percent, b / q, "call-backs are no abandons"),
    Figure("abandon rate of handled", title: "(B-Bs)/", .percent, (b - bs) / (a + b - bs)),
    Figure("abandon rate of ended", title: "B/(A+B)", .percent, b / (a + b)),
    Figure(
      "callback success", title: "Cc/C", .percent, n(.callbacksConnected) / n(.callbacks),
      "one order is one, however often it was dialled"),
    Figure(
      "attempts per callback", title: "dials", .perOrder, .sum(.dials, .callbacks) / n(.callbacks),
      "dialled, at most 1 + the retries of the order"),
  ]

  /// Vendors differ in what they do with abandons: one day's calls give many different percentages.
  static let serviceLevels: [Figure] = [
    Figure("SL-answered", .percent, at / a, "Asterisk's SL: abandons ignored"),
    Figure("SL2", .percent, (at + bt) / (a + b), "Asterisk: early abandons succeed"),
    Figure("SL-left", .percent, (at + bt + ct) / q, "Amazon Connect: left the queue within T"),
    Figure("SL-Genesys", .percent, at / (a + b), "Genesys, abandons counted, flow-outs not"),
    Figure("SL-Genesys+F", key: "sl_genesys_with_flow_outs", .percent, at / (a + b + f), "with flow-outs"),
    Figure(
      "SL-Genesys-Bs", key: "sl_genesys_without_short", .percent, at / (a + b - bs), "without short abandons"),
    Figure(
      "SL-Genesys+F-Bs", key: "sl_genesys_with_flow_outs_without_short", .percent, at / (a + b + f - bs)),
    Figure("SL-Genesys-B", key: "sl_genesys_without_abandons", .percent, at / a, "without abandons"),
    Figure("SL-ignore", .percent, at / (e - bt), "Cisco: early abandons removed"),
    Figure("SL-negative", .percent, at / e, "Cisco: early abandons fail"),
    Figure("SL-positive", .percent, (at + bt) / e, "Cisco: early abandons succeed"),
    Figure("SL-threshold", .percent, at / (a + b - bs), "RingCentral, abandons counted, short ones dropped"),
    Figure(
      "SL-threshold-B", key: "sl_threshold_without_abandons", .percent, at / a,
      "RingCentral, without abandons"),
  ]

  static let waits: [Figure] = [
    Figure("ASA", .seconds, .sum(.wait, .answered) / a, "ringing at the agent included"),
    Figure("average abandon time", title: "aband.", .seconds, .sum(.wait, .abandoned) / b),
    Figure("average wait", title: "wait", .seconds, .sum(.wait, .left) / n(.left)),
    Figure("median wait", title: "p50", .seconds, .percentile(50, .wait, .left)),
    Figure("p80 wait", title: "p80", .seconds, .percentile(80, .wait, .left)),
    Figure("p90 wait", title: "p90", .seconds, .percentile(90, .wait, .left)),
    Figure("p95 wait", title: "p95", .seconds, .percentile(95, .wait, .left)),
    Figure("maximum wait", title: "max", .seconds, .maximum(.wait, .left), "abandoned included"),
    Figure("longest wait now", title: "longest", .seconds, .maximum(.wait, .open), "of those still waiting"),
    Figure(
      "hold estimate", title: "est.", .seconds, .running(.wait, .answered),
      "Asterisk's: from 0, a quarter of each new wait, whole seconds"),
  ]

  static let handling: [Figure] = [
    Figure("handled", title: "H", .count, n(.handled), "a call whose end was estimated is left out of AHT"),
    Figure("handle time", title: "handle", .seconds, .sum(.handle, .handling)),
    Figure("AHT", .seconds, .sum(.handle, .handling) / n(.handled), "talk + hold + wrap-up, ringing not"),
    Figure("average talk", title: "talk", .seconds, .sum(.talk, .handling) / n(.handled)),
    Figure("average hold", title: "hold", .seconds, .sum(.hold, .handling) / n(.handled)),
    Figure("average wrap-up", title: "wrap", .seconds, .sum(.wrapUp, .handling) / n(.handled)),
    Figure("p90 handle time", title: "p90 H", .seconds, .percentile(90, .handle, .handled)),
    Figure("transfer rate to agents", title: "to agent", .percent, n(.handedOver) / a),
    Figure("transfer rate to queues", title: "to queue", .percent, n(.requeued) / a),
    Figure("transfer rate out", title: "out", .percent, n(.transferredAfterTalk) / a),
  ]

  /// Of calls that were in a queue, one call one customer; by the instant at which the call was offered.
  public static let customer: [Figure] = [
    Figure("customers", .count, n(.customers), "calls, not stays"),
    Figure("customers served", title: "served", .count, n(.customersServed)),
    Figure("customers lost", title: "lost", .count, n(.customersLost)),
    Figure("customer answer rate", title: "served", .percent, n(.customersServed) / n(.customers)),
    Figure("customer abandon rate", title: "lost", .percent, n(.customersLost) / n(.customers)),
    Figure(
      "customer wait", title: "wait", .seconds, .sum(.wait, .customersServed) / n(.customersServed),
      "from the first enqueueing to the first talk"),
  ]
}
