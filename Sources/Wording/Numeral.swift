import Foundation

/// A number by its decimal digits, exact whatever its size.
struct Numeral: Hashable, Sendable {
  var isNegative: Bool
  /// At least one digit; no leading zero but for `0` itself.
  var whole: String
  /// Without trailing zeros; empty for a whole number.
  var fraction: String

  init(_ value: Int) {
    (isNegative, whole, fraction) = (value < 0, String(value.magnitude), "")
  }

  /// Nil for NaN.
  init?(_ value: Decimal) {
    // Nearly every number that is said is a whole one of moderate size.
    if let whole = value.moderateWhole { self.init(whole) } else { self.init(value.description) }
  }

  /// Reads `52300`, `-1,234.50`; commas only where they part thousands. Nil for anything else.
  init?(_ text: some StringProtocol) {
    var rest = text[...]
    let negative = rest.first == "-"
    if negative || rest.first == "+" { rest = rest.dropFirst() }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return nil }
    let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
    guard
      groups.count == 1
        || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let whole = groups.joined()
    guard whole.isDigits, parts.count == 1 || parts[1].isDigits else { return nil }
    self.init(isNegative: negative, whole: whole, fraction: parts.count == 2 ? String(parts[1]) : "")
  }

  private init(isNegative: Bool, whole: String, fraction: String) {
    let significant = String(whole.drop { $0 == "0" })
    self.whole = significant.isEmpty ? "0" : significant
    var fraction = fraction
    while fraction.last == "0" { fraction.removeLast() }
    self.fraction = fraction
    self.isNegative = isNegative && (self.whole != "0" || !fraction.isEmpty)
  }

  var isWhole: Bool { fraction.isEmpty }
  var isOne: Bool { whole == "1" && isWhole && !isNegative }

  /// Its value if it is whole and not negative and fits.
  var natural: Int? { isWhole && !isNegative ? Int(whole) : nil }

  /// `-52,300.5`.
  var written: String {
    (isNegative ? "-" : "") + writtenWhole + (isWhole ? "" : "." + fraction)
  }

  /// `52,300`, without the sign.
  var writtenWhole: String {
    var written = ""
    var left = whole.utf8.count
    for digit in whole.unicodeScalars {
      written.unicodeScalars.append(digit)
      left -= 1
      if left > 0, left % 3 == 0 { written.append(",") }
    }
    return written
  }
}

extension StringProtocol {
  /// At least one character, all of them ASCII digits.
  var isDigits: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

extension Sequence<Character> {
  /// Pieces of that size; the last may be shorter.
  func chunks(of size: Int) -> [[Character]] {
    var chunks: [[Character]] = []
    for character in self {
      if let last = chunks.last, last.count < size {
        chunks[chunks.count - 1].append(character)
      } else {
        chunks.append([character])
      }
    }
    return chunks
  }
}

extension Decimal {
  /// Its value if it is a whole number that a `Double` holds exactly.
  fileprivate var moderateWhole: Int? {
    let double = NSDecimalNumber(decimal: self).doubleValue
    guard abs(double) < 0x1p53, let whole = Int(exactly: double), Decimal(whole) == self else { return nil }
    return whole
  }
}
