/// A source text's bytes, made sure to be UTF-8 without NUL, and what was wrong with them.
struct SourceEncoding {
  /// What the lexer reads: the text itself, or with U+FFFD where it was broken. Empty when the file is of
  /// another encoding altogether.
  var bytes: [UInt8]
  /// The first byte after a byte-order mark.
  var start = 0
  /// Lines too long to be read, in order.
  var longLines: [Range<Int>] = []
  var faults: [Diagnostic] = []

  /// Bytes in a line; a spoken text has at most 4,000 characters.
  static let lineLimit = 65_536

  init(_ source: SourceText, file: Int) {
    bytes = source.bytes
    let scan = Scan(source.bytes)
    if let other = SourceEncoding.otherEncoding(of: source.bytes, scan) {
      faults.append(
        Diagnostic(
          "CF100", "this file is \(other.name), not UTF-8",
          at: SourceRange(SourcePosition(file: file, line: 1, column: 1)), hint: other.mend))
      bytes = []
      return
    }
    if let fault = scan.firstFault {
      let position = SourcePosition(file: file, line: fault.line, column: fault.column)
      if fault.byte == 0 {
        faults.append(
          Diagnostic(
            "CF100", "a NUL byte at byte offset \(fault.offset)", at: SourceRange(position),
            hint: "remove it; a text has none"))
      } else {
        let hex = String(fault.byte, radix: 16, uppercase: true)
        faults.append(
          Diagnostic(
            "CF100", "not UTF-8: byte 0x\(hex) at byte offset \(fault.offset)", at: SourceRange(position),
            hint: "save the file as UTF-8"))
      }
      let mended = source.bytes.contains(0) ? source.bytes.map { $0 == 0 ? 0xFF : $0 } : source.bytes
      bytes = Array(String(decoding: mended, as: UTF8.self).utf8)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    longLines = SourceEncoding.linesOverLimit(bytes)
  }

  /// UTF-16 and UTF-32 by their marks or their NULs, CP949 by its pairs of bytes.
  private static func otherEncoding(of bytes: [UInt8], _ scan: Scan) -> (name: String, mend: String)? {
    func mend(_ name: String) -> String {
      "save it as UTF-8, or convert it: iconv -f \(name) -t UTF-8 FILE > NEW"
    }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32", mend("UTF-32LE")) }
    if bytes.starts(with: [0xFF, 0xFE]) { return ("UTF-16", mend("UTF-16LE")) }
    if bytes.starts(with: [0xFE, 0xFF]) { return ("UTF-16", mend("UTF-16BE")) }
    guard scan.firstFault != nil else { return nil }
    var zeros = [0, 0]
    for (i, byte) in bytes.prefix(4096).enumerated() where byte == 0 { zeros[i & 1] += 1 }
    let half = min(bytes.count, 4096) / 2
    if half >= 4, zeros[1] * 3 > half, zeros[0] * 10 < half { return ("UTF-16", mend("UTF-16LE")) }
    if half >= 4, zeros[0] * 3 > half, zeros[1] * 10 < half { return ("UTF-16", mend("UTF-16BE")) }
    if scan.zeros == 0, scan.invalid > scan.multibyte, isPaired(bytes) {
      return ("CP949 (EUC-KR)", mend("CP949"))
    }
    return nil
  }

  /// Whether all bytes above ASCII stand in CP949's pairs, two pairs at least.
  private static func isPaired(_ bytes: [UInt8]) -> Bool {
    var pairs = 0
    var i = 0
    while i < bytes.count {
      if bytes[i] < 0x80 {
        i += 1
        continue
      }
      guard (0x81...0xFE).contains(bytes[i]), i + 1 < bytes.count else { return false }
      switch bytes[i + 1] {
      case 0x41...0x5A, 0x61...0x7A, 0x81...0xFE: pairs += 1
      default: return false
      }
      i += 2
    }
    return pairs >= 2
  }

  private static func linesOverLimit(_ bytes: [UInt8]) -> [Range<Int>] {
    guard bytes.count > lineLimit else { return [] }
    var out: [Range<Int>] = []
    var start = 0
    for (i, byte) in bytes.enumerated() where byte == 0x0A {
      if i - start > lineLimit { out.append(start..<i) }
      start = i + 1
    }
    if bytes.count - start > lineLimit { out.append(start..<bytes.count) }
    return out
  }

  /// One walk over the bytes: what is broken, and how much is not.
  private struct Scan {
    var firstFault: (offset: Int, byte: UInt8, line: Int, column: Int)?
    var invalid = 0
    var multibyte = 0
    var zeros = 0

    init(_ bytes: [UInt8]) {
      bytes.withUnsafeBufferPointer { buffer in
        var i = 0
        var line = 1
        var column = 1
        if buffer.count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { i = 3 }
        while i < buffer.count {
          let byte = buffer[i]
          if byte < 0x80, byte != 0 {
            if byte == 0x0A {
              line += 1
              column = 1
            } else {
              column += 1
            }
            i += 1
            continue
          }
          let length = Scan.sequenceLength(buffer, i)
          if length > 0 {
            multibyte += 1
            i += length
          } else {
            if firstFault == nil { firstFault = (i, byte, line, column) }
            if byte == 0 { zeros += 1 } else { invalid += 1 }
            i += 1
          }
          column += 1
        }
      }
    }

    /// The length of the well-formed sequence of two bytes or more that begins there, or 0 (Unicode, table
    /// 3-7).
    private static func sequenceLength(_ b: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int {
      func follows(_ k: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
        i + k < b.count && range.contains(b[i + k])
      }
      switch b[i] {
      case 0xC2...0xDF: return follows(1) ? 2 : 0
      case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
      case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
      case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
      case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
      case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
      case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
      default: return 0
      }
    }
  }
}
