import Chronology

/// SILENCE: a line on which nothing is heard sounds dead.
enum Silences {
  static let most: Duration = .seconds(3)

  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      if let pause = longestPause(model, state), pause > most {
        found.report(
          "'\(state.name)' is silent for \(pause.written)", at: state,
          hint: "3s at most: say what the caller waits for")
      }
      if case .lookup(let spec) = state.kind, spec.limit > most {
        found.report(
          "callers hear nothing while '\(state.name)' looks for up to \(spec.limit.written)", at: state,
          hint: "write a limit of 3s at most, and a way for error.lookup.timeout")
      } else if let silence = model.evidence.use?.silences[state.fullName], silence > most {
        found.report(
          "callers heard nothing for \(silence.wholeSeconds) s at '\(state.name)'", at: state,
          hint: "say something before it, or let it give up earlier")
      }
    }
  }

  /// Of those that are written, and those in clips that were measured.
  private static func longestPause(_ model: DesignModel, _ state: State) -> Duration? {
    var longest: Duration?
    func take(_ pause: Duration) { longest = max(longest ?? pause, pause) }
    for block in state.blocks {
      _ = block.contains {
        if case .pause(let duration) = $0 { take(duration) }
        return false
      }
      for language in model.languageIDs {
        for piece in model.heard(block, in: language).pieces {
          switch piece {
          case .pause(let duration): take(duration)
          case .text(let text):
            if let name = text.clip, let clip = model.clip(name, text.language) { take(clip.silence) }
          case .clip(let name, let tag): if let clip = model.clip(name, tag) { take(clip.silence) }
          case .options: break
          }
        }
      }
    }
    return longest
  }
}
