/// How often a place has been entered since it was entered from elsewhere: the counter of VoiceXML's prompts
/// and of `visit` lines.
public struct PromptVisits: Hashable, Sendable {
  public private(set) var count: Int
  public init(count: Int = 1) { self.count = count }
  public mutating func again() { count += 1 }

  /// The highest of the written visits that is not above the counter; nil when all are.
  public func choose(among visits: some Sequence<Int>) -> Int? {
    var best: Int?
    for visit in visits where visit <= count && visit > best ?? 0 { best = visit }
    return best
  }
}
