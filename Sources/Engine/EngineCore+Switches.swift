import ACD
import CallFlow
import Chronology
import Session

extension EngineCore {
  mutating func turn(_ order: SwitchOrder, by call: CallID?) {
    let setting = SwitchSetting(order.position, until: order.until)
    switches.settings[order.name] = setting
    if keepsState { log.append(.kept(KeptRow("switch", order.name, at: wall(now), setting.text))) }
    onNotice?(now, .switched(order, by: call))
  }

  func restore(switch row: KeptRow) {
    if let setting = row.value.flatMap({ SwitchSetting($0) }) { switches.settings[row.name] = setting }
  }

  /// A supervisor's order.
  mutating func setSwitch(_ order: SwitchOrder) -> EngineReply {
    let known = switchItems
    guard known.contains(where: { $0.name == order.name }) else {
      return .refused(
        "there is no switch \(order.name)" + Suggestions.known(order.name, among: known.map(\.name)))
    }
    turn(order, by: nil)
    return .done
  }

  /// Those of all applications, each once.
  var switchItems: [SwitchItem] {
    var seen: Set<String> = []
    return applications.flatMap { $0.graph.content.switches }.filter { seen.insert($0.name).inserted }
  }

  var switchSnapshots: [SwitchSnapshot] {
    switchItems.map { item in
      let turned = switches.position(of: item.name, at: wall(now))
      return SwitchSnapshot(
        name: item.name, position: turned ?? item.initial, isTurned: turned != nil,
        until: turned == nil ? nil : switches.settings[item.name]?.until)
    }
  }
}

/// A switch as it stands.
public struct SwitchSnapshot: Hashable, Sendable {
  public var name: String
  public var position: SwitchItem.Position
  /// Somebody has turned it; else it stands where its flow lets it begin.
  public var isTurned: Bool
  public var until: Instant?
}
