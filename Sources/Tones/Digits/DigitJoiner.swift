/// Joins the tones that are heard on a leg with the messages by which its bridge tells of digits, so that a
/// press seen both ways counts once and a press seen one way counts too.
///
/// A message marks the end of its press. It and a tone of the same key are one press when the message lies
/// between the tone's beginning and `skew` after its end, or up to `skew` before its end. A tone of at most
/// `remnant` may be what a PBX let through before it took the rest away: its message may come until `hold`
/// after its beginning, but no later than `skew` after something else is heard. Tones and messages pair in order, the
/// oldest first, each once; what has no partner is a press of its own. Two keys are always two presses.
///
/// Whatever comes first is told at once, with one exception: a tone that begins after a message of its key,
/// within `skew`, may be that press, arriving late. It is told only once it has sounded on beyond that time.
///
/// Positions are those of the leg's samples, lost ones included, and never go back. A plain value: it
/// allocates nothing, and copying it copies what it waits for.
public struct DigitJoiner: Sendable {
  /// 150 ms: how far a message may be from its tone's end. Bridges were seen to send it 0 to 20 ms after the
  /// end; frames of up to 60 ms, a jitter buffer in one of the two ways and SIP INFO's detour add to that.
  public static let skew = Telephony.samples(milliseconds: 150)
  /// 80 ms: the longest tone that can be a remnant. PBXs let 20 to 60 ms pass before they are sure.
  public static let remnant = Telephony.samples(milliseconds: 80)
  /// 2 s: the longest press of which only a remnant is heard.
  public static let hold = Telephony.samples(milliseconds: 2000)
  /// 50 ms: by then at the latest the detector has told that a tone is over.
  static let release = Telephony.samples(milliseconds: 50)

  /// A tone that was told and whose message may still come.
  private struct WaitingTone: Sendable {
    var key: Key
    var onset: Int
    /// Nil while it sounds.
    var end: Int?
    /// The last position at which its message may come.
    var deadline = Int.max
  }
  private struct WaitingMessage: Sendable {
    var key: Key
    var at: Int
  }
  /// The tone that sounds now.
  private enum Held: Sendable {
    case none
    /// Its press was told, and perhaps, by its message, also its end.
    case told(Key, isUp: Bool)
    /// A message told its press.
    case joined
    /// Began after a message of its key and may be that press or a new one.
    case undecided(Key, onset: Int, message: Int)
  }
  private var tones = FewWaiting<WaitingTone>()
  private var messages = FewWaiting<WaitingMessage>()
  private var held = Held.none
  /// Where the tone began that sounds now, whether it was told or not.
  public private(set) var toneOnset: Int?
  /// There a remnant waits for its message, as long as the leg is silent: tell `sounded` when it is not.
  public private(set) var wantedSilence = 0..<0
  public private(set) var counts = DigitCounts()

  public init() {}

  /// What the detector heard.
  public mutating func hear(_ event: DTMFEvent, _ report: (DigitEvent) -> Void) {
    switch event {
    case .down(let key, let onset, let at): toneBegan(key, onset: onset, at: at, report)
    case .up(_, let onset, let length, let at, _): toneEnded(onset: onset, length: length, at: at, report)
    case .refused(let refusal): counts.refused.count(refusal.reason)
    }
  }

  /// A tone is heard that began at `onset`, and `at` samples are in.
  public mutating func toneBegan(_ key: Key, onset: Int, at: Int, _ report: (DigitEvent) -> Void) {
    toneOnset = onset
    // A remnant's press was over before this one began.
    tones.update { $0.deadline = min($0.deadline, onset + Self.skew) }
    guard let index = messages.firstIndex(where: { $0.key == key && onset <= $0.at + Self.skew }),
      let message = messages[index]
    else {
      tellTone(key, onset: onset, at: at, report)
      return
    }
    // Messages come in order: the tones of older ones will not come any more.
    messages.remove(through: index)
    if onset <= message.at {
      counts.joined += 1
      held = .joined
    } else {
      held = .undecided(key, onset: onset, message: message.at)
    }
  }

  /// The tone that was heard is over; it began at `onset` and lasted `length`.
  public mutating func toneEnded(onset: Int, length: Int, at: Int, _ report: (DigitEvent) -> Void) {
    let end = onset + length
    if case .undecided(let key, let onset, let message) = held {
      if end > message + Self.skew { toneBegan(key, onset: onset, at: at, report) }
      // Of that message, or of another one that has taken its place.
      if case .undecided = held {
        counts.joined += 1
        held = .joined
      }
    }
    if case .told(let key, let isUp) = held {
      if !isUp { report(.up(key, length: length, at: at)) }
      let isRemnant = length <= Self.remnant
      let deadline = isRemnant ? onset + Self.hold : end + Self.skew
      tones.update {
        if $0.end == nil { ($0.end, $0.deadline) = (end, deadline) }
      }
      if isRemnant, !isUp { wantedSilence = at..<max(at, deadline) }
    }
    held = .none
    toneOnset = nil
  }

  /// The bridge tells of a key, and `at` samples are in.
  public mutating func message(_ key: Key, at: Int, _ report: (DigitEvent) -> Void) {
    if let index = tones.firstIndex(where: { $0.key == key && at <= $0.deadline }), let tone = tones[index] {
      // Messages come in order: those of older tones will not come any more.
      tones.remove(through: index)
      counts.joined += 1
      if tone.end == nil, case .told(key, isUp: false) = held {
        held = .told(key, isUp: true)
        report(.up(key, length: max(0, at - tone.onset), at: at))
      }
      return
    }
    tones.removeAll { $0.end != nil && $0.onset + Self.skew < at }
    messages.append(WaitingMessage(key: key, at: at))
    counts.byMessage += 1
    report(.down(key, by: .message, onset: at, at: at))
    report(.up(key, length: nil, at: at))
  }

  /// So many samples are in.
  public mutating func advance(to position: Int, _ report: (DigitEvent) -> Void) {
    guard case .undecided(let key, let onset, let message) = held,
      position > message + Self.skew + Self.release
    else { return }
    toneBegan(key, onset: onset, at: position, report)
  }

  /// Something other than silence came at a position where silence was wanted: no message that comes much
  /// later is that of a remnant before it.
  public mutating func sounded(at position: Int) {
    wantedSilence = 0..<0
    tones.update { if $0.end != nil { $0.deadline = min($0.deadline, position + Self.skew) } }
  }

  /// A tone without a message so far is a press.
  private mutating func tellTone(_ key: Key, onset: Int, at: Int, _ report: (DigitEvent) -> Void) {
    tones.append(WaitingTone(key: key, onset: onset))
    held = .told(key, isUp: false)
    counts.byTone += 1
    report(.down(key, by: .tone, onset: onset, at: at))
  }
}
