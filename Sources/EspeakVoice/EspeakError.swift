/// Why espeak-ng did not speak. Each says in one line what is wrong and how to mend it.
public enum EspeakError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The library is there, its data (voices, dictionaries) are not.
  case noData
  case noVoice(String, near: [String])
  /// Characters in a text that had more than are spoken at once.
  case textTooLong(Int)
  /// A NUL or another control character, its code.
  case controlCharacter(UInt32)
  /// The text would speak for longer than this many seconds.
  case speechTooLong(Int)
  /// Nobody waits for it any more.
  case cancelled
  /// A status of the library that is none of these.
  case failed(Int)

  public var description: String {
    switch self {
    case .noData: "espeak-ng's voices are missing; install them: apt-get install espeak-ng-data"
    case .noVoice(let name, near: let near) where near.isEmpty:
      "espeak-ng has no voice \"\(name)\"; they are listed by: espeak-ng --voices (apt-get install espeak-ng)"
    case .noVoice(let name, near: let near):
      "espeak-ng has no voice \"\(name)\"; near it: \(near.joined(separator: ", "))"
    case .textTooLong(let count):
      "a text of \(count) characters is over \(SpokenText.longest); divide it into several pieces"
    case .controlCharacter(let code):
      "a text holds the control character U+\(String(code, radix: 16, uppercase: true)); take it out"
    case .speechTooLong(let seconds):
      "a text speaks for over \(seconds) s; divide it into several pieces"
    case .cancelled: "the speech was given up before it was ready"
    case .failed(let status): "espeak-ng failed with status \(status)"
    }
  }
}
