/// How the samples of a WAV file are laid out, from its format chunk.
struct WAVLayout {
  enum Coding: Equatable {
    case unsigned8, signed16, signed24, signed32, float32, float64
    case law(G711)
    var bytes: Int {
      switch self {
      case .unsigned8, .law: 1
      case .signed16: 2
      case .signed24: 3
      case .signed32, .float32: 4
      case .float64: 8
      }
    }
  }
  let coding: Coding
  let channels: Int
  let sampleRate: Int
  var frameBytes: Int { channels * coding.bytes }

  init(_ bytes: [UInt8], _ chunk: WAVChunks.Chunk) throws(WAVError) {
    guard chunk.range.count >= 16 else { throw .missing("a whole format chunk") }
    let at = chunk.range.lowerBound
    var format = Int(bytes.littleEndian16(at))
    channels = Int(bytes.littleEndian16(at + 2))
    sampleRate = Int(bytes.littleEndian32(at + 4))
    let align = Int(bytes.littleEndian16(at + 12))
    let bits = Int(bytes.littleEndian16(at + 14))
    if format == 0xFFFE {
      // WAVE_FORMAT_EXTENSIBLE: the format is the first two bytes of the GUID at its end.
      guard chunk.range.count >= 26 else { throw .missing("a whole format chunk") }
      format = Int(bytes.littleEndian16(at + 24))
    }
    switch (format, bits) {
    case (1, 8): coding = .unsigned8
    case (1, 9...16): coding = .signed16
    case (1, 17...24): coding = .signed24
    case (1, 25...32): coding = .signed32
    case (1, _): throw .bits(bits, format: "linear")
    case (3, 32): coding = .float32
    case (3, 64): coding = .float64
    case (3, _): throw .bits(bits, format: "float")
    case (6, 8): coding = .law(.aLaw)
    case (6, _): throw .bits(bits, format: "A-law")
    case (7, 8): coding = .law(.muLaw)
    case (7, _): throw .bits(bits, format: "μ-law")
    default: throw .format(format)
    }
    guard Resampler.rates.contains(sampleRate) else { throw .sampleRate(sampleRate) }
    guard channels > 0 else { throw .channels(channels) }
    guard align == frameBytes else { throw .blockAlign(align, expected: frameBytes) }
  }

  /// The frames from `start` on, which the caller knows to be there: one channel of them, or all mixed.
  func decode(_ bytes: [UInt8], _ start: Int, frames: Int, channel: Int? = nil) -> [Int16] {
    var samples = [Int16](repeating: 0, count: frames)
    var at = start
    for i in 0..<frames {
      if channels == 1, coding == .signed16 {
        samples[i] = Int16(bitPattern: bytes.littleEndian16(at))
        at += 2
        continue
      }
      if let channel {
        samples[i] = Int16(limiting: value(bytes, at + channel * coding.bytes))
        at += frameBytes
        continue
      }
      var sum: Float = 0
      for _ in 0..<channels {
        sum += value(bytes, at)
        at += coding.bytes
      }
      samples[i] = Int16(limiting: sum / Float(channels))
    }
    return samples
  }

  /// One value, scaled to 16 bits.
  private func value(_ bytes: [UInt8], _ at: Int) -> Float {
    switch coding {
    case .unsigned8: return Float(Int(bytes[at]) - 128) * 256
    case .signed16: return Float(Int16(bitPattern: bytes.littleEndian16(at)))
    case .signed24:
      let low = UInt32(bytes[at]) << 8 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 24
      return Float(Int32(bitPattern: low)) / 65536
    case .signed32: return Float(Int32(bitPattern: bytes.littleEndian32(at))) / 65536
    case .float32: return limited(Float(bitPattern: bytes.littleEndian32(at)))
    case .float64:
      let bits = UInt64(bytes.littleEndian32(at)) | UInt64(bytes.littleEndian32(at + 4)) << 32
      return limited(Float(Double(bitPattern: bits)))
    case .law(let law): return Float(law.decode(bytes[at]))
    }
  }
  /// Floats are ±1; what is beyond, or no number, must not spoil the other channels.
  private func limited(_ value: Float) -> Float {
    value == value ? max(-1, min(1, value)) * 32768 : 0
  }
}
