/// `mailbox hear_them { queue billing; pin 4-6; call -> ring_back; done -> bye }`.
public struct MailboxSpec: Sendable {
  public var queue: QueueIndex
  /// Length of its PIN, which the site has.
  public var pin: ClosedRange<Int>
  /// The person who left a message is wanted; nil where nobody can be rung.
  public var call: Block?
  /// Gets who left the message that was heard last; nil when the flow does not name it.
  public var from: VariableID?
  public var done: Block
  public init(queue: QueueIndex, pin: ClosedRange<Int>, call: Block? = nil, done: Block) {
    (self.queue, self.pin, self.call, self.done) = (queue, pin, call, done)
  }
}
