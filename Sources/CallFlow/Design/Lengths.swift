import Chronology
import Tones

/// How long things take to say: as they were measured, else estimated by their texts.
enum Lengths {
  static func menu(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.menus {
      let longest = model.languageIDs.map { (whole(model, state, $0), $0) }.max { $0.0 < $1.0 }
      guard let (length, language) = longest, length > .seconds(20) else { continue }
      found.report(
        "'\(state.name)' takes \(length.wholeSeconds) s to say (in \(model.content.languages[language].tag))",
        at: state, hint: "20 s are listened to: say less, or offer less")
    }
  }

  private static func whole(_ model: DesignModel, _ state: State, _ language: LanguageID) -> Duration {
    // Of the sides of a branch one is said: the longest alone counts.
    let said = saidInOneGo(state.entry)
    let heard = model.heard(said.flatMap { $0 }, in: language)
    var length = model.length(heard)
    if heard.hasOptions {
      for key in state.ownKeys { length += option(model, key, language) }
    }
    return length
  }

  /// The `say` parts outside branches.
  static func saidInOneGo(_ block: Block) -> [[SayPart]] {
    block.statements.compactMap { statement in
      if case .say(let parts, let visit) = statement, visit <= 1 { parts } else { nil }
    }
  }

  static func option(_ model: DesignModel, _ key: KeyBinding, _ language: LanguageID) -> Duration {
    guard let label = model.label(key, in: language) else { return .zero }
    // The words about the key, `for …, press 1`.
    return model.length(label) + .seconds(1)
  }

  static func option(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.menus {
      for key in state.ownKeys {
        guard
          let (length, language) = model.languageIDs
            .compactMap({ language in model.label(key, in: language).map { (model.length($0), language) } })
            .max(by: { $0.0 < $1.0 }), length > .seconds(4)
        else { continue }
        found.report(
          "option \(key.name) of '\(state.name)' takes \(length.wholeSeconds) s to say (in \(model.content.languages[language].tag))",
          at: key.action.position, hint: "4 s at most: name it in a few words")
      }
    }
  }

  static func greeting(_ model: DesignModel, _ found: inout DesignFindings) {
    var firsts: Set<StateID> = []
    for entry in model.entries { model.visit(from: entry) { firsts.insert($0) } }
    for (id, state) in model.menus {
      let isFirst = firsts.contains(id)
      var worst: Duration?
      for language in model.languageIDs {
        guard let before = beforeFirstKey(model, state, language), before > .seconds(8) else { continue }
        worst = max(worst ?? .zero, before)
      }
      guard let worst else { continue }
      found.report(
        "'\(state.name)' speaks \(worst.wholeSeconds) s before it names a key", at: state, isSlight: !isFirst,
        hint: "8 s at most: callers wait for what they may press")
    }
  }

  private static func beforeFirstKey(_ model: DesignModel, _ state: State, _ language: LanguageID)
    -> Duration?
  {
    var length = Duration.zero
    for piece in model.heard(saidInOneGo(state.entry).flatMap { $0 }, in: language).pieces {
      switch piece {
      case .clip, .pause: length += model.length(piece)
      case .options: return length
      case .text(let text):
        if let order = SpokenKeys.orders(text.text, language: text.language).first {
          // In Korean the action belongs to it as it does in English: half of what was said.
          return length + .milliseconds(model.length(text, upTo: order.offset).milliseconds / 2)
        }
        length += model.length(text)
      }
    }
    return nil
  }

  static func notice(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      var worst = Duration.zero
      for language in model.languageIDs {
        for parts in state.entry.said {
          let held = parts.filter { ($0.gate ?? state.settings.bargeIn) == .hold }
          worst = max(worst, model.length(model.heard(held, in: language)))
        }
      }
      guard worst > .seconds(10) else { continue }
      found.report(
        "'\(state.name)' plays \(worst.wholeSeconds) s that no key cuts", at: state,
        hint: "a notice is at most 10 s long: say the rest without barge-in hold")
    }
  }
}

extension Duration {
  var wholeSeconds: Int64 { (milliseconds + 500) / 1000 }
}
