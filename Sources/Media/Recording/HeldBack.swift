import Tones

/// The last tenth of a second of a recording, kept back: by the time that a key is known to be one, its tone has
/// been going on for a while, and none of it may be in the file.
struct HeldBack {
  static let frames = 5
  private static let length = Telephony.frameLength

  private var left = [Int16](repeating: 0, count: HeldBack.frames * HeldBack.length)
  private var right = [Int16](repeating: 0, count: HeldBack.frames * HeldBack.length)
  private var isBlank = [Bool](repeating: false, count: HeldBack.frames)
  /// Frames that were put in, and taken out, so far.
  private var put = 0
  private var taken = 0

  /// Takes the next frame, and gives the oldest when there is no more room.
  mutating func add(
    _ mix: VoiceMix, _ frame: Span<Int16>, isBlank: Bool, _ give: (VoiceMix, Span<Int16>, Bool) -> Void
  ) {
    if put - taken == HeldBack.frames { next(give) }
    let place = put % HeldBack.frames
    for i in 0..<HeldBack.length {
      left[place * HeldBack.length + i] = Int16(clamping: mix[i])
      right[place * HeldBack.length + i] = i < frame.count ? frame[i] : 0
    }
    self.isBlank[place] = isBlank
    put += 1
  }
  /// Gives all that is left.
  mutating func empty(_ give: (VoiceMix, Span<Int16>, Bool) -> Void) { while taken < put { next(give) } }

  /// The last so many samples of what the leg sent are silence.
  mutating func silence(last count: Int) {
    let first = max(taken * HeldBack.length, put * HeldBack.length - max(0, count))
    for sample in first..<max(first, put * HeldBack.length) { left[sample % left.count] = 0 }
  }

  private mutating func next(_ give: (VoiceMix, Span<Int16>, Bool) -> Void) {
    let place = taken % HeldBack.frames
    var mix = VoiceMix()
    for i in 0..<HeldBack.length { mix[i] = Int32(left[place * HeldBack.length + i]) }
    give(
      mix, right.span.extracting((place * HeldBack.length)..<((place + 1) * HeldBack.length)), isBlank[place])
    taken += 1
  }
}
