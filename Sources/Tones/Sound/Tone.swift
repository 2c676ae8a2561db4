/// A tone to be made: some frequencies at a time, one segment after another, once or over and over.
public struct Tone: Sendable, Equatable, Hashable {
  /// One sine of a segment.
  public struct Component: Sendable, Equatable, Hashable {
    public var hertz: Double
    public var levelDBm0: Double
    public init(hertz: Double, levelDBm0: Double) {
      self.hertz = hertz
      self.levelDBm0 = levelDBm0
    }
  }
  /// Some sines together for a while; none of them is silence.
  public struct Segment: Sendable, Equatable, Hashable {
    public var components: [Component]
    /// Nil: it does not end.
    public var milliseconds: Int?
    public init(_ components: [Component], milliseconds: Int?) {
      self.components = components
      self.milliseconds = milliseconds
    }
    public static func silence(milliseconds: Int?) -> Segment { Segment([], milliseconds: milliseconds) }
  }

  public var segments: [Segment]
  /// Starts again after the last segment.
  public var repeats: Bool
  /// How long a sounding segment takes to reach its level and to leave it, in a straight line within its
  /// length; short enough not to be heard as a swell, long enough not to click. 0 or less: sharp edges.
  public var fadeMilliseconds: Int

  public init(_ segments: [Segment], repeats: Bool = false, fadeMilliseconds: Int = 3) {
    self.segments = segments
    self.repeats = repeats
    self.fadeMilliseconds = fadeMilliseconds
  }

  /// A cadence: the same frequencies, on and off by turns; an empty `cadence` is a steady tone.
  /// - Parameters:
  ///   - levelDBm0: of all the frequencies together, which share it evenly.
  ///   - cadence: milliseconds on, off, on, off…
  public init(hertz: [Double], cadence: [Int] = [], levelDBm0: Double = -13, repeats: Bool = true) {
    let each = levelDBm0 - 10 * log10(Double(max(1, hertz.count)))
    let components = hertz.map { Component(hertz: $0, levelDBm0: each) }
    let segments = cadence.enumerated().map { Segment($0 % 2 == 0 ? components : [], milliseconds: $1) }
    self.init(segments.isEmpty ? [Segment(components, milliseconds: nil)] : segments, repeats: repeats)
  }

  /// The time once through; nil if a segment does not end.
  public var milliseconds: Int? {
    var sum = 0
    for segment in segments {
      guard let length = segment.milliseconds else { return nil }
      sum += max(0, min(length, Tone.longest))
    }
    return sum
  }

  /// No segment is longer than a day.
  static let longest = 86_400_000
}

extension Tone {
  /// DTMF digits (ITU-T Q.23), one after the other.
  /// - Parameters:
  ///   - levelDBm0: of the stronger tone of the two.
  ///   - twist: dB of the high tone over the low one; negative is the normal twist of a long line.
  ///   - milliseconds: how long each digit sounds. A fade must not eat into it: it is short.
  ///   - pause: silence after each digit.
  ///   - fadeMilliseconds: 1 clicks as little as a telephone does; 0 for edges as sharp as in a standard's test.
  public static func dtmf(
    _ keys: [Key], levelDBm0: Double = -7, twist: Double = 0, milliseconds: Int = 100, pause: Int = 100,
    fadeMilliseconds: Int = 1
  ) -> Tone {
    var segments: [Segment] = []
    for key in keys {
      let (low, high) = DTMFTones.frequencies(of: key)
      segments.append(
        Segment(
          [
            Component(hertz: low, levelDBm0: levelDBm0 - max(0, twist)),
            Component(hertz: high, levelDBm0: levelDBm0 + min(0, twist)),
          ], milliseconds: milliseconds))
      if pause > 0 { segments.append(.silence(milliseconds: pause)) }
    }
    return Tone(segments, fadeMilliseconds: fadeMilliseconds)
  }
}
