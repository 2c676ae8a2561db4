/// Where the two chunks that matter lie in the bytes of a WAV file.
struct WAVChunks {
  struct Chunk: Equatable { var range: Range<Int> }
  var format: Chunk?
  var data: Chunk?
  /// The data chunk is longer in its header than in the file, or its header was never filled in.
  var truncated = false

  init(_ bytes: [UInt8]) throws(WAVError) {
    guard bytes.starts(with: "RIFF".utf8), bytes.count >= 12, bytes[8..<12].elementsEqual("WAVE".utf8) else {
      throw .notWAV(looksLike: Self.guess(bytes))
    }
    var at = 12
    while bytes.count - at >= 8, format == nil || data == nil {
      let id = bytes[at..<(at + 4)]
      let size = Int(bytes.littleEndian32(at + 4))
      let start = at + 8
      let there = min(size, bytes.count - start)
      if id.elementsEqual("fmt ".utf8), format == nil {
        format = Chunk(range: start..<(start + there))
      } else if id.elementsEqual("data".utf8), data == nil {
        if size == 0, Self.isUnfilled(riff: bytes.littleEndian32(4), dataAt: start, bytes[start...]) == true {
          // A recorder that was stopped before it could fill in the sizes.
          data = Chunk(range: start..<bytes.count)
          truncated = true
          return
        }
        data = Chunk(range: start..<(start + there))
        truncated = there < size && !Self.isEndless(size)
      }
      at = start + there + (there & 1)
    }
  }

  /// A program that writes to a pipe cannot know the size: some say 4 GB, some about 2 GB, and the sound goes
  /// on to the end.
  static func isEndless(_ size: Int) -> Bool { size >= 0x7FFF_0000 }

  /// Whether sound lies behind the header of a data chunk of size 0, and not the next chunk.
  /// - Returns: nil when more bytes must be seen.
  static func isUnfilled(riff: UInt32, dataAt: Int, _ next: ArraySlice<UInt8>) -> Bool? {
    if next.isEmpty { return nil }
    if riff == .max || Int(riff) + 8 <= dataAt { return true }
    // A chunk's name is four letters, digits or spaces.
    return next.count < 4 ? nil : !next.prefix(4).allSatisfy { (0x20...0x7E).contains($0) }
  }

  private static func guess(_ bytes: [UInt8]) -> String? {
    let known: [(String, String)] = [
      ("RIFX", "a big-endian RIFX file"), ("RF64", "an RF64 file (a WAV file of over 4 GB)"),
      ("ID3", "an MP3 file"), ("OggS", "an Ogg file"), ("fLaC", "a FLAC file"), ("FORM", "an AIFF file"),
      (".snd", "a Sun audio file"), ("#!AMR", "an AMR file"), ("RIFF", "another RIFF file (perhaps AVI)"),
      ("<", "text or XML"), ("{", "text or JSON"),
    ]
    if bytes.isEmpty { return "an empty file" }
    // The first frame of layer III of MPEG 1 or 2, at a bit rate and sampling rate that there are. Two bytes of
    // ones alone are also a sample of -1.
    if bytes.count > 2, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF2, bytes[2] >> 4 != 15, bytes[2] >> 4 != 0,
      bytes[2] & 0x0C != 0x0C
    {
      return "an MP3 file"
    }
    if bytes.count > 8, bytes[4..<8].elementsEqual("ftyp".utf8) { return "an MP4 file" }
    return known.first { bytes.starts(with: $0.0.utf8) }?.1
  }
}

extension [UInt8] {
  /// The caller has made sure of the bounds.
  func littleEndian16(_ at: Int) -> UInt16 { UInt16(self[at]) | UInt16(self[at + 1]) << 8 }
  func littleEndian32(_ at: Int) -> UInt32 {
    UInt32(littleEndian16(at)) | UInt32(littleEndian16(at + 2)) << 16
  }
}
