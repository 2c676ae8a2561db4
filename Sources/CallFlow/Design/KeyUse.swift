import Tones

/// What the keys 0, *, # and 9 mean, by profile.
enum KeyUse {
  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    guard let profile = model.profile else { return }
    var told: Set<SourcePosition> = []
    for (id, state) in model.callersStates {
      switch state.kind {
      case .menu, .collect, .answer: break
      default: continue
      }
      for key in state.keys {
        let meaning = model.meaning(key, of: state, id)
        for single in key.singles {
          guard let fault = fault(single, meaning, profile, key), told.insert(key.action.position).inserted
          else { continue }
          found.report(
            "key \(single.character) \(fault.is)", at: key.action.position,
            hint: "under profile \(profile.rawValue) it \(fault.shouldBe)")
        }
      }
    }
  }

  private static func fault(
    _ key: Key, _ meaning: KeyMeaning, _ profile: DesignProfile, _ binding: KeyBinding
  ) -> (is: String, shouldBe: String)? {
    let does =
      switch meaning {
      case .person: "leads to a person"
      case .again: "says it once more"
      case .back: "leads back"
      case .end: "ends the call"
      case .help: "gives help"
      case .option: "is an option like another"
      }
    switch (profile, key) {
    case (.iso, .zero):
      return meaning == .person || meaning == .help ? nil : (does, "is for help or a person")
    case (.iso, .star):
      return meaning == .back || meaning == .end ? nil : (does, "leads back or stops: key * -> back")
    case (.iso, .hash): return meaning == .back ? (does, "ends an entry or goes on, and * leads back") : nil
    case (.iso, .nine): return meaning == .end ? nil : (does, "ends the call")
    case (.kr, .zero): return meaning == .person ? nil : (does, "leads to a person, at every level")
    case (.kr, .star): return meaning == .again ? nil : (does, "says it once more: key * -> repeat")
    case (.kr, .hash): return meaning == .back ? nil : (does, "leads back: key # -> back")
    default: return nil
    }
  }
}
