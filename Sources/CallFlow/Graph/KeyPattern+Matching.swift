import Tones

extension KeyPattern {
  /// What a beginning of an entry is to a pattern.
  public enum Answer: Hashable, Sendable {
    /// Nothing that follows can make it fit.
    case reject
    /// More keys are needed.
    case partial
    /// It fits, and no longer entry can.
    case complete
    /// It fits, and so may a longer one.
    case completeMayGrow
  }

  /// Elements of a pattern.
  public static let lengthLimit = 40

  /// `1XX`, `02[1-5]N?`, `*9`, `#`; nil when the text is no pattern. A leading `+` is passed over.
  public static func parse(_ text: String) -> KeyPattern? {
    var elements: [Element] = []
    var bytes = Array(text.utf8)[...]
    if bytes.first == 0x2B { bytes.removeFirst() }
    while let byte = bytes.popFirst() {
      switch byte {
      case 0x58: elements.append(Element(.digits))
      case 0x5A: elements.append(Element(.digits.subtracting(KeySet(.zero))))
      case 0x4E: elements.append(Element(.digits.subtracting([KeySet(.zero), KeySet(.one)])))
      case 0x3F:
        guard let last = elements.last, !last.isOptional else { return nil }
        elements[elements.count - 1].isOptional = true
      case 0x5B:
        guard let keys = set(&bytes) else { return nil }
        elements.append(Element(keys))
      default:
        guard let key = Key(ascii: byte) else { return nil }
        elements.append(Element(KeySet(key)))
      }
    }
    guard !elements.isEmpty, elements.count <= lengthLimit, elements.contains(where: { !$0.isOptional })
    else {
      return nil
    }
    return KeyPattern(elements)
  }

  /// The rest of `[1-57]`, behind its bracket.
  private static func set(_ bytes: inout ArraySlice<UInt8>) -> KeySet? {
    var keys = KeySet()
    while let byte = bytes.popFirst() {
      if byte == 0x5D { return keys.isEmpty ? nil : keys }
      guard let first = Key(ascii: byte) else { return nil }
      if bytes.first == 0x2D {
        bytes.removeFirst()
        guard let end = bytes.popFirst(), let last = Key(ascii: end), let from = first.digit,
          let to = last.digit, from <= to
        else { return nil }
        for digit in from...to { if let key = Key(rawValue: UInt8(digit)) { keys.insert(KeySet(key)) } }
      } else {
        keys.insert(KeySet(first))
      }
    }
    return nil
  }

  /// The elements that may come next after some keys, a bit each; the bit behind the last one: it fits.
  private struct Position {
    var bits: UInt64 = 0

    mutating func insert(_ index: Int, in elements: [Element]) {
      var index = index
      while true {
        bits |= 1 << UInt64(index)
        guard index < elements.count, elements[index].isOptional else { return }
        index += 1
      }
    }
    mutating func advance(_ key: Key, in elements: [Element]) {
      var next = Position()
      for (i, element) in elements.enumerated()
      where bits & (1 << UInt64(i)) != 0 && element.keys.contains(key) {
        next.insert(i + 1, in: elements)
      }
      self = next
    }
  }

  public func answer(to keys: some Sequence<Key>) -> Answer {
    guard elements.count < 64 else { return .reject }
    var position = Position()
    position.insert(0, in: elements)
    for key in keys {
      position.advance(key, in: elements)
      if position.bits == 0 { return .reject }
    }
    let end: UInt64 = 1 << UInt64(elements.count)
    guard position.bits & end != 0 else { return .partial }
    return position.bits == end ? .complete : .completeMayGrow
  }

  public func matches(_ keys: some Sequence<Key>) -> Bool {
    switch answer(to: keys) {
    case .complete, .completeMayGrow: true
    case .reject, .partial: false
    }
  }

  /// A text of keys; a leading `+` is passed over.
  public func matches(_ text: String) -> Bool {
    var keys: [Key] = []
    for (i, byte) in text.utf8.enumerated() {
      if i == 0, byte == 0x2B { continue }
      guard i <= KeyPattern.lengthLimit, let key = Key(ascii: byte) else { return false }
      keys.append(key)
    }
    return matches(keys)
  }

  /// The patterns that fit exactly the numbers of a range written with digits: `10-19`, `8-12`. Nil when
  /// one is no number, they are in the wrong order, or have more than 18 digits.
  public static func range(from lower: String, through upper: String) -> [KeyPattern]? {
    func digits(_ text: String) -> [Int]? {
      let all = text.utf8.map { (0x30...0x39).contains($0) ? Int($0) - 0x30 : -1 }
      return all.isEmpty || all.count > 18 || all.contains(-1) ? nil : all
    }
    guard let low = digits(lower), let high = digits(upper), low.count <= high.count else { return nil }
    if low.count < high.count {
      guard low[0] != 0 || low.count == 1, high[0] != 0 else { return nil }
      var out = spans(low, Array(repeating: 9, count: low.count))
      for count in low.count + 1..<high.count {
        out += spans([1] + Array(repeating: 0, count: count - 1), Array(repeating: 9, count: count))
      }
      out += spans([1] + Array(repeating: 0, count: high.count - 1), high)
      return out.map { KeyPattern($0.map { Element($0) }) }
    }
    guard !high.lexicographicallyPrecedes(low) else { return nil }
    return spans(low, high).map { KeyPattern($0.map { Element($0) }) }
  }

  /// The digit sets, place by place, that make up all numbers between two of one length.
  private static func spans(_ low: [Int], _ high: [Int]) -> [[KeySet]] {
    guard let from = low.first, let to = high.first else { return [[]] }
    func keys(_ range: ClosedRange<Int>) -> KeySet {
      range.reduce(into: KeySet()) { set, digit in
        if let key = Key(rawValue: UInt8(digit)) { set.insert(KeySet(key)) }
      }
    }
    let lowRest = Array(low.dropFirst())
    let highRest = Array(high.dropFirst())
    if from == to { return spans(lowRest, highRest).map { [keys(from...from)] + $0 } }
    let zeros = Array(repeating: 0, count: lowRest.count)
    let nines = Array(repeating: 9, count: lowRest.count)
    let free = Array(repeating: KeySet.digits, count: lowRest.count)
    let isLowWhole = lowRest == zeros
    let isHighWhole = highRest == nines
    var out: [[KeySet]] = []
    if !isLowWhole { out += spans(lowRest, nines).map { [keys(from...from)] + $0 } }
    let first = isLowWhole ? from : from + 1
    let last = isHighWhole ? to : to - 1
    if first <= last { out.append([keys(first...last)] + free) }
    if !isHighWhole { out += spans(zeros, highRest).map { [keys(to...to)] + $0 } }
    return out
  }
}
