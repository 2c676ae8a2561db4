import CallFlow
import Chronology

/// Where a switch was turned to, and until when.
public struct SwitchSetting: Hashable, Sendable {
  public var position: SwitchItem.Position
  /// On the wall clock; nil for until somebody turns it again.
  public var until: Instant?
  public init(_ position: SwitchItem.Position, until: Instant? = nil) {
    (self.position, self.until) = (position, until)
  }

  /// As it is kept: `on`, `off 1772500000000`, in milliseconds since 1970.
  var text: String { position.rawValue + (until.map { " \($0.milliseconds)" } ?? "") }
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard (1...2).contains(words.count), let position = SwitchItem.Position(rawValue: String(words[0])) else {
      return nil
    }
    self.position = position
    if words.count == 2 {
      guard let until = Int64(words[1]) else { return nil }
      self.until = Instant(milliseconds: until)
    }
  }
}

/// The switches that somebody has turned, by name. Belongs to the engine's thread.
final class SwitchBoard {
  var settings: [String: SwitchSetting] = [:]

  /// Nil for one that stands where its flow lets it begin.
  func position(of name: String, at wall: Instant) -> SwitchItem.Position? {
    guard let setting = settings[name] else { return nil }
    if let until = setting.until, wall >= until { return nil }
    return setting.position
  }
}
