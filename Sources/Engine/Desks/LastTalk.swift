import ACD

/// An agent's last talk, which he may file.
struct LastTalk: Hashable, Codable {
  private var callNumber: UInt64
  private var stayNumber: UInt64
  var queue: String
  var from: String?
  var to: String?

  var call: CallID { CallID(callNumber) }
  /// The call whose stay in the queue it is: that which ordered the call-back.
  var stay: CallID { CallID(stayNumber) }

  init(call: CallID, stay: CallID, queue: String, from: String?, to: String?) {
    (callNumber, stayNumber) = (call.number, stay.number)
    (self.queue, self.from, self.to) = (queue, from, to)
  }

  private enum CodingKeys: String, CodingKey {
    case callNumber = "call", stayNumber = "stay", queue, from, to
  }
}
