import Foundation

/// Resolves the names of an expression and checks its types.
public enum ExpressionChecker {
  /// Nil when a fault was reported. The type is nil when it is not known, as of `none`.
  public static func check(
    _ syntax: ExpressionSyntax, scope: inout some ExpressionScope, into diagnostics: inout Diagnostics
  ) -> (expression: Expression, type: ValueType?)? {
    guard let typed = typed(syntax, &scope, &diagnostics) else { return nil }
    return (typed.expression, typed.type)
  }

  /// As `check`, for a condition: a flag, or `none`, which is false.
  public static func condition(
    _ syntax: ExpressionSyntax, scope: inout some ExpressionScope, into diagnostics: inout Diagnostics
  ) -> Expression? {
    guard let typed = typed(syntax, &scope, &diagnostics) else { return nil }
    return isCondition(typed, &diagnostics) ? typed.expression : nil
  }

  /// Names that have a value without anything of the application's: `language`, and functions that take nothing.
  static let givenNames: Set<String> = Set(
    [CallProperty.language.rawValue]
      + Builtin.allCases.filter { $0.signature.most == 0 }.map(\.rawValue))

  /// A checked part, with the syntax it came from for messages.
  struct Typed {
    var expression: Expression
    var type: ValueType?
    var syntax: ExpressionSyntax

    var isNone: Bool { expression == .constant(.none) }
    var range: SourceRange { syntax.range }
  }

  static func typed<S: ExpressionScope>(
    _ syntax: ExpressionSyntax, _ scope: inout S, _ diagnostics: inout Diagnostics
  ) -> Typed? {
    func made(_ expression: Expression, _ type: ValueType?) -> Typed {
      Typed(expression: expression, type: type, syntax: syntax)
    }
    switch syntax.node {
    case .constant(let value): return made(.constant(value), value.type)
    case .text(let parts):
      return text(parts, &scope, &diagnostics).map { made($0, .text) }
    case .name(let name):
      return self.name(name, syntax.range, &scope, &diagnostics).map { made($0, $1) }
    case .member(let base, let name, let range):
      return member(base, name, range, &scope, &diagnostics).map { made($0, $1) }
    case .call(let name, let range, let arguments):
      return call(name, range, arguments, &scope, &diagnostics).map { made($0, $1) }
    case .not(let value):
      guard let value = typed(value, &scope, &diagnostics), isCondition(value, &diagnostics) else {
        return nil
      }
      return made(.not(value.expression), .flag)
    case .negate(let value):
      guard let value = typed(value, &scope, &diagnostics),
        fits(value, [.number, .duration], "behind '-'", &diagnostics)
      else { return nil }
      return made(.negate(value.expression), value.type)
    case .binary(let op, let range, let a, let b):
      let left = typed(a, &scope, &diagnostics)
      let right = typed(b, &scope, &diagnostics)
      guard let left, let right else { return nil }
      return binary(op, range, left, right, &diagnostics).map { made($0, $1) }
    case .conditional(let condition, let yes, let no):
      let condition = typed(condition, &scope, &diagnostics)
      let yes = typed(yes, &scope, &diagnostics)
      let no = typed(no, &scope, &diagnostics)
      guard let condition, let yes, let no, isCondition(condition, &diagnostics) else { return nil }
      if let a = yes.type, let b = no.type, a != b {
        diagnostics.report(
          Diagnostic(
            "CF301", "'then' gives \(a.article), 'else' \(b.article)", at: no.range,
            hint: "both must be of one type"))
        return nil
      }
      return made(
        .conditional(condition.expression, then: yes.expression, else: no.expression), yes.type ?? no.type)
    case .inList(let value, _, let list):
      let value = typed(value, &scope, &diagnostics)
      let items = list.map { typed($0, &scope, &diagnostics) }
      guard let value else { return nil }
      var expressions: [Expression] = []
      for item in items {
        guard let item, canBeEqual(value, item, item.range, &diagnostics) else { return nil }
        expressions.append(item.expression)
      }
      return made(.inList(value.expression, expressions), .flag)
    case .inRange(let value, let range, let lower, let upper):
      let value = typed(value, &scope, &diagnostics)
      let lower = typed(lower, &scope, &diagnostics)
      let upper = typed(upper, &scope, &diagnostics)
      guard let value, let lower, let upper,
        isOrdered(value, lower, range, &diagnostics), isOrdered(value, upper, range, &diagnostics)
      else { return nil }
      return made(
        .inRange(value.expression, lower: lower.expression, upper: upper.expression), .flag)
    case .matches(let value, _, let pattern):
      guard let value = typed(value, &scope, &diagnostics),
        fits(value, [.text], "before 'matches'", &diagnostics)
      else { return nil }
      guard case .text(let parts) = pattern.node, let text = parts.plainText else {
        diagnostics.report(
          Diagnostic(
            "CF111", "a pattern in quotes was expected behind 'matches'", at: pattern.range,
            hint: "account matches \"02XXXXXXXX\""))
        return nil
      }
      guard let keys = KeyPattern.parse(text) else {
        diagnostics.report(
          Diagnostic(
            "CF206", "\"\(text)\" is no pattern of keys", at: pattern.range,
            hint: "X any digit, Z 1-9, N 2-9, [1-5] one of these, ? none or one, * and # themselves"))
        return nil
      }
      return made(.matches(value.expression, keys), .flag)
    }
  }

