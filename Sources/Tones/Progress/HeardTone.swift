/// A call-progress tone that has been recognised.
public struct HeardTone: Sendable, Hashable, CustomStringConvertible {
  public var kind: CallProgress
  /// Whose tone it may be; empty for a busy tone of no country in the table, as private exchanges have.
  public var countries: CallProgress.Countries
  /// The sample at which its first burst began, as near as can be told.
  public var since: Int
  /// The sample by which it was recognised.
  public var at: Int
  /// One or two frequencies; the second is 0 when there is one. Of a special information tone the first two
  /// of its three.
  public var hertz: SIMD2<Float>
  /// Of all its frequencies together.
  public var levelDBm0: Double
  /// Bursts heard so far; 1 for a steady tone.
  public var bursts: Int
  /// What a special information tone of North America says.
  public var cause: SpecialInformation?

  /// `busy tone, 480 + 620 Hz, -20 dBm0 (kr us tw ph)`
  public var description: String {
    let name =
      switch kind {
      case .sit: "special information tone"
      case .ringback, .dial, .busy, .congestion: "\(kind.rawValue) tone"
      case .howler, .beep: kind.rawValue
      }
    var text = name
    if hertz.x > 0 { text += ", \(Int(hertz.x.rounded()))" }
    if hertz.y > 0 { text += " + \(Int(hertz.y.rounded()))" }
    if hertz.x > 0 { text += " Hz" }
    text += ", \(Int(levelDBm0.rounded())) dBm0"
    if let cause { text += " (\(cause.rawValue))" }
    if !countries.isEmpty { text += " (\(countries))" }
    return text
  }
}
