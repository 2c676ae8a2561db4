import Foundation

extension BodyBuilder {
  func buildSet(_ line: SyntaxLine) -> Statement? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    guard let name = app.name("a variable", &cursor, line, hint: "like set count = 1") else { return nil }
    if name.text == "call", cursor.take(sign: ".") { return setField(&cursor, line) }
    guard app.isUsableName(name) else { return nil }
    guard cursor.take(sign: "=") else {
      let hint = cursor.isAt(sign: "==") ? "to give a value write one '='" : "like set \(name.text) = 1"
      app.missing("'=' was expected", cursor, line, hint: hint)
      return nil
    }
    let slot = flow.declare(name.text, at: name.range, source: nil)
    guard let found = value(&cursor) else { return nil }
    app.expectEnd(&cursor, line)
    fit(found.type, to: slot, at: found.range)
    noteSecret(from: found.value, to: slot)
    if !flow.variables[slot.index].isDigits, case .variable(let from) = found.value {
      flow.variables[slot.index].isDigits = flow.variables[from.index].isDigits
    }
    return .set(slot, found.value)
  }

  /// Reports a second type.
  func fit(_ type: ValueType?, to slot: VariableID, at range: SourceRange) {
    guard let type, let wanted = flow.type(of: slot), type != wanted else { return }
    let variable = flow.variables[slot.index]
    app.error(
      "CF302",
      "'\(variable.name)' is a \(wanted.rawValue) (\(app.place(variable.range, from: range))), this is a \(type.rawValue)",
      at: range, hint: "give one of the two another name, or convert it")
  }

  func noteSecret(from value: Expression, to slot: VariableID) {
    app.secrets.add(from: value, of: flow.id, to: .variable(flow.id, slot))
  }

  private func setField(_ cursor: inout TokenCursor, _ line: SyntaxLine) -> Statement? {
    guard let name = app.name("a field", &cursor, line) else { return nil }
    if let setting = SpeechSetting(rawValue: name.text) { return setSpeech(setting, &cursor, line) }
    guard let entry = app.names[.field, name.text], app.content.fields.indices.contains(entry.index) else {
      app.error(
        "CF241", "there is no field 'call.\(name.text)'", at: name.range,
        hint: Suggestions.hint(name.text, among: app.names.names(.field))
          ?? "declare it: field \(name.text) text")
      return nil
    }
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like set call.\(name.text) = …")
      return nil
    }
    let field = app.content.fields[entry.index]
    guard let found = value(&cursor, field.privacy == .secret ? scope : using(.logged)) else { return nil }
    app.expectEnd(&cursor, line)
    if let type = found.type, type != field.type {
      app.error(
        "CF301", "call.\(name.text) is a \(field.type.rawValue), this is a \(type.rawValue)", at: found.range)
    }
    app.secrets.add(from: found.value, of: flow.id, to: .field(FieldID(entry.index)))
    return .setField(FieldID(entry.index), found.value)
  }

  /// `set call.rate = 120`.
  private func setSpeech(_ setting: SpeechSetting, _ cursor: inout TokenCursor, _ line: SyntaxLine)
    -> Statement?
  {
    guard cursor.take(sign: "=") else {
      app.missing("'=' was expected", cursor, line, hint: "like set call.\(setting.rawValue) = …")
      return nil
    }
    guard let found = value(&cursor) else { return nil }
    app.expectEnd(&cursor, line)
    if let type = found.type, type != .number {
      app.error(
        "CF301", "call.\(setting.rawValue) is a number, this is a \(type.rawValue)", at: found.range,
        hint: setting == .rate ? "percent of the usual speed: 120" : "dB over the usual level: 4")
      return nil
    }
    if case .constant(.number(let number)) = found.value,
      number < Decimal(setting.range.lowerBound) || number > Decimal(setting.range.upperBound)
    {
      app.error(
        "CF206",
        "call.\(setting.rawValue) is \(setting.range.lowerBound) to \(setting.range.upperBound)",
        at: found.range,
        hint: setting == .rate ? "percent of the usual speed: 120" : "dB over the usual level: 4")
    }
    return .setSpeech(setting, found.value)
  }

  func buildLanguage(_ line: SyntaxLine) -> Statement? {
    bare(line) { cursor in
      if cursor.isAt(sign: "(") {
        return value(&cursor, of: [.text], "a language", using(.logged)).map { .languageByName($0) }
      }
      guard let token = app.name("a language", &cursor, line) else { return nil }
      return app.language(token).map { .language($0) }
    }
  }
}
