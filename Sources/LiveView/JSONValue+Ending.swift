import Control
import Session

extension JSONValue {
  /// The last line of a live call.
  public init(_ ending: Ending, of call: String) {
    self = [
      "kind": "end", "outcome": .text(ending.outcome.rawValue), "by": .text(ending.by.rawValue),
      "call": .text(call),
    ]
  }
}
