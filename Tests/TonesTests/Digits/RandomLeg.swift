import Tones

/// Random presses on a leg, each sent as tone, message, both, or with leaks, within the bounds of the rule.
struct RandomLeg: CustomStringConvertible {
  /// What a leg does with its callers' keys.
  enum Habit: CaseIterable, Sendable { case tones, messages, both, beginningLeaks, endLeaks, anyWay }
  struct Press {
    var key: Key
    /// Milliseconds; nil for no tone, no message.
    var tone: Range<Int>?
    var message: Int?
    /// The bridge sends no sound meanwhile.
    var lost: Range<Int>?
  }
  private var sent: [Press] = []
  private var samples: [Int16] = []
  private var frames: [Int] = []

  init(_ habit: Habit, _ chance: inout Xorshift) {
    var now = 100
    var lastMessage = 0
    for _ in 0..<8 {
      let key = Key.allCases[Int.random(in: 4...6, using: &chance)]
      var way = habit
      if habit == .anyWay {
        way = [.tones, .messages, .both, .beginningLeaks, .endLeaks].randomElement(using: &chance) ?? .both
        // What came one way only is told apart from the next press of its key by the time between them.
        if let last = sent.last(where: { $0.key == key }) {
          let wait = last.tone.map { $0.count <= 80 ? 2400 : 500 } ?? 500
          now = max(now, max(last.tone?.upperBound ?? 0, last.message ?? 0) + wait)
        }
      }
      let end = now + Int.random(in: 50...(Bool.random(using: &chance) ? 120 : 1200), using: &chance)
      let early = Int.random(in: -100...0, using: &chance), late = Int.random(in: 0...100, using: &chance)
      // A press that only its message tells comes in the order of presses if that is not too late.
      let soon = Int.random(in: 0...40, using: &chance)
      let leak = min(Int.random(in: 20...60, using: &chance), end - now)
      var press = Press(key: key)
      switch way {
      case .tones: press.tone = now..<end
      case .messages:
        press.message = end + soon
        if Bool.random(using: &chance) { press.lost = now..<end }
      case .both, .anyWay:
        press.tone = now..<end
        press.message = end + (Bool.random(using: &chance) ? early : late)
      case .beginningLeaks:
        press.tone = now..<(now + leak)
        press.message = end + soon
      case .endLeaks:
        press.tone = (end - leak)..<end
        press.message = end + (Bool.random(using: &chance) ? early : soon)
      }
      // Messages keep their order.
      if let message = press.message {
        press.message = max(message, lastMessage)
        lastMessage = max(message, lastMessage)
      }
      sent.append(press)
      now = end + Int.random(in: 40...(Bool.random(using: &chance) ? 60 : 400), using: &chance)
    }
    samples = [Int16](repeating: 0, count: (max(now, lastMessage) + 300) * 8)
    for press in sent {
      guard let tone = press.tone else { continue }
      let sound = ToneGenerator.samples(
        of: .dtmf([press.key], levelDBm0: -10, milliseconds: tone.count, pause: 0))
      for (i, sample) in sound.enumerated() where tone.lowerBound * 8 + i < samples.count {
        samples[tone.lowerBound * 8 + i] = sample
      }
    }
    var left = samples.count
    while left > 0 {
      frames.append(min(left, Int.random(in: 1...160, using: &chance)))
      left -= frames[frames.count - 1]
    }
  }

  var presses: String { sent.map(\.key).text }

  /// The keys that an ear told.
  func told() -> String {
    var ear = DigitEar()
    var keys: [Key] = []
    var downs: [Key] = []
    func hear(_ event: DigitEvent) {
      switch event {
      case .down(let key, _, _, _):
        keys.append(key)
        downs.append(key)
      case .up(let key, _, _): downs.removeAll { $0 == key }
      }
    }
    var messages = sent.compactMap { press in press.message.map { (at: $0 * 8, key: press.key) } }[...]
    var at = 0
    for frame in frames {
      if sent.contains(where: {
        $0.lost?.contains(at / 8) == true && $0.lost?.contains((at + frame) / 8) == true
      }) {
        ear.gap(frame, hear)
      } else {
        ear.feed(Array(samples[at..<(at + frame)]), hear)
      }
      at += frame
      while let message = messages.first, message.at <= at {
        ear.message(message.key.ascii, hear)
        messages.removeFirst()
      }
    }
    ear.finish(hear)
    return keys.text + (downs.isEmpty ? "" : " still down: \(downs.text)")
  }

  var description: String {
    sent.map { press in
      "\(press.key.character)\(press.tone.map { " tone \($0)" } ?? "")\(press.message.map { " message \($0)" } ?? "")"
    }.joined(separator: ", ")
  }
}
