import Chronology

/// A queue's stays and talks of the last half hour, for screens and alerts; reports go by the log.
struct QueueWindow: Sendable {
  static let length: Duration = .minutes(30)
  /// Kept of the latest at most; a queue with more is judged by these.
  static let most = 20_000

  enum What: Sendable { case answered, abandoned, flowedOut, handled }
  private struct Entry {
    var at: Instant
    var what: What
    /// Wait, or talk and wrap-up.
    var length: Duration
    var isWithin = false
    var isShort = false
  }
  private var entries: [Entry] = []
  private var head = 0
  private var sums = Sums()

  private struct Sums {
    var recent = RecentFigures()
    var waited = Duration.zero
    var handle = Duration.zero
    var handled = 0

    mutating func count(_ entry: Entry, _ step: Int) {
      let length = step > 0 ? entry.length : .zero - entry.length
      switch entry.what {
      case .answered:
        recent.answered += step
        waited += length
        if entry.isWithin { recent.answeredWithin += step }
      case .abandoned:
        recent.abandoned += step
        if entry.isShort { recent.shortAbandoned += step }
      case .flowedOut: recent.flowedOut += step
      case .handled:
        handled += step
        handle += length
      }
    }
    var figures: RecentFigures {
      var figures = recent
      figures.averageWait = recent.answered > 0 ? waited / recent.answered : nil
      figures.averageHandleTime = handled > 0 ? handle / handled : nil
      return figures
    }
  }

  /// - Parameters:
  ///   - within: T of the queue's service level.
  ///   - short: an abandon up to this is short.
  mutating func add(
    _ what: What, _ length: Duration, within: Duration = .zero, short: Duration = .zero, at instant: Instant
  ) {
    let entry = Entry(
      at: instant, what: what, length: length, isWithin: length <= within, isShort: length <= short)
    entries.append(entry)
    sums.count(entry, 1)
    while head < entries.count,
      entries[head].at + QueueWindow.length < instant || entries.count - head > QueueWindow.most
    {
      sums.count(entries[head], -1)
      head += 1
    }
    if head > 1024, head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }

  func figures(at instant: Instant) -> RecentFigures {
    var sums = sums
    for entry in entries[head...] {
      guard entry.at + QueueWindow.length < instant else { break }
      sums.count(entry, -1)
    }
    return sums.figures
  }
}

/// What became of the callers of a queue in the last half hour, at most since the start.
public struct RecentFigures: Hashable, Sendable {
  public var answered = 0
  public var answeredWithin = 0
  public var abandoned = 0
  /// Of these, after so short a wait that they do not count.
  public var shortAbandoned = 0
  public var flowedOut = 0
  /// Of the answered (ASA); talk and wrap-up of talks that are over (AHT).
  public var averageWait: Duration?
  public var averageHandleTime: Duration?
  public init() {}

  /// `SL-Genesys-Bs` of the reports: A_T / (A + B - Bs), in percent; nil when there were none.
  public var serviceLevel: Double? {
    let counted = answered + abandoned - shortAbandoned
    return counted > 0 ? Double(answeredWithin) / Double(counted) * 100 : nil
  }
  public static let serviceLevelName = "SL-Genesys-Bs"
}