  // MARK: Texts and names

  /// A text with values: joined pieces.
  private static func text<S: ExpressionScope>(
    _ parts: [StringPart], _ scope: inout S, _ diagnostics: inout Diagnostics
  ) -> Expression? {
    if let plain = parts.plainText { return .constant(.text(plain)) }
    var whole: Expression?
    var isSound = true
    for part in parts.template(into: &diagnostics) {
      let piece: Expression
      switch part {
      case .text(let text): piece = .constant(.text(text))
      case .value(.expression(let syntax, form: nil, formRange: _)):
        guard let value = typed(syntax, &scope, &diagnostics) else {
          isSound = false
          continue
        }
        piece = value.type == .text ? value.expression : .call(.text, [value.expression])
      case .value(let other):
        diagnostics.report(
          Diagnostic(
            "CF206", "a form can stand only in a text that is spoken or logged",
            at: other.range, hint: "in an expression a text holds plain values: \"{name}\""))
        isSound = false
        continue
      }
      whole = whole.map { .binary(.add, $0, piece) } ?? piece
    }
    guard isSound, parts.count <= 128 else { return nil }
    return whole ?? .constant(.text(""))
  }

  private static func name<S: ExpressionScope>(
    _ name: String, _ range: SourceRange, _ scope: inout S, _ diagnostics: inout Diagnostics
  ) -> (Expression, ValueType?)? {
    if let found = scope.variable(name, at: range) { return found }
    if name == CallProperty.language.rawValue { return (.property(.language), .text) }
    if let builtin = Builtin(rawValue: name), builtin.signature.most == 0 {
      return (.call(builtin, []), builtin.signature.result)
    }
    let hint: String?
    if scope.calendar(name) != nil {
      hint = "'\(name)' is a calendar: is_open(\(name))"
    } else if scope.queue(name) != nil {
      hint = "'\(name)' is a queue: waiting(\(name))"
    } else if Builtin(rawValue: name) != nil {
      hint = "'\(name)' is a function: \(name)(…)"
    } else {
      hint = Suggestions.hint(name, among: scope.variableNames)
    }
    diagnostics.report(Diagnostic("CF241", "nothing gives '\(name)' a value", at: range, hint: hint))
    return nil
  }

  private static func member<S: ExpressionScope>(
    _ base: ExpressionSyntax, _ name: String, _ range: SourceRange, _ scope: inout S,
    _ diagnostics: inout Diagnostics
  ) -> (Expression, ValueType?)? {
    if let owner = base.name, owner == "call" || owner == "caller" {
      if let property = CallProperty(rawValue: owner + "." + name) {
        return (.property(property), property.type)
      }
      if owner == "call", let found = scope.field(name, at: range) { return found }
      let known = CallProperty.allCases.map(\.rawValue) + scope.fieldNames.map { "call." + $0 }
      diagnostics.report(
        Diagnostic(
          "CF241", "there is no field '\(owner).\(name)'", at: range,
          hint: Suggestions.hint(owner + "." + name, among: known)
            ?? (owner == "call" ? "declare it: field \(name) text" : nil)))
      return nil
    }
    guard let row = typed(base, &scope, &diagnostics) else { return nil }
    guard row.type == nil || row.type == .row else {
      diagnostics.report(
        Diagnostic(
          "CF301", "\(row.shown) is \(row.type.article) and has no parts", at: range))
      return nil
    }
    guard let type = scope.column(name, of: row.expression) else {
      diagnostics.report(Diagnostic("CF251", "\(row.shown) has no column '\(name)'", at: range))
      return nil
    }
    return (.member(row.expression, name), type)
  }

