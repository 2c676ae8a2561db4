/// Why bytes are not a WAV file that can be played. Each says what is wrong and how to mend it.
public enum WAVError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are something else; `looksLike` names it if it is known.
  case notWAV(looksLike: String?)
  /// The file ends, or its chunks end, before this part of it.
  case missing(String)
  /// A format number of the WAV registry that is not linear, float, A-law or μ-law.
  case format(Int)
  case bits(Int, format: String)
  case sampleRate(Int)
  case channels(Int)
  /// The size of a frame in the header contradicts channels and bits.
  case blockAlign(Int, expected: Int)
  case empty

  static let mend = "make one with: sox IN -r 8000 -c 1 -b 16 OUT.wav"

  public var description: String {
    switch self {
    case .notWAV(let what?): "not a WAV file but \(what); \(Self.mend)"
    case .notWAV(nil): "not a WAV file (it does not begin with RIFF … WAVE); \(Self.mend)"
    case .missing(let part): "a WAV file without \(part): it was cut short or never finished; copy it again"
    case .format(let tag): "WAV format \(tag) (\(Self.name(of: tag))) is not read; \(Self.mend)"
    case .bits(let bits, let format):
      "\(bits) bits a sample in a WAV file of \(format) samples are not read; \(Self.mend)"
    case .sampleRate(let rate): "a sample rate of \(rate) Hz is outside 4000…192000; \(Self.mend)"
    case .channels(let count): "a WAV file of \(count) channels; \(Self.mend)"
    case .blockAlign(let size, let expected):
      "the WAV header says \(size) bytes a frame where its channels and bits make \(expected); \(Self.mend)"
    case .empty: "a WAV file without a single sample; record it again"
    }
  }

  private static func name(of format: Int) -> String {
    switch format {
    case 2: "Microsoft ADPCM"
    case 0x11: "IMA ADPCM"
    case 0x31: "GSM 6.10"
    case 0x50, 0x55: "MPEG"
    case 0xFF: "AAC"
    default: "a compressed kind"
    }
  }
}
