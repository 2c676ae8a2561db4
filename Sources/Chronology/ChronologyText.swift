extension Day {
  /// Reads `2026-03-01`; nil for any other shape and for a day that does not exist.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = number(parts[0]), let month = number(parts[1]), let day = number(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension ClockTime {
  /// Reads `09:00` and `09:00:30`; nil for any other shape and for a time that no clock shows.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.count == 2 }),
      let hour = number(parts[0]), let minute = number(parts[1]),
      let second = parts.count == 3 ? number(parts[2]) : 0
    else { return nil }
    self.init(hour: hour, minute: minute, second: second)
  }
}

/// ASCII digits only: `Int.init` also takes signs.
private func number(_ text: some StringProtocol) -> Int? {
  text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
}
