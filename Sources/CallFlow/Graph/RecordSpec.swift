import Chronology

/// `record take_message { max 3m; review; deliver billing as work within 4h; done -> bye }`.
public struct RecordSpec: Sendable {
  /// Where a message goes.
  public struct Delivery: Hashable, Sendable {
    public var queue: QueueIndex
    /// An agent of the queue is offered it, like a call, within that time; nil for the mailbox alone.
    public var work: Duration?
    public init(queue: QueueIndex, work: Duration? = nil) { (self.queue, self.work) = (queue, work) }
  }
  /// `notice today for 12h`.
  public struct Notice: Hashable, Sendable {
    /// Its place among the notices.
    public var index: Int
    /// Nil for as long as the notice itself says.
    public var length: Duration?
    public init(index: Int, length: Duration? = nil) { (self.index, self.length) = (index, length) }
  }
  /// The longest that is taken.
  public var max: Duration = .minutes(3)
  /// What is shorter counts as nothing.
  public var min: Duration = .seconds(2)
  /// So much silence behind what was said ends it.
  public var silence: Duration = .seconds(4)
  public var hasBeep = true
  /// The caller may hear it, say it again, keep it or throw it away; what asks him, empty for the built-in
  /// question. Nil when it is kept as it is.
  public var review: [SayPart]?
  public var delivery: Delivery?
  /// What was spoken is heard by all callers first.
  public var notice: Notice?
  /// Gets the file's name below the folder of recordings; none when nothing was kept.
  public var variable: VariableID?
  /// How long the message is; nil when the flow does not name it.
  public var length: VariableID?
  public var done: Block
  /// When it cannot be kept; nil for the event `error.record`.
  public var failed: Block?
  public init(done: Block) { self.done = done }
}