  // MARK: Types

  /// Whether a value may be a condition.
  private static func isCondition(_ value: Typed, _ diagnostics: inout Diagnostics) -> Bool {
    guard let type = value.type, type != .flag else { return true }
    diagnostics.report(
      Diagnostic(
        "CF301", "a condition was expected; \(value.shown) is \(type.article)", at: value.range,
        hint: type == .text || type == .number ? "compare it: == or !=" : nil))
    return false
  }

  /// Whether a value has one of the types, and is not `none`.
  static func fits(
    _ value: Typed, _ types: Set<ValueType>, _ place: String, _ diagnostics: inout Diagnostics
  ) -> Bool {
    if !value.isNone {
      guard let type = value.type, !types.contains(type) else { return true }
    }
    let wanted = ValueType.allCases.filter(types.contains).map(\.article).joined(separator: " or ")
    var hint: String?
    if types == [.number], value.type == .text { hint = "number(\(value.short))" }
    if types == [.text], let type = value.type, type != .row { hint = "text(\(value.short))" }
    diagnostics.report(
      Diagnostic(
        "CF301", "\(place) \(wanted) was expected; \(value.shown) is \(value.type.article)",
        at: value.range, hint: hint))
    return false
  }

  private static func conversion(_ a: Typed, _ b: Typed) -> String? {
    switch (a.type, b.type) {
    case (.text, .number): "number(\(a.short))"
    case (.number, .text): "number(\(b.short))"
    case (.instant, .date): "date(\(a.short))"
    case (.date, .instant): "date(\(b.short))"
    case (.instant, .time): "time(\(a.short))"
    case (.time, .instant): "time(\(b.short))"
    case (.text, .date): "date(\(a.short))"
    case (.date, .text): "date(\(b.short))"
    default: nil
    }
  }

  /// Whether two values can be compared by `==`.
  private static func canBeEqual(
    _ a: Typed, _ b: Typed, _ range: SourceRange, _ diagnostics: inout Diagnostics
  ) -> Bool {
    guard let left = a.type, let right = b.type, left != right else { return true }
    diagnostics.report(
      Diagnostic(
        "CF301", "\(a.shown) is \(left.article) and \(b.shown) is \(right.article): they are never equal",
        at: range, hint: conversion(a, b)))
    return false
  }

  /// Whether two values have an order.
  private static func isOrdered(
    _ a: Typed, _ b: Typed, _ range: SourceRange, _ diagnostics: inout Diagnostics
  ) -> Bool {
    let ordered: Set<ValueType> = [.number, .date, .time, .instant, .duration]
    for value in [a, b] where value.isNone || !(value.type.map(ordered.contains) ?? true) {
      if value.type == .text {
        let other = value.syntax == a.syntax ? b : a
        if other.type == .date || other.type == .time { break }
        diagnostics.report(
          Diagnostic(
            "CF301", "\(value.shown) is a text, and texts have no order", at: range,
            hint: "number(\(value.short))"))
      } else {
        diagnostics.report(
          Diagnostic("CF301", "\(value.shown) is \(value.type.article), which has no order", at: range))
      }
      return false
    }
    guard let left = a.type, let right = b.type, left != right else { return true }
    diagnostics.report(
      Diagnostic(
        "CF301",
        "\(a.shown) is \(left.article) and \(b.shown) is \(right.article): they cannot be compared",
        at: range, hint: conversion(a, b)))
    return false
  }

