/// The sound of a WAV file as 16-bit mono samples at the file's own rate, and such samples as a WAV file.
///
/// Read: linear PCM of 8, 16, 24 and 32 bits, float of 32 and 64 bits, A-law, μ-law, each also as
/// `WAVE_FORMAT_EXTENSIBLE`; 4…192 kHz; any number of channels, which are mixed to one.
public struct WAVFile: Sendable, Equatable {
  public var samples: [Int16]
  /// Hz.
  public var sampleRate: Int
  /// Channels in the file, before they were mixed.
  public var channels: Int
  /// The file ends before its header says, or was never finished; what is there has been read.
  public var truncated: Bool

  public init(samples: [Int16], sampleRate: Int = Telephony.sampleRate) {
    self.samples = samples
    self.sampleRate = sampleRate
    channels = 1
    truncated = false
  }

  /// Reads the bytes of a file. No size in them is trusted.
  public init(bytes: [UInt8]) throws(WAVError) {
    let chunks = try WAVChunks(bytes)
    guard let format = chunks.format else { throw .missing("a format chunk") }
    guard let data = chunks.data else { throw .missing("a data chunk") }
    let layout = try WAVLayout(bytes, format)
    let frames = data.range.count / layout.frameBytes
    guard frames > 0 else { throw chunks.truncated ? .missing("samples") : .empty }
    sampleRate = layout.sampleRate
    channels = layout.channels
    truncated = chunks.truncated || data.range.count % layout.frameBytes != 0
    samples = layout.decode(bytes, data.range.lowerBound, frames: frames)
  }

  /// The samples at the telephone's 8 kHz.
  /// - Throws: `WAVError.sampleRate` for a rate that was set outside 4000…192000.
  public func telephone() throws(WAVError) -> [Int16] {
    if sampleRate == Telephony.sampleRate { return samples }
    guard let resampler = Resampler(from: sampleRate, to: Telephony.sampleRate) else {
      throw .sampleRate(sampleRate)
    }
    return resampler.convert(samples)
  }

  /// A file of 16-bit linear mono samples. What is beyond 4 GB is left out.
  public static func bytes(_ samples: [Int16], sampleRate: Int = Telephony.sampleRate) -> [UInt8] {
    let count = min(samples.count, largestCount)
    var bytes = header(sampleCount: count, sampleRate: sampleRate)
    bytes.reserveCapacity(bytes.count + 2 * count)
    for sample in samples.prefix(count) { bytes.append(littleEndian: UInt16(bitPattern: sample)) }
    return bytes
  }
  public var bytes: [UInt8] { Self.bytes(samples, sampleRate: sampleRate) }

  /// The first 44 bytes of a file of 16-bit linear samples, mono unless more channels are told. A recorder
  /// writes the header of no samples first, appends samples (little-endian), and writes the true header over
  /// it.
  /// - Parameter sampleCount: of all channels together.
  public static func header(
    sampleCount: Int, sampleRate: Int = Telephony.sampleRate, channels: Int = 1
  ) -> [UInt8] {
    let channels = max(1, min(channels, 8))
    let dataBytes = UInt32(max(0, min(sampleCount, largestCount)) * 2)
    let rate = UInt32(clamping: max(0, min(sampleRate, Int(UInt32.max) / 16)))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerLength)
    bytes.append(contentsOf: "RIFF".utf8)
    bytes.append(littleEndian: dataBytes + 36)
    bytes.append(contentsOf: "WAVEfmt ".utf8)
    bytes.append(littleEndian: UInt32(16))
    bytes.append(littleEndian: UInt16(1))
    bytes.append(littleEndian: UInt16(channels))
    bytes.append(littleEndian: rate)
    bytes.append(littleEndian: rate * 2 * UInt32(channels))
    bytes.append(littleEndian: UInt16(2 * channels))
    bytes.append(littleEndian: UInt16(16))
    bytes.append(contentsOf: "data".utf8)
    bytes.append(littleEndian: dataBytes)
    return bytes
  }
  public static let headerLength = 44
  private static let largestCount = (Int(UInt32.max) - 36) / 2
}

extension [UInt8] {
  /// Appends a number, its lowest byte first.
  public mutating func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
