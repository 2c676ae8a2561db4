import Tones

/// Yes, no, and what must not be done without a yes.
enum Confirming {
  /// A question with a yes and a no, or with a yes alone.
  static func isQuestion(_ model: DesignModel, _ state: State, _ id: StateID) -> Bool {
    guard case .menu = state.kind, !state.isLanguageMenu else { return false }
    let options = state.ownKeys.filter { model.meaning($0, of: state, id) != .again }
    return options.count <= 2 && !options.isEmpty
      && options.allSatisfy { Set($0.singles).isSubset(of: [.one, .two]) }
  }

  /// … that is spoken in its own words, or whose options are called yes and no: no menu.
  static func isPlainQuestion(_ model: DesignModel, _ state: State, _ id: StateID) -> Bool {
    isQuestion(model, state, id)
      && state.ownKeys.allSatisfy { key in
        model.languageIDs.allSatisfy { language in
          let word = model.label(key, in: language)?.text.lowercased().filter(\.isLetter)
          return word.map { yes.contains($0) || no.contains($0) } ?? true
        }
      }
  }

  static func check(_ model: DesignModel, _ found: inout DesignFindings) {
    for (id, state) in model.callersStates {
      guard !state.kind.isWaiting, let deed = model.deed(of: state) else { continue }
      for (before, block) in model.waitingBefore(id) {
        let source = model.content.states[before]
        if model.isConfirmed(source, before, by: block) { continue }
        found.report(
          "'\(state.name)' \(deed) without a yes to what was read back (from '\(source.name)')", at: state,
          hint: "lead to it from a menu of its own that says what will be done: key 1 does it, key 2 does not"
        )
        break
      }
    }
  }

  private static let yes: Set<String> = ["yes", "예", "네", "맞음", "맞습니다"]
  private static let no: Set<String> = ["no", "아니요", "아니오", "아닙니다"]

  static func yesNo(_ model: DesignModel, _ found: inout DesignFindings) {
    for (_, state) in model.callersStates {
      if case .collect(let spec) = state.kind, let confirm = spec.confirm,
        confirm.right != .one || confirm.again != .two
      {
        found.report(
          "'\(state.name)' takes \(confirm.right.character) for right and \(confirm.again.character) for again",
          at: state, hint: "1 is yes and 2 is no everywhere: take 'keys' out")
      }
      guard case .menu = state.kind else { continue }
      var told = false
      for key in state.ownKeys {
        for language in model.languageIDs {
          guard !told, let label = model.label(key, in: language)?.text.lowercased() else { continue }
          let word = label.filter { $0.isLetter }
          let wrong =
            yes.contains(word) && !key.singles.contains(.one)
            || no.contains(word) && !key.singles.contains(.two)
          guard wrong else { continue }
          told = true
          found.report(
            "key \(key.name) of '\(state.name)' is \"\(label)\"", at: key.action.position,
            hint: "1 is yes and 2 is no everywhere")
        }
      }
      if told { continue }
      search: for language in model.languageIDs {
        for text in model.heard(state.entry, in: language).texts {
          guard let (answer, key) = turned(text) else { continue }
          found.report(
            "'\(state.name)' asks for \(key.character) as a \(answer)", at: state,
            hint: "1 is yes and 2 is no everywhere")
          break search
        }
      }
    }
  }

  /// `for yes press 2`, `예는 2번`.
  private static func turned(_ text: HeardText) -> (String, Key)? {
    for order in SpokenKeys.orders(text.text, language: text.language) {
      let before = text.text.prefix(order.offset).lowercased()
      let words = before.split { !$0.isLetter }.suffix(text.language == "ko" ? 1 : 4).map(String.init)
      let isYes: Bool, isNo: Bool
      if text.language == "ko" {
        isYes = words.last.map { ["예는", "예", "네는", "맞으면", "맞으시면"].contains($0) } ?? false
        isNo = words.last.map { ["아니요는", "아니오는", "아니면", "아니시면"].contains($0) } ?? false
      } else {
        isYes = words.contains("yes")
        isNo = words.contains("no") && !isYes
      }
      if isYes, order.key != .one, order.key == .two { return ("yes", order.key) }
      if isNo, order.key == .one { return ("no", order.key) }
    }
    return nil
  }
}

extension DesignModel {
  /// What a passing state does that cannot be undone: pays with something secret, or takes a value away.
  func deed(of state: State) -> String? {
    if case .fetch(let spec) = state.kind, spec.method == .post,
      spec.body.contains(where: { isPrivate($0.value, in: state.flow) })
    {
      return "sends what the caller entered secretly"
    }
    let deletes = state.entry.contains { statement in
      guard case .save(let order) = statement, order.condition != nil else { return false }
      return order.values.contains { $0.value == .constant(.none) }
    }
    return deletes ? "takes something away" : nil
  }

  private func isPrivate(_ value: Expression, in flow: FlowID) -> Bool {
    guard case .variable(let id) = value else { return false }
    return content.flows[flow].variables[id].privacy == .secret
  }

  /// The waiting states from which a call comes to one by passing states alone, each with the action that
  /// leads there.
  func waitingBefore(_ id: StateID) -> [(StateID, Block)] {
    var found: [(StateID, Block)] = []
    var seen: Set<StateID> = [id]
    var open = [id]
    while let target = open.popLast() {
      for from in before[target.index] {
        let state = content.states[from]
        if case .call(let spec) = state.kind, starts[spec.flow] == target, seen.insert(from).inserted {
          open.append(from)
        }
        for block in state.blocks {
          let leads = block.moves.contains { $0.states(from: state.flow, starts: starts).contains(target) }
          guard leads else { continue }
          if state.kind.isWaiting {
            found.append((from, block))
          } else if seen.insert(from).inserted {
            open.append(from)
          }
        }
      }
    }
    return found
  }

  func isConfirmed(_ state: State, _ id: StateID, by block: Block) -> Bool {
    switch state.kind {
    case .collect(let spec): return spec.confirm != nil || spec.form == .yesNo
    case .menu:
      guard Confirming.isQuestion(self, state, id), state.ownKeys.contains(where: { $0.action == block })
      else {
        return false
      }
      // What is read back is a value, or known to be there.
      return languageIDs.allSatisfy { language in
        let heard = heard(state.entry, in: language)
        return !heard.isKnown || heard.texts.contains { $0.text.contains(HeardText.value) }
      }
    default: return false
    }
  }
}
