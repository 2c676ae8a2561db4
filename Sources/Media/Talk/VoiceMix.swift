import Tones

/// A frame of several voices, before it is limited to what a sample holds.
struct VoiceMix {
  private var sums = InlineArray<160, Int32>(repeating: 0)

  static var length: Int { Telephony.frameLength }

  subscript(index: Int) -> Int32 {
    get { sums[index] }
    set { sums[index] = newValue }
  }
}
