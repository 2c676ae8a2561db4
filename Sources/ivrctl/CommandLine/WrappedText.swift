import Reports

/// Text broken at spaces to fit a terminal, where a Korean syllable takes two columns.
enum WrappedText {
  /// - Parameter indent: columns of spaces before every line but the first.
  static func lines(_ text: String, width: Int, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    // Spaces at the beginning and between columns stay; a break takes those it stands at.
    var gap = ""
    for part in pieces(text) {
      if part.first == " " {
        gap = part
        continue
      }
      let size = DisplayWidth.of(part)
      if used + gap.count + size > width, used > indent {
        lines.append(line)
        (line, used, gap) = (String(repeating: " ", count: indent), indent, "")
      }
      line += gap + part
      used += gap.count + size
      gap = ""
    }
    return lines + [line]
  }

  /// Paragraphs of whole sentences are filled; indented lines, such as examples, stay as they are.
  static func paragraphs(_ text: String, width: Int) -> String {
    var result: [String] = []
    var open: [Substring] = []
    func close() {
      if !open.isEmpty { result += lines(open.joined(separator: " "), width: width, indent: 0) }
      open = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.first == " " {
        close()
        result.append(String(line))
      } else {
        open.append(line)
      }
    }
    close()
    return result.joined(separator: "\n")
  }

  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    for character in text {
      if let last = pieces.last, (last.last == " ") == (character == " ") {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    return pieces
  }
}
