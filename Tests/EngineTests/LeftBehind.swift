@testable import Engine

extension EngineCore {
  /// What is still kept of calls in tables that a call has entries in, by table; empty when no call is there.
  var leftBehind: [String: Int] {
    var counts: [String: Int] = [:]
    func look(_ table: String, _ count: Int) { if count != 0 { counts[table] = count } }
    look("agenda", agenda.count)
    look("timers of the distributor", distributorTimers.count)
    look("visits", openVisits.count)
    look("moves", moves.count)
    look("calls", slotByCall.calls.count)
    look("ended", ended.count)
    look("legs here", legs.live.count)
    look("legs away", legs.away.count)
    look("legs rung", legs.rung.count)
    look("legs renamed", legs.renamed.count)
    look("rooms", rooms.count)
    look("seats", seats.count)
    look("desk work", deskWork.count)
    look("telephones", ringing.count)
    look("bridges", bridges.count)
    look("call-backs", callBacks.count)
    return counts
  }
}
