import Tones

/// What a line that echoes costs: the ear with what is played as a reference, apart from the ear alone.
enum EchoBench {
  static let title = "ear with echo reference"
  private static let seconds = 60

  /// Times real time, a value a turn: a voice is played all the time and comes back 65 ms later, 12 dB down.
  static func speed(seed: UInt64, turns: Int) -> [Double] {
    var sounds = EarSounds(seed: seed)
    let played = sounds.talking().samples
    let delay = 520, length = min(played.count, seconds * Telephony.sampleRate)
    let frames = length / Telephony.frameLength
    let heard = (0..<length).map { $0 < delay ? 0 : played[$0 - delay] / 4 }
    return (0..<turns).map { _ in
      var detector = DTMFDetector(), echo = EchoGuard()
      var digits = 0
      let watch = Stopwatch()
      for frame in 0..<frames {
        let range = (frame * Telephony.frameLength)..<((frame + 1) * Telephony.frameLength)
        echo.played(played[range].span)
        echo.feed(heard[range].span, to: &detector) { if case .down = $0 { digits += 1 } }
      }
      let user = max(watch.elapsed.user, 1e-6)
      // The count keeps the optimiser from leaving the work out.
      return digits < 0 ? 0 : Double(length) / Double(Telephony.sampleRate) / user
    }
  }
}