  private static func binary(
    _ op: BinaryOperator, _ range: SourceRange, _ a: Typed, _ b: Typed, _ diagnostics: inout Diagnostics
  ) -> (Expression, ValueType?)? {
    let made = Expression.binary(op, a.expression, b.expression)
    switch op {
    case .and, .or:
      let isSound = (isCondition(a, &diagnostics), isCondition(b, &diagnostics))
      return isSound.0 && isSound.1 ? (made, .flag) : nil
    case .equal, .notEqual:
      return canBeEqual(a, b, range, &diagnostics) ? (made, .flag) : nil
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return isOrdered(a, b, range, &diagnostics) ? (made, .flag) : nil
    case .add, .subtract:
      return sum(op, range, a, b, &diagnostics).map { (made, $0) }
    case .multiply, .divide, .remainder:
      let place = "beside '\(op.rawValue)'"
      guard fits(a, [.number], place, &diagnostics), fits(b, [.number], place, &diagnostics) else {
        return nil
      }
      return (made, .number)
    }
  }

  /// The type of a sum or difference: numbers, texts (only joined), durations, instants moved by durations.
  private static func sum(
    _ op: BinaryOperator, _ range: SourceRange, _ a: Typed, _ b: Typed, _ diagnostics: inout Diagnostics
  ) -> ValueType?? {
    if !a.isNone, !b.isNone {
      switch (a.type, b.type, op) {
      case (nil, let known, _) where known != .flag && known != .row: return .some(known)
      case (let known, nil, _) where known != .flag && known != .row: return .some(known)
      case (.number, .number, _): return .some(.number)
      case (.text, .text, .add): return .some(.text)
      case (.duration, .duration, _): return .some(.duration)
      case (.instant, .duration, _), (.duration, .instant, .add): return .some(.instant)
      case (.instant, .instant, .subtract): return .some(.duration)
      default: break
      }
    }
    var hint: String?
    switch (a.type, b.type, op) {
    case (.text, .text, _), (.text, .number, .subtract), (.number, .text, .subtract):
      hint = "number(\((a.type == .text ? a : b).short))"
    case (.text, let other?, .add) where other != .row: hint = "text(\(b.short))"
    case (let other?, .text, .add) where other != .row: hint = "text(\(a.short))"
    case (.date, .duration, .add): hint = "add(\(a.short), \(b.short))"
    case (.date, .date, .subtract): hint = "days_between(\(b.short), \(a.short))"
    default: break
    }
    diagnostics.report(
      Diagnostic(
        "CF301",
        "\(a.shown) is \(a.type.article) and \(b.shown) is \(b.type.article): '\(op.rawValue)' does not join them",
        at: range, hint: hint))
    return nil
  }
}

extension ExpressionChecker.Typed {
  /// For a message: `'account'`, or "this".
  var shown: String {
    switch syntax.node {
    case .name, .member, .constant: isNone ? "this" : "'\(short)'"
    default: "this"
    }
  }
  /// As it would be written again, shortened.
  var short: String { syntax.short }
}

extension ExpressionSyntax {
  /// As it would be written again, shortened.
  var short: String {
    switch node {
    case .name(let name): name
    case .member(let base, let name, _): base.short + "." + name
    case .constant(.number(let n)): "\(n)"
    case .constant(.flag(let flag)): "\(flag)"
    case .constant(.none): "none"
    case .constant(.date(let day)): day.description
    case .constant(.time(let time)): time.description
    case .constant(.duration(let duration)): BuiltinText.written(duration)
    case .text(let parts):
      if let text = parts.plainText, text.utf8.count <= 24 { "\"\(text)\"" } else { "…" }
    case .call(let name, _, let arguments):
      arguments.isEmpty ? name : "\(name)(\(arguments.count == 1 ? arguments[0].value.short : "…"))"
    default: "…"
    }
  }
}

extension ValueType {
  /// `a number`, `an instant`.
  public var article: String { self == .instant ? "an instant" : "a \(rawValue)" }
}
extension ValueType? {
  /// `a number`, or `none`.
  var article: String { self?.article ?? "none" }
}

extension Value {
  /// Nil for `undefined` and `none`.
  public var type: ValueType? {
    switch self {
    case .undefined, .none: nil
    case .flag: .flag
    case .number: .number
    case .text: .text
    case .date: .date
    case .time: .time
    case .instant: .instant
    case .duration: .duration
    case .row: .row
    }
  }
}

extension CallProperty {
  public var type: ValueType {
    switch self {
    case .start: .instant
    case .rate, .volume: .number
    case .id, .number, .outcome, .callerNumber, .callerName, .language: .text
    }
  }
}
