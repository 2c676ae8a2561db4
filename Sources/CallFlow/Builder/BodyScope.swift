import Wording

/// What a name means at one place of an application.
struct BodyScope: ExpressionScope {
  /// What is done with a value that is named.
  enum Use: Hashable {
    case computed, spoken, logged, noted, dialled, kept
    /// Part of an address, which others write down.
    case addressed
    var word: String {
      switch self {
      case .computed, .kept: "kept"
      case .spoken: "spoken"
      case .logged: "logged"
      case .noted: "noted"
      case .dialled: "dialled"
      case .addressed: "sent where others read it"
      }
    }
  }
  /// Names that were met, for prompts: they are read once a flow and told at each `say`.
  final class Names {
    var used: [VariableID] = []
    var missing: [String] = []
    var usesEntry = false
    var prompts = 0
    var letters = 0
  }

  let app: ApplicationBuilder
  /// Nil outside of flows: only constants and fields are known.
  let flow: FlowBuilder?
  var locals: [String: (Expression, ValueType?)] = [:]
  /// The table whose columns are bare names here.
  var table: TableID?
  var use = Use.computed
  /// Where names are gathered in place of being told at once.
  var names: Names?
  /// While types are still being inferred nothing is noted.
  var isSilent = false
  var depth = 0

  init(app: ApplicationBuilder, flow: FlowBuilder?) {
    self.app = app
    self.flow = flow
  }

  mutating func variable(_ name: String, at range: SourceRange) -> (Expression, ValueType?)? {
    if let local = locals[name] {
      if case .entry = local.0 { names?.usesEntry = true }
      return local
    }
    let slot = flow?.slot(of: name)
    if let table {
      let item = app.content.tables[table]
      if let column = item.columns.firstIndex(where: { $0.name == name }) {
        if slot != nil && !isSilent && flow?.variables[slot?.index ?? 0].isOnlyRead == false {
          app.error(
            "CF211", "'\(name)' is a column of '\(item.name)' and a variable here", at: range,
            hint: "give the variable another name")
        }
        return (.column(column), item.columns[column].type)
      }
    }
    if let slot, let flow {
      if let names {
        names.used.append(slot)
      } else if !isSilent {
        flow.noteUse(slot, at: range, use)
      }
      return (.variable(slot), flow.type(of: slot, depth: depth))
    }
    if let entry = app.names[.const, name] { return app.constant(entry.index) }
    // What the language gives is known everywhere, however often it is named.
    if ExpressionChecker.givenNames.contains(name) { return nil }
    if flow?.losesNames ?? false { return (.constant(.undefined), nil) }
    if let names {
      names.missing.append(name)
      return (.constant(.undefined), nil)
    }
    if !isSilent, let flow, !flow.isFirstUnknown(name) { return (.constant(.undefined), nil) }
    return nil
  }

  mutating func field(_ name: String, at range: SourceRange) -> (Expression, ValueType?)? {
    guard let entry = app.names[.field, name], app.content.fields.indices.contains(entry.index) else {
      return nil
    }
    let field = app.content.fields[entry.index]
    if field.privacy == .secret && use == .spoken && !isSilent {
      app.error("CF280", "the secret call.\(name) would be spoken", at: range)
    }
    return (.field(FieldID(entry.index)), field.type)
  }

  func column(_ name: String, of row: Expression) -> ValueType?? {
    guard case .variable(let id) = row, let flow, flow.variables.indices.contains(id.index),
      let table = flow.variables[id.index].table
    else { return .some(nil) }
    guard let column = app.content.tables[table].columns.first(where: { $0.name == name }) else {
      return nil
    }
    if column.isSecret, !isSilent {
      let row = flow.variables[id.index]
      app.error(
        "CF280", "the secret column '\(name)' is not in the row '\(row.name)'", at: row.range,
        hint: "read it by its name: read \(name)")
    }
    return .some(column.type)
  }
  func calendar(_ name: String) -> CalendarID? { app.names[.calendar, name].map { CalendarID($0.index) } }
  func toggle(_ name: String) -> SwitchID? { app.names[.toggle, name].map { SwitchID($0.index) } }
  var switchNames: [String] { app.names.names(.toggle) }
  func queue(_ name: String) -> QueueIndex? { app.names[.queue, name].map { QueueIndex($0.index) } }

  var variableNames: [String] {
    let columns = table.map { app.content.tables[$0].columns.map(\.name) } ?? []
    return columns + locals.keys.sorted() + (flow?.variables.map(\.name) ?? []) + app.names.names(.const)
  }
  var fieldNames: [String] { app.names.names(.field) }
  var calendarNames: [String] { app.names.names(.calendar) }
  var queueNames: [String] { app.names.names(.queue) }
}

