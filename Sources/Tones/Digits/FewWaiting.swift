/// Up to eight values in the order in which they came; a ninth drives the oldest out. Allocates nothing.
struct FewWaiting<Element: Sendable>: Sendable {
  static var capacity: Int { 8 }
  private var slots = InlineArray<8, Element?>(repeating: nil)
  private(set) var count = 0

  init() {}

  mutating func append(_ element: Element) {
    if count == Self.capacity { remove(through: 0) }
    slots[count] = element
    count += 1
  }
  func firstIndex(where matches: (Element) -> Bool) -> Int? {
    for i in 0..<count { if let element = slots[i], matches(element) { return i } }
    return nil
  }
  subscript(index: Int) -> Element? { index >= 0 && index < count ? slots[index] : nil }

  mutating func update(_ change: (inout Element) -> Void) {
    for i in 0..<count {
      if var element = slots[i] {
        change(&element)
        slots[i] = element
      }
    }
  }
  /// Removes that element and all that are older.
  mutating func remove(through index: Int) {
    let gone = min(index + 1, count)
    guard gone > 0 else { return }
    for i in 0..<(count - gone) { slots[i] = slots[i + gone] }
    for i in (count - gone)..<count { slots[i] = nil }
    count -= gone
  }
  mutating func removeAll(where matches: (Element) -> Bool) {
    var kept = 0
    for i in 0..<count {
      guard let element = slots[i], !matches(element) else { continue }
      slots[kept] = element
      kept += 1
    }
    for i in kept..<count { slots[i] = nil }
    count = kept
  }
}
