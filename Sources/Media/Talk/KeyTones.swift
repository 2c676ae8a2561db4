import Tones

/// The tones of keys that a leg pressed without a sound, for one who hears it: one after the other.
struct KeyTones {
  private static let tone = Telephony.samples(milliseconds: 100)
  private static let pause = Telephony.samples(milliseconds: 60)
  /// By the keys' raw values, each as long as a tone.
  private static let samples: [Int16] = Key.allCases.sorted { $0.rawValue < $1.rawValue }.flatMap {
    ToneGenerator.samples(of: .dtmf([$0], milliseconds: 100, pause: 0), limit: 100)
  }
  /// Makes them, so that nobody waits for it later.
  static func prepare() { _ = samples.count }

  private var heard: Int
  private var key: Key?
  /// Samples of the tone and its pause that are out.
  private var done = 0

  init(after count: Int) { heard = count }

  mutating func add(from ring: VoiceRing, to mix: inout VoiceMix) {
    let pressed = ring.keysPressed
    guard key != nil || pressed != heard else { return }
    heard = max(heard, pressed - VoiceRing.keyCapacity)
    for i in 0..<VoiceMix.length {
      if key == nil {
        guard heard < pressed else { return }
        (key, done) = (ring.key(heard), 0)
        heard += 1
      }
      if let key, done < KeyTones.tone {
        let place = Int(key.rawValue) * KeyTones.tone + done
        if place < KeyTones.samples.count { mix[i] += Int32(KeyTones.samples[place]) }
      }
      done += 1
      if done >= KeyTones.tone + KeyTones.pause { key = nil }
    }
  }
}
