/// Options that mean the same wherever they are taken.
extension Command.Option {
  /// `Options.liveLog` finds the default.
  static let log = Self("log", "FILE", "the call log (default: that of the running ivrd)")
  static let since = Self("since", "DAY", "from this day on, or \"DAY HH:MM\" (default: all)")
  static let until = Self("until", "DAY", "before this day, or \"DAY HH:MM\"")
  static let day = Self("day", "DAY", "this day alone")
  static let zone = Self("zone", "NAME", "whose clock and days (default: the machine's)")
  static let shownZone = Self("zone", "NAME", "show times in this zone (default: the machine's)")
  static let within = Self("within", "SECONDS", "T of the service level (default: each queue's own, else 20)")
  static let short = Self(
    "short", "SECONDS", "an abandon up to this is short (default: each queue's own, else 5)")
  static let csv = Self("csv", nil, "print CSV")
  static let seed = Self("seed", "N", "where chance begins (default 1)")
  static let seeds = Self("seeds", "N", "how many times, each with the next seed (default 5)")
}
