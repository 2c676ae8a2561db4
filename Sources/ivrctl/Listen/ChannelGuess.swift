import Tones

/// Has one channel digits that the mix of two has not? Hears the first minute of each alone.
struct ChannelGuess {
  private var decoders = [SoundDecoder(.wav(channel: 0)), SoundDecoder(.wav(channel: 1))]
  private var detectors = [DTMFDetector(), DTMFDetector()]
  private(set) var keys = [[Key]](repeating: [], count: 2)
  /// Samples at 8 kHz.
  private var left = 60 * Telephony.sampleRate

  /// Takes the file's bytes, from its beginning.
  /// - Returns: the first channel's samples, as they are in the file.
  mutating func see(_ bytes: ArraySlice<UInt8>) -> [Int16] {
    guard left > 0 else { return [] }
    var first: [Int16] = []
    for i in 0...1 {
      // A file of one channel ends it; what is wrong with the file is told by who reads it.
      guard let (own, telephone) = try? decoders[i].feed(bytes) else {
        left = 0
        return first
      }
      if i == 0 { first = own }
      if i == 1 { left -= telephone.count }
      detectors[i].feed(telephone) { event in
        if case .down(let key, _, _) = event { keys[i].append(key) }
      }
    }
    return first
  }

  /// The channels, counted from 1, each with what it says alone, if the mix says less.
  func hint(heard: Int) -> String? {
    guard let most = keys.map(\.count).max(), most > heard else { return nil }
    func words(_ i: Int) -> String {
      let text = keys[i].prefix(16).map { String($0.character) }.joined()
      return "\(i + 1) has " + (text.isEmpty ? "none" : text + (keys[i].count > 16 ? "…" : ""))
    }
    return "two channels were mixed, and keys are lost by it: alone, channel \(words(0)), \(words(1)); "
      + "hear one with --channel"
  }
}