extension ApplicationBuilder {
  /// Reads an expression; nil when a fault was told.
  func expressionSyntax(_ cursor: inout TokenCursor) -> ExpressionSyntax? {
    var found = Diagnostics()
    let syntax = ExpressionParser.parse(&cursor, into: &found)
    report(found)
    return syntax
  }
  func report(_ found: Diagnostics) { diagnostics.report(found.all) }
  func report(_ found: [Diagnostic]) { diagnostics.report(found) }

  /// Resolves an expression; nil when a fault was told.
  func check(_ syntax: ExpressionSyntax, _ scope: BodyScope) -> (Expression, ValueType?)? {
    var found = Diagnostics()
    var scope = scope
    // The findings come back by value: the scope itself may report while the checker runs.
    let checked = ExpressionChecker.check(syntax, scope: &scope, into: &found)
    report(found)
    return checked.map { ($0.expression, $0.type) }
  }
  func condition(_ syntax: ExpressionSyntax, _ scope: BodyScope) -> Expression? {
    var found = Diagnostics()
    var scope = scope
    let checked = ExpressionChecker.condition(syntax, scope: &scope, into: &found)
    report(found)
    return checked
  }

  /// The text of a string with its values resolved.
  func template(_ parts: [StringPart], _ scope: BodyScope) -> Template {
    var found = Diagnostics()
    let template = template(parts, scope, into: &found)
    report(found)
    return template
  }

  func template(_ parts: [StringPart], _ scope: BodyScope, into found: inout Diagnostics) -> Template {
    Template(
      parts.template(into: &found).compactMap { part in
        switch part {
        case .text(let text): return .text(text)
        case .value(.particle(let consonant, let vowel, _)): return .particle(consonant, vowel)
        case .value(.hours(let token)):
          if let entry = names[.calendar, token.text] { return .hours(CalendarID(entry.index)) }
          guard isFirst(token.text, "CF222") else { return nil }
          found.report(
            Diagnostic(
              "CF222", "there is no calendar '\(token.text)'", at: token.range,
              hint: Suggestions.hint(token.text, among: names.names(.calendar))))
          return nil
        case .value(.expression(let syntax, let form, let formRange)):
          return value(syntax, form, formRange, scope, into: &found)
        }
      })
  }

  private func value(
    _ syntax: ExpressionSyntax, _ words: [String]?, _ formRange: SourceRange?, _ scope: BodyScope,
    into found: inout Diagnostics
  ) -> Template.Part? {
    var scope = scope
    guard let (expression, type) = ExpressionChecker.check(syntax, scope: &scope, into: &found) else {
      return nil
    }
    guard let words else {
      if scope.use == .spoken, isDigits(expression, scope) {
        found.report(
          Diagnostic(
            "CF225", "these digits need a form to be spoken", at: syntax.range,
            hint: "write {\(syntax.name ?? "…") as digits}, or as number, phone, spell, text"))
      } else if type == .row {
        found.report(
          Diagnostic(
            "CF301", "a whole row cannot be put in a text", at: syntax.range,
            hint: "name one of its columns: {row.column}"))
      }
      return .value(expression, nil)
    }
    guard let form = Form(words: words) else {
      let known = Form.names + ["hours"]
      found.report(
        Diagnostic(
          "CF206", "there is no form '\(words.joined(separator: " "))'", at: formRange ?? syntax.range,
          hint: words.first.flatMap { Suggestions.hint($0, among: known) }
            ?? "one of \(known.joined(separator: ", "))"))
      return .value(expression, nil)
    }
    if let type, !form.takes(type) {
      found.report(
        Diagnostic(
          "CF301", "a \(type.rawValue) cannot be put in words as \(words.joined(separator: " "))",
          at: syntax.range, hint: type == .text && form.takes(.number) ? "use number(…)" : nil))
    }
    return .value(expression, form)
  }

  /// Whether a text holds digits that were pressed or dialled.
  private func isDigits(_ expression: Expression, _ scope: BodyScope) -> Bool {
    switch expression {
    case .variable(let id): return scope.flow?.variables[id.index].isDigits ?? false
    case .entry: return scope.locals["value"]?.1 == .text
    case .property(.number), .property(.callerNumber): return true
    default: return false
    }
  }
}

extension Form {
  /// Whether values of a type can be put in words by this form.
  func takes(_ type: ValueType) -> Bool {
    switch self {
    case .digits, .spell, .phone: type == .text || type == .number
    case .name: type == .text
    case .birthdate: type == .text || type == .date
    case .text: type != .row
    case .number, .ordinal, .count, .currency: type == .number
    case .date: type == .date || type == .instant
    case .time: type == .time || type == .instant
    case .instant: type == .instant
    case .duration: type == .duration
    }
  }
}
