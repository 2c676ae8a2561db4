import ACD

/// What one connection of the soak does.
enum SoakWay {
  /// A caller: sends frames, presses keys, goes when he has had enough.
  case call(Manners)
  /// One who means harm, or whose program is broken.
  case hostile(Hostile)

  /// How a caller's PBX behaves.
  struct Manners {
    /// Milliseconds a frame.
    var packet = 20
    /// Of a thousand frames, those that get lost.
    var lost = 0
    /// Sends no silence.
    var isQuiet = false
    /// Tells keys by messages, and takes their tones out, or lets the tones through.
    var tellsKeys = false
    var goes = Going.closes
  }
  enum Going: CaseIterable { case closes, leaves, resets }

  enum Hostile: String, CaseIterable {
    /// What is no such stream.
    case noise
    /// A stream that breaks off anywhere.
    case cutOff
    /// A byte a second.
    case drips
    /// Never says which call it is.
    case silent
    /// Never reads what it is sent.
    case deaf
    /// Sends as fast as it can.
    case floods
    /// Goes with a reset, at any stage.
    case resets
    /// Names a call that is under way.
    case twin
    /// Closes its half and still listens.
    case halfClosed
    /// Kinds nobody knows, and lengths of 0 and 65535.
    case oddFrames
    /// Comes and goes at once, and again, and again.
    case storm
  }

  /// By chance: five in a hundred are hostile.
  static func random(_ chance: inout SeededGenerator, hostile: Bool) -> SoakWay {
    if hostile, Int.random(in: 0..<100, using: &chance) < 5 {
      return .hostile(Hostile.allCases[Int.random(in: 0..<Hostile.allCases.count, using: &chance)])
    }
    var manners = Manners()
    manners.packet = Int.random(in: 0..<10, using: &chance) < 8 ? 20 : 60
    manners.lost = Int.random(in: 0..<10, using: &chance) < 8 ? 0 : 50
    manners.isQuiet = Int.random(in: 0..<10, using: &chance) == 0
    manners.tellsKeys = Bool.random(using: &chance)
    manners.goes =
      Int.random(in: 0..<10, using: &chance) < 8
      ? .closes : Going.allCases[Int.random(in: 0..<3, using: &chance)]
    return .call(manners)
  }

  /// What callers of the bank press, with everything between right and senseless.
  static func keys(_ chance: inout SeededGenerator) -> String {
    let known = ["12345678#12468", "87654321#11357", "110220330440#18642", "99999999#10000"]
    let account = known[Int.random(in: 0..<known.count, using: &chance)]
    let language = Bool.random(using: &chance) ? "1" : "2"
    switch Int.random(in: 0..<8, using: &chance) {
    case 0, 1: return language + "1" + account + (Bool.random(using: &chance) ? "14" : "3")
    case 2: return language + "31" + (Bool.random(using: &chance) ? "1" : "2")
    case 3: return language + "2"
    case 4: return language + "4"
    case 5: return language + "4" + "1"
    case 6: return ""
    default:
      let all = Array("0123456789*#")
      return String(
        (0..<Int.random(in: 1...20, using: &chance)).map { _ in
          all[Int.random(in: 0..<all.count, using: &chance)]
        })
    }
  }
}
