/// A text that espeak-ng may be given: bounded, without control characters, Korean as it sounds. It is never given with the flags
/// for SSML or phonemes, so that nothing in it is interpreted: with them a text could read files and start
/// programs. A control character would interpret too: the library takes commands after U+0001.
struct SpokenText {
  /// Characters.
  static let longest = 4000

  let text: String

  init(_ raw: String) throws(EspeakError) {
    var text = ""
    var count = 0
    for scalar in raw.unicodeScalars {
      count += 1
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: text.unicodeScalars.append(" ")
      case 0..<0x20, 0x7F..<0xA0: throw .controlCharacter(scalar.value)
      default: text.unicodeScalars.append(scalar)
      }
      // Combining marks make one character of any number of scalars: count these, and not all of a flood.
      guard count <= Self.longest else { throw .textTooLong(raw.unicodeScalars.count) }
    }
    self.text = KoreanSound.respelled(text)
  }

  /// A text without words: the voice is looked up all the same.
  static let nothing = SpokenText()
  private init() { text = "" }

  /// Nothing in it can be spoken.
  var isBlank: Bool { text.unicodeScalars.allSatisfy { $0.properties.isWhitespace } }
}
