import Tones

/// A pattern of keys as dial plans write it: `X` any digit, `Z` 1–9, `N` 2–9, `[1-5]` a set, `?` the one
/// before may be missing, `*` and `#` themselves.
public struct KeyPattern: Hashable, Sendable {
  public struct Element: Hashable, Sendable {
    public var keys: KeySet
    public var isOptional: Bool
    public init(_ keys: KeySet, isOptional: Bool = false) {
      self.keys = keys
      self.isOptional = isOptional
    }
  }
  public var elements: [Element]
  public init(_ elements: [Element]) { self.elements = elements }
}
