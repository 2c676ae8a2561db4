/// Reads a WAV file a piece at a time, however long it is or while it is still being written.
///
/// The same kinds as `WAVFile`, with the format chunk before the data chunk, as all programs write it. No
/// size in the file is trusted, and no more than a frame is kept besides the piece that is fed.
public struct WAVStream: Sendable {
  /// What the header says of the sound.
  public struct Format: Sendable, Equatable {
    /// Hz.
    public var sampleRate: Int
    public var channels: Int
    /// Bits a sample.
    public var bits: Int
    /// The law by which samples are coded; nil for linear ones.
    public var law: G711?
  }
  private enum State: Sendable {
    case riff
    case chunks
    /// Bytes of a chunk that is passed over.
    case skipping(Int)
    /// A data chunk of size 0 that begins at this byte: sound, if what comes next is no chunk.
    case unsized(Int)
    /// Bytes of sound that are left; nil for all that come.
    case data(left: Int?)
    case over
  }
  private var state = State.riff
  private var pending: [UInt8] = []
  private var riffSize: UInt32 = 0
  private var layout: WAVLayout?
  private var channel: Int?
  /// The header's sizes were never filled in: a recorder was stopped, or wrote to a pipe.
  public private(set) var isUnfinished = false
  private var isEndless = false
  private var cutInFrame = false
  /// Bytes that are pending no more.
  private var passed = 0
  private var frames = 0

  /// - Parameter channel: which to read, from 0; nil mixes all.
  public init(channel: Int? = nil) { self.channel = channel }

  /// Nil until the header has been read.
  public var format: Format? {
    layout.map { layout in
      var law: G711?
      if case .law(let coding) = layout.coding { law = coding }
      return Format(
        sampleRate: layout.sampleRate, channels: layout.channels, bits: 8 * layout.coding.bytes, law: law)
    }
  }

  /// Takes the next bytes and appends the samples that they complete.
  /// - Throws: what is wrong with the file; `channels` for a channel that it does not have.
  public mutating func feed(_ bytes: some Sequence<UInt8>, into output: inout [Int16]) throws(WAVError) {
    pending.append(contentsOf: bytes)
    var at = 0
    reading: while true {
      let count = pending.count - at
      switch state {
      case .riff:
        guard count >= 12 else { break reading }
        guard pending.starts(with: "RIFF".utf8), pending[8..<12].elementsEqual("WAVE".utf8) else {
          _ = try WAVChunks(pending)
          throw .notWAV(looksLike: nil)
        }
        riffSize = pending.littleEndian32(4)
        at += 12
        state = .chunks
      case .chunks:
        guard count >= 8 else { break reading }
        let size = pending.littleEndian32(at + 4)
        let id = pending[at..<(at + 4)]
        if id.elementsEqual("fmt ".utf8), layout == nil {
          let wanted = min(Int(size), 40)
          guard count >= 8 + wanted else { break reading }
          let layout = try WAVLayout(pending, WAVChunks.Chunk(range: (at + 8)..<(at + 8 + wanted)))
          if let channel, channel < 0 || channel >= layout.channels { throw .channels(layout.channels) }
          self.layout = layout
          at += 8 + wanted
          state = .skipping(Int(size) - wanted + Int(size & 1))
        } else if id.elementsEqual("data".utf8) {
          guard layout != nil else { throw .missing("a format chunk before its data") }
          at += 8
          isEndless = WAVChunks.isEndless(Int(size))
          state = size == 0 ? .unsized(passed + at) : .data(left: size == .max ? nil : Int(size))
        } else {
          at += 8
          state = .skipping(Int(size) + Int(size & 1))
        }
      case .unsized(let start):
        guard let sound = WAVChunks.isUnfilled(riff: riffSize, dataAt: start, pending[at...]) else {
          break reading
        }
        isUnfinished = sound
        state = sound ? .data(left: nil) : .over
      case .skipping(let left):
        let n = min(left, count)
        at += n
        if n < left {
          state = .skipping(left - n)
          break reading
        }
        state = .chunks
      case .data(let left):
        guard let layout else { throw .missing("a format chunk") }
        let whole = min(left ?? count, count) / layout.frameBytes
        if whole > 0 {
          output += layout.decode(pending, at, frames: whole, channel: channel)
          frames += whole
          at += whole * layout.frameBytes
        }
        guard let left else { break reading }
        let rest = left - whole * layout.frameBytes
        state = rest < layout.frameBytes ? .over : .data(left: rest)
        if rest >= layout.frameBytes { break reading }
        if rest > 0 { cutInFrame = true }
      case .over:
        at = pending.count
        break reading
      }
    }
    pending.removeFirst(at)
    passed += at
  }

  /// The file has ended.
  /// - Returns: true if it ended before its header says, or was never finished.
  /// - Throws: what is missing, when it has no sample.
  public func finish() throws(WAVError) -> Bool {
    switch state {
    case .riff:
      _ = try WAVChunks(pending)
      throw .notWAV(looksLike: nil)
    case .chunks, .skipping: throw .missing(layout == nil ? "a format chunk" : "a data chunk")
    case .data(let left):
      guard frames > 0 else { throw left == nil ? .empty : .missing("samples") }
      return isUnfinished || (left != nil && !isEndless) || !pending.isEmpty
    case .unsized: throw .empty
    case .over:
      guard frames > 0 else { throw .empty }
      return cutInFrame
    }
  }
}
