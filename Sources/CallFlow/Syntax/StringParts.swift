/// Gathers the characters and values of a string.
struct StringParts {
  private var parts: [StringPart] = []
  private var pending: [UInt8] = []
  /// All of it as text, values as written.
  private var whole: [UInt8] = []

  mutating func take(_ byte: UInt8) {
    pending.append(byte)
    whole.append(byte)
  }
  mutating func take(_ tokens: [Token], _ range: SourceRange, source: ArraySlice<UInt8>) {
    flush()
    parts.append(.value(tokens, range))
    whole.append(contentsOf: source)
  }
  private mutating func flush() {
    guard !pending.isEmpty else { return }
    parts.append(.text(String(decoding: pending, as: UTF8.self)))
    pending = []
  }

  var text: String { String(decoding: whole, as: UTF8.self) }
  var finished: [StringPart] {
    pending.isEmpty ? parts : parts + [.text(String(decoding: pending, as: UTF8.self))]
  }

  /// The lines of a long string: the first and the last are left out when they are blank, and the indent
  /// that all lines share is removed.
  static func joined(_ lines: [StringParts]) -> StringParts {
    var body = lines
    if body.count > 1, body[0].isBlank { body.removeFirst() }
    if body.count > 1, let last = body.last, last.isBlank { body.removeLast() }
    let indent = body.filter { !$0.isBlank }.map(\.indent).min() ?? 0
    var out = StringParts()
    for (i, line) in body.enumerated() {
      if i > 0 { out.take(0x0A) }
      out.append(line.dropping(line.isBlank ? line.indent : indent))
    }
    return out
  }

  private var leading: [UInt8] {
    if case .text(let text)? = parts.first { return Array(text.utf8) }
    return parts.isEmpty ? pending : []
  }
  private var indent: Int { leading.prefix { $0 == 0x20 || $0 == 0x09 }.count }
  private var isBlank: Bool { parts.isEmpty && indent == pending.count }

  private func dropping(_ count: Int) -> StringParts {
    guard count > 0 else { return self }
    var out = self
    out.whole.removeFirst(min(count, out.whole.count))
    if case .text(let text)? = out.parts.first {
      out.parts[0] = .text(String(decoding: text.utf8.dropFirst(count), as: UTF8.self))
    } else {
      out.pending.removeFirst(min(count, out.pending.count))
    }
    return out
  }
  private mutating func append(_ other: StringParts) {
    for part in other.parts {
      switch part {
      case .text(let text): pending.append(contentsOf: text.utf8)
      case .value:
        flush()
        parts.append(part)
      }
    }
    pending.append(contentsOf: other.pending)
    whole.append(contentsOf: other.whole)
  }
}
