extension ExpressionChecker {
  /// Functions that take the name of something instead of a value.
  private enum Named: String, CaseIterable {
    case isOpen = "is_open", isHoliday = "is_holiday"
    case isOn = "is_on"
    case waiting, agents, eta
    case defined
  }
  /// All functions, for "did you mean".
  public static let functionNames = Builtin.allCases.map(\.rawValue) + Named.allCases.map(\.rawValue)

  static func call<S: ExpressionScope>(
    _ name: String, _ range: SourceRange, _ arguments: [ArgumentSyntax], _ scope: inout S,
    _ diagnostics: inout Diagnostics
  ) -> (Expression, ValueType?)? {
    if let named = arguments.compactMap(\.name).first {
      diagnostics.report(
        Diagnostic(
          "CF113", "there is no operator '='", at: named.range,
          hint: "'\(name)' takes its values by place; == compares"))
      return nil
    }
    if let function = Named(rawValue: name) {
      return self.named(function, range, arguments.map(\.value), &scope, &diagnostics)
    }
    guard let builtin = Builtin(rawValue: name) else {
      diagnostics.report(
        Diagnostic(
          "CF113", "there is no function '\(name)'", at: range,
          hint: Suggestions.hint(name, among: functionNames)))
      return nil
    }
    let signature = builtin.signature
    guard arity(name, range, arguments, signature.required, signature.most, &diagnostics) else { return nil }
    var values: [Expression] = []
    var types: [ValueType?] = []
    var isSound = true
    for (i, argument) in arguments.enumerated() {
      guard let value = typed(argument.value, &scope, &diagnostics),
        fits(value, signature.types(i), "in \(name)(…)", &diagnostics)
      else {
        isSound = false
        continue
      }
      values.append(value.expression)
      types.append(value.type)
    }
    guard isSound else { return nil }
    // A moved day is a day.
    let result = builtin == .add && types.first == .date ? .date : signature.result
    return (.call(builtin, values), result)
  }

  private static func arity(
    _ name: String, _ range: SourceRange, _ arguments: [ArgumentSyntax], _ required: Int, _ most: Int,
    _ diagnostics: inout Diagnostics
  ) -> Bool {
    let count = arguments.count
    guard count < required || count > most else { return true }
    let wanted = required == most ? "\(most)" : "\(required) to \(most)"
    let unit = required == most && most == 1 ? "value" : "values"
    if count > most {
      diagnostics.report(
        Diagnostic(
          "CF112", "\(name)(…) takes \(wanted) \(unit), not \(count)", at: arguments[most].value.range))
    } else {
      diagnostics.report(
        Diagnostic("CF111", "\(name)(…) takes \(wanted) \(unit), not \(count)", at: range))
    }
    return false
  }

  private static func named<S: ExpressionScope>(
    _ function: Named, _ range: SourceRange, _ arguments: [ExpressionSyntax], _ scope: inout S,
    _ diagnostics: inout Diagnostics
  ) -> (Expression, ValueType?)? {
    let most = function == .isOpen ? 2 : 1
    let list = arguments.map { ArgumentSyntax(value: $0) }
    guard arity(function.rawValue, range, list, 1, most, &diagnostics) else { return nil }
    let first = arguments[0]
    guard let name = first.name else {
      let kind =
        [Named.isOpen, .isHoliday].contains(function) ? "calendar" : function == .isOn ? "switch" : "queue"
      diagnostics.report(
        Diagnostic(
          "CF111",
          "in \(function.rawValue)(…) the name of a \(function == .defined ? "variable" : kind) was expected",
          at: first.range))
      return nil
    }
    switch function {
    case .isOpen, .isHoliday:
      guard let calendar = scope.calendar(name) else {
        diagnostics.report(
          Diagnostic(
            "CF222", "there is no calendar '\(name)'", at: first.range,
            hint: Suggestions.hint(name, among: scope.calendarNames)))
        return nil
      }
      if function == .isHoliday { return (.isHoliday(calendar), .flag) }
      guard arguments.count > 1 else { return (.isOpen(calendar, at: nil), .flag) }
      guard let instant = typed(arguments[1], &scope, &diagnostics),
        fits(instant, [.instant], "in is_open(…)", &diagnostics)
      else { return nil }
      return (.isOpen(calendar, at: instant.expression), .flag)
    case .isOn:
      guard let toggle = scope.toggle(name) else {
        diagnostics.report(
          Diagnostic(
            "CF229", "there is no switch '\(name)'", at: first.range,
            hint: Suggestions.hint(name, among: scope.switchNames) ?? "declare it: switch \(name) off"))
        return nil
      }
      return (.isOn(toggle), .flag)
    case .waiting, .agents, .eta:
      guard let queue = scope.queue(name) else {
        diagnostics.report(
          Diagnostic(
            "CF221", "there is no queue '\(name)'", at: first.range,
            hint: Suggestions.hint(name, among: scope.queueNames)))
        return nil
      }
      let figure = QueueFigure(rawValue: function.rawValue) ?? .waiting
      return (.queueFigure(figure, queue), figure == .eta ? .duration : .number)
    case .defined:
      guard let (expression, _) = scope.variable(name, at: first.range) else {
        return (.constant(.flag(false)), .flag)
      }
      if case .variable(let id) = expression { return (.isDefined(id), .flag) }
      return (.constant(.flag(true)), .flag)
    }
  }
}
