import Tones

/// Are there holes in sounds, as lost packets leave them? A hole is silent to the last bit, or nearly so, and shorter
/// than a pause between two keys; longer ones show in keys that come again at once.
struct PacketLoss {
  private(set) var holes = 0
  /// Milliseconds of them together.
  private var length = 0
  /// Keys that came again so soon that nobody pressed them.
  private(set) var repeated = 0
  private var lastKey: (key: Key, end: Int)?

  private static let least = 96, most = 312
  /// Two packets of 20 ms, or one of 60, and what the detector's window takes of a tone's ends.
  private static let soon = 560
  /// G.711's smallest steps, and a level that silence has not, of 32768.
  private static let silent = 8, loud = 400
  /// A wave is near 0 now and then: the loudest of so many samples before the hole, and after it.
  private static let edge = 40

  private var quiet = 0
  private var before = 0, edgeLeft = 0, after = 0
  private var recent = [Int](repeating: 0, count: edge)
  private var at = 0

  /// Takes samples at 8 kHz.
  mutating func see(_ telephone: [Int16]) {
    for sample in telephone {
      let size = abs(Int(sample))
      if edgeLeft > 0 {
        edgeLeft -= 1
        after = max(after, size)
        if edgeLeft == 0, after > Self.loud {
          holes += 1
          length += quietOfHole / 8
        }
      }
      if size <= Self.silent {
        if quiet == 0 { before = recent.max() ?? 0 }
        quiet += 1
      } else {
        if (Self.least...Self.most).contains(quiet), before > Self.loud {
          (edgeLeft, after, quietOfHole) = (Self.edge, size, quiet)
        }
        quiet = 0
      }
      recent[at] = size
      at = at + 1 == Self.edge ? 0 : at + 1
    }
  }
  private var quietOfHole = 0

  /// Takes a digit; in samples.
  mutating func digit(_ key: Key, onset: Int, length: Int) {
    if let lastKey, lastKey.key == key, onset - lastKey.end <= Self.soon { repeated += 1 }
    lastKey = (key, onset + length)
  }

  /// What to try; nil if there is no loss to speak of.
  /// - Parameter digits: how many were heard.
  func hint(digits: Int) -> String? {
    if holes >= 2 {
      return
        "\(holes) holes of about \(length / holes) ms in the sound: packets are lost, keys may be doubled or "
        + "missed; look at the network, or send digits as messages (RFC 4733)"
    }
    if repeated >= 3, repeated * 5 >= digits {
      return
        "\(repeated) keys come again at once: packets may be lost within keys, so that one counts twice; look "
        + "at the network, or send digits as messages (RFC 4733)"
    }
    return nil
  }
}
