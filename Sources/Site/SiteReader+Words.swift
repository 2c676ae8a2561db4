import CallFlow
import Chronology

/// What many lines of a site file are made of.
extension SiteReader {
  mutating func fault(_ code: String, _ message: String, _ range: SourceRange, hint: String? = nil) {
    diagnostics.report(Diagnostic(.error, code, message, at: range, hint: hint))
  }
  mutating func once(_ line: SyntaxLine) {
    if let first = seen.updateValue(line.word.range, forKey: line.word.text) {
      fault(
        "CF205", "'\(line.word.text)' is written twice (line \(first.start.line))", line.word.range,
        hint: "keep one of them")
    }
  }
  mutating func text(_ cursor: inout TokenCursor, _ wanted: String) -> SiteFile.Located<String>? {
    guard let (token, _) = cursor.takeString() else {
      fault("CF206", "\(wanted) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    if token.text.isEmpty { fault("CF206", "this text is empty", token.range) }
    return SiteFile.Located(token.text, at: token.range)
  }
  mutating func zone(_ cursor: inout TokenCursor) -> Zone? {
    guard let name = text(&cursor, "a time zone like \"Asia/Seoul\"") else { return nil }
    guard let zone = Zone(name.value) else {
      fault("CF206", "there is no time zone \"\(name.value)\"", name.range, hint: "like \"Asia/Seoul\"")
      return nil
    }
    return zone
  }
  mutating func name(_ cursor: inout TokenCursor, _ wanted: String) -> Token? {
    guard let token = cursor.takeWord() else {
      fault("CF206", "\(wanted) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    return token
  }
  mutating func group(_ cursor: inout TokenCursor, word: String) -> Bool {
    guard cursor.take(word: word) else {
      fault("CF206", "the word '\(word)' was expected", cursor.here)
      cursor.skipToEnd()
      return false
    }
    return true
  }
  mutating func whole(_ cursor: inout TokenCursor, in range: ClosedRange<Int>) -> Int? {
    guard let token = cursor.peek, case .number = token.kind, let n = Int(token.text), range.contains(n)
    else {
      fault("CF206", "a number from \(range.lowerBound) to \(range.upperBound) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return n
  }
  mutating func duration(
    _ cursor: inout TokenCursor, in range: ClosedRange<Duration>, _ shown: String
  ) -> Duration? {
    guard let token = cursor.peek, case .duration(let length) = token.kind, range.contains(length) else {
      fault("CF206", "a length of time from \(shown) was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return length
  }
  mutating func digits(_ cursor: inout TokenCursor) -> String? {
    guard let joined = cursor.takeJoined(), joined.text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      fault("CF206", "a number in digits was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    return joined.text
  }
  mutating func day(_ cursor: inout TokenCursor) -> Day? {
    guard let token = cursor.peek, case .day(let day) = token.kind else {
      fault("CF206", "a day like 2026-12-24 was expected", cursor.here)
      cursor.skipToEnd()
      return nil
    }
    cursor.next()
    return day
  }
}
