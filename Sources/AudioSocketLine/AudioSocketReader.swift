import Engine

/// What one frame of an AudioSocket stream says. Audio comes in pieces as it arrives.
enum AudioSocketEvent: Equatable, Sendable {
  /// The call's 16 bytes.
  case uuid(UUIDBytes)
  /// A digit as a message: one byte, meant to be ASCII.
  case digit(UInt8)
  case hangUp
  /// What the peer says went wrong.
  case failure(UInt8)
  /// A kind that this side does not know, or a known one of a wrong length: skipped, and counted.
  case skipped(kind: UInt8, length: Int)
  /// A frame of audio is in, whole: told behind its samples.
  case frame(rate: Int, samples: Int)
}

/// The 16 bytes that name a call on the bridge, high half first, as on the wire.
typealias UUIDBytes = LegID

/// Takes an AudioSocket byte stream apart: frames of a kind, a 16-bit length and as many bytes. Any length
/// and any split are fine. It keeps at most 16 bytes of a frame; audio is handed on as it comes.
struct AudioSocketReader: Sendable {
  /// Bytes of the header that are in, and of the payload that are to come.
  private var header = 0
  private var kind: UInt8 = 0
  private var length = 0
  private var left = 0
  /// The short payloads: a UUID, a digit, a failure.
  private var short = UUIDBytes(high: 0, low: 0)
  /// The first byte of a sample whose second has not come.
  private var half: UInt8?

  init() {}

  /// Whether the stream stands between two frames.
  var isBetweenFrames: Bool { header == 0 }

  /// - Parameters:
  ///   - audio: takes samples (little-endian on the wire) with the rate of their kind.
  mutating func read(
    _ bytes: Span<UInt8>, audio: (_ rate: Int, _ samples: Span<Int16>) -> Void,
    event: (AudioSocketEvent) -> Void
  ) {
    var at = 0
    while at < bytes.count || isComplete {
      if isComplete {
        finish(event)
        continue
      }
      switch header {
      case 0:
        kind = bytes[at]
        header = 1
        at += 1
      case 1:
        length = Int(bytes[at]) << 8
        header = 2
        at += 1
      case 2:
        length |= Int(bytes[at])
        left = length
        header = 3
        half = nil
        short = UUIDBytes(high: 0, low: 0)
        at += 1
      default:
        let count = min(left, bytes.count - at)
        take(bytes, from: at, count: count, audio)
        at += count
        left -= count
      }
    }
  }

  private var isComplete: Bool { header == 3 && left == 0 }

  private mutating func take(
    _ bytes: Span<UInt8>, from start: Int, count: Int, _ audio: (Int, Span<Int16>) -> Void
  ) {
    if let rate = AudioSocketKind.rate(kind) {
      takeAudio(bytes, from: start, count: count, rate, audio)
    } else if length <= 16 {
      for i in start..<(start + count) {
        short = UUIDBytes(high: short.high << 8 | short.low >> 56, low: short.low << 8 | UInt64(bytes[i]))
      }
    }
  }

  /// By pieces of a fixed size, so that nothing is allocated.
  private mutating func takeAudio(
    _ bytes: Span<UInt8>, from start: Int, count: Int, _ rate: Int, _ audio: (Int, Span<Int16>) -> Void
  ) {
    guard count > 0 else { return }
    var piece = InlineArray<160, Int16>(repeating: 0)
    var filled = 0
    var rest = bytes.extracting(start..<(start + count))
    if let low = half {
      piece[0] = Int16(truncatingIfNeeded: UInt16(rest[0]) << 8 | UInt16(low))
      filled = 1
      half = nil
      rest = rest.extracting(1...)
    }
    var at = 0
    while at + 1 < rest.count {
      let more = min(piece.count - filled, (rest.count - at) / 2)
      let raw = rest.bytes
      for i in 0..<more {
        // Within the rest by the line above.
        let sample = raw.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 2 &* i, as: Int16.self)
        piece[unchecked: filled &+ i] = Int16(littleEndian: sample)
      }
      at += 2 * more
      filled += more
      if filled == piece.count {
        audio(rate, piece.span)
        filled = 0
      }
    }
    if at < rest.count { half = rest[at] }
    if filled > 0 { audio(rate, piece.span.extracting(0..<filled)) }
  }

  private mutating func finish(_ event: (AudioSocketEvent) -> Void) {
    header = 0
    switch (kind, length) {
    case (AudioSocketKind.hangUp, _): event(.hangUp)
    case (AudioSocketKind.uuid, 16): event(.uuid(short))
    case (AudioSocketKind.digit, 1): event(.digit(UInt8(truncatingIfNeeded: short.low)))
    // A failure's code may be missing.
    case (AudioSocketKind.failure, 0...16): event(.failure(UInt8(truncatingIfNeeded: short.low)))
    default:
      if let rate = AudioSocketKind.rate(kind), length > 0 {
        event(.frame(rate: rate, samples: length / 2))
      } else {
        event(.skipped(kind: kind, length: length))
      }
    }
  }
}

/// The kinds of frames of the protocol.
enum AudioSocketKind {
  static let hangUp: UInt8 = 0x00
  static let uuid: UInt8 = 0x01
  static let digit: UInt8 = 0x03
  /// 16-bit linear, 8 kHz.
  static let audio: UInt8 = 0x10
  static let failure: UInt8 = 0xFF

  /// Samples a second of an audio kind: 16-bit linear, mono; nil for any other kind.
  static func rate(_ kind: UInt8) -> Int? {
    switch kind {
    case 0x10: 8_000
    case 0x11: 12_000
    case 0x12: 16_000
    case 0x13: 24_000
    case 0x14: 32_000
    case 0x15: 44_100
    case 0x16: 48_000
    case 0x17: 96_000
    case 0x18: 192_000
    default: nil
    }
  }
}
