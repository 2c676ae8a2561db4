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
  /// The least purity, which is the share without what lies above the DTMF band: there, voices have the rest
  /// of their harmonics.
  static let leastPurity: Float = 0.96
  /// How much of what hiss takes from the share is forgiven in the purity: noise has its energy evenly over
  /// all frequencies, a voice has it in and below the DTMF band.
  static let hissAllowance: Float = 0.8
  /// From this much energy below the band on, against the pair's (−11.5 dB), the sound may be a voice: it has
  /// its strongest harmonics there. Then hiss is forgiven nothing, for it may be harmonics too. Dial tone and
  /// the echo of a prompt are below the band as well, so that it alone refuses nothing. Noise that leaves
  /// `leastShare` has less of it: a sixth of its energy is there.
  static let soundBelow: Float = 0.07
  /// The least purity over such a sound. A dial tone 12 dB louder than the pair leaves 0.975.
  static let leastPurityOverSound: Float = 0.97

  /// A digit begins at once, a voice glides into it: 35 to 40 ms before it fills the window, the pair must
  /// not have had more than this of its power (−10 dB).
  static let absentShare: Float = 0.1
  /// For so many blocks after that was seen, 5 ms: noise may delay the moment in which a digit is sure.
  static let suddenBlocks = 2
  /// What did not begin at once, or not visibly so, must have this share of all that is in the DTMF band, in
  /// so many windows running: 20 ms more.
  static let leastShareGradual: Float = 0.985
  static let gradualConfirmations = 8

  /// Something with less of the pair in it than this is not even nearly a digit, unless only `leastShare`
  /// speaks against it.
  static let nearShare: Float = 0.82
  /// A refused pair with this much of the middle of its window is alone there.
  static let aloneShare: Float = 0.93

  /// The least power of a tone in a third of the window, against its strongest third: a digit is flat, but
  /// for an echo 10 dB down, which makes a step of up to 3.3 dB; a voice swells. A tone that fills less than
  /// about 27 ms of the window has less: 40 ms must be heard, 23 ms must not.
  static let steadyShare: Float = 0.38

  /// A held tone counts as present down to −7 dB of what it was.
  static let presentShare: Float = 0.2
  /// Blocks without it after which a digit is over, 27.5 ms: longer than a lost packet of 20 ms, shorter than
  /// the pause of 40 ms that must separate two digits.
  static let releaseBlocks = 11

  /// The same pair so soon after a digit is over, 200 ms, with less than `presentShare` of the power of each tone, is
  /// that digit's echo, or what is left of it: who presses a key twice does not press it 7 dB weaker.
  static let echoBlocks = 80

  /// The least length of what is reported as refused, in samples: 15 ms.
  static let leastRefused = 120
  /// A longer one is reported if so many windows, 20 ms apart, have it: a syllable glides through.
  static let refusedWindows = 2
  /// A tone shorter than this was refused for it, in samples: 40 ms must be heard, all else is luck.
  static let shortTone = 320
  /// The least distance between two reported refusals, in samples: 250 ms.
  static let refusalSpacing = 2000
}
