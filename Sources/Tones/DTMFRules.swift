/// The rules by which sound is taken for a digit: every number that decides, with its reason.
///
/// A digit is a low and a high tone that fill a window of 30 ms. What must be accepted and what refused is
/// the strictest union of the AT&T/Bellcore and NTT requirements (ITU-T Q.24); where those leave room
/// between the two, a limit lies in the middle, so that noise on a good digit does not push it over.
enum DTMFRules {
  /// How far a tone may be from its frequency: 1.5 % must be heard, 3.5 % must not.
  static let frequencyTolerance: Float = 0.0205
  /// What is reported as a digit of a wrong frequency, not as another sound: half the way to the next row.
  static let frequencyNear: Float = 0.05

  /// Each tone's least level in dBm0: −25 must be heard, −55 must not.
  static let leastLevel = -35.0
  /// A digit weaker than `leastLevel` is reported as such down to here, in dBm0.
  static let leastNearLevel = -50.0

  /// The most that the low tone may be louder, in power (10.2 dB): 8 dB must be heard.
  static let normalTwist: Float = 10.5
  /// The most that the high tone may be louder, in power (7.8 dB): 4 dB must be heard, and an echo 10 dB down
  /// makes up to 5.7 dB of twist out of none.
  static let reverseTwist: Float = 6
  /// A twist beyond this, in power (20 dB), is a single tone, and no digit with a twist.
  static let nearTwist: Float = 100

  /// The least share of the window's energy that is the pair's: noise 4.8 dB below it leaves as much.
  static let leastShare: Float = 0.75
  /// The same without what lies above the DTMF band: there, voices have the rest of their harmonics.
  static let leastBandShare: Float = 0.97
  /// How much of what hiss takes from the first share is forgiven in the second: noise has its energy evenly
  /// over all frequencies, a voice has it in and below the DTMF band.
  static let hissAllowance: Float = 0.8
  /// Something with less of the pair in it than this is not even nearly a digit, unless only `leastShare`
  /// speaks against it.
  static let nearShare: Float = 0.85
  /// A refused pair with this much of the middle of its window is alone there.
  static let aloneShare: Float = 0.93

  /// The least power of a tone in each outer third of the window, against that in all of it: a tone that
  /// fills less than about 27 ms of the window has less. 40 ms must be heard, 24 ms must not.
  static let steadyShare: Float = 0.38

  /// Windows running that must agree, a block of 2.5 ms apart.
  static let confirmations = 2
  /// A held tone counts as present down to −7 dB of what it was.
  static let presentShare: Float = 0.2
  /// Blocks without it after which a digit is over, 27.5 ms: longer than a lost packet of 20 ms, shorter than
  /// the pause of 40 ms that must separate two digits.
  static let releaseBlocks = 11

  /// The least length of what is reported as refused, in samples: 15 ms.
  static let leastRefused = 120
  /// A tone shorter than this was refused for it, in samples: 40 ms must be heard, all else is luck.
  static let shortTone = 320
  /// The least distance between two reported refusals, in samples: 250 ms.
  static let refusalSpacing = 2000
}
