/// `menu name { say options; key 1 "label" -> state }`.
enum MenuKind {
  static let row = KindRow(
    word: "menu", isWaiting: true, inheritsKeys: true, results: [.keys]
  ) { state in
    checkLabels(state)
    return .menu(resultKeys: nil)
  }

  private static func checkLabels(_ state: StateBuilder) {
    guard state.source.saysOptions != nil else { return }
    for key in state.layer.layer.keys where key.binding.label == nil {
      guard let first = key.ranges.first else { continue }
      state.app.error(
        "CF224", "'say options' is written, but key \(key.binding.name) has no label", at: first.range,
        hint: "like key \(key.binding.name) \"…\" -> …")
    }
  }
}
