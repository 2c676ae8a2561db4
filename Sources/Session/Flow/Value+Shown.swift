import CallFlow
import Chronology
import Foundation

extension Value {
  /// As logs and notes write it.
  public var plain: String {
    switch self {
    case .undefined, .none: "none"
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): "\(number)"
    case .text(let text): text
    case .date(let day): day.description
    case .time(let time): time.description
    case .instant(let instant): "\(instant.milliseconds)"
    case .duration(let duration): "\(duration.milliseconds)ms"
    case .row(let columns):
      columns.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.plain)" }.joined(separator: " ")
    }
  }

  /// What may be written of it.
  public func shown(_ privacy: Privacy) -> String {
    switch privacy {
    case .open: plain
    case .masked, .secret: privacy.mask(plain)
    }
  }
}

extension Privacy {
  /// `****5678`, the blanks of a grouping kept; of a secret not even the length is told.
  public func mask(_ text: String) -> String {
    switch self {
    case .open: text
    case .masked(let last):
      Privacy.mask(text, butLast: max(0, last))
    case .secret: "****"
    }
  }

  private static func mask(_ text: String, butLast last: Int) -> String {
    var shown = last
    return String(
      text.reversed().map { character -> Character in
        if character == " " { return character }
        shown -= 1
        return shown >= 0 ? character : "*"
      }.reversed())
  }

  /// The stricter of two.
  public func joined(with other: Privacy) -> Privacy {
    switch (self, other) {
    case (.secret, _), (_, .secret): .secret
    case (.masked(let a), .masked(let b)): .masked(last: min(a, b))
    case (.masked, .open): self
    case (.open, .masked): other
    case (.open, .open): .open
    }
  }
}
