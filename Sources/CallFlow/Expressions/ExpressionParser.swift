import Foundation

/// Reads an expression from tokens (one Pratt parser).
public enum ExpressionParser {
  /// Levels of nesting that are read.
  public static let depthLimit = 256

  /// Words that are no names.
  public static let reserved: Set<String> = [
    "if", "then", "else", "and", "or", "not", "in", "matches", "true", "false", "none", "as", "when",
  ]

  /// Stops before the first token that cannot continue the expression (`->`, `{`, `else`, a word, the end).
  /// Nil when a fault was reported; the cursor then stands before the next `->`, `else` or at the end.
  public static func parse(
    _ cursor: inout TokenCursor, into diagnostics: inout Diagnostics
  ) -> ExpressionSyntax? {
    var climber = PrecedenceClimber(cursor)
    let result = climber.expression(above: 0)
    return finish(result, climber, &cursor, &diagnostics)
  }

  /// `( [name =] expr, … )`, the opening parenthesis next. Nil as above.
  public static func arguments(
    _ cursor: inout TokenCursor, into diagnostics: inout Diagnostics
  ) -> [ArgumentSyntax]? {
    var climber = PrecedenceClimber(cursor)
    let result = climber.arguments()?.arguments
    return finish(result, climber, &cursor, &diagnostics)
  }

  private static func finish<Result>(
    _ result: Result?, _ climber: PrecedenceClimber, _ cursor: inout TokenCursor,
    _ diagnostics: inout Diagnostics
  ) -> Result? {
    cursor = climber.cursor
    diagnostics.report(climber.findings)
    guard let result, !climber.hasFailed else {
      while let token = cursor.peek, !token.isSign("->"), !token.isWord("else") { cursor.next() }
      return nil
    }
    return result
  }
}

/// One reading of one expression.
private struct PrecedenceClimber {
  var cursor: TokenCursor
  var findings: [Diagnostic] = []
  /// A fault that leaves no tree worth checking.
  var hasFailed = false
  private var level = 0

  init(_ cursor: TokenCursor) { self.cursor = cursor }

  // Binding powers, weakest first.
  private static let or = 1
  private static let and = 2
  private static let comparison = 4
  private static let sum = 5
  private static let product = 6

  private mutating func report(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil)
  {
    findings.append(Diagnostic(code, message, at: range, hint: hint))
  }
  /// Reports the first fault and gives up; what follows from it is not told.
  private mutating func fail(
    _ code: String, _ message: String, at range: SourceRange, hint: String? = nil
  ) -> ExpressionSyntax? {
    if !hasFailed { report(code, message, at: range, hint: hint) }
    hasFailed = true
    return nil
  }

  private func make(
    _ node: ExpressionSyntax.Node, from first: SourceRange, depth: Int
  ) -> ExpressionSyntax {
    let last = cursor.previous?.range ?? first
    var range = first
    if last.start.line == first.start.line, last.start.file == first.start.file {
      range.length = max(first.length, last.start.column + last.length - first.start.column)
    }
    return ExpressionSyntax(node, range, depth: depth + 1)
  }
  /// The tree, unless it has grown too deep.
  private mutating func checked(_ made: ExpressionSyntax) -> ExpressionSyntax? {
    guard made.depth <= ExpressionParser.depthLimit else { return tooDeep(made.range) }
    return made
  }
  private mutating func tooDeep(_ range: SourceRange) -> ExpressionSyntax? {
    fail(
      "CF106", "this expression is nested deeper than \(ExpressionParser.depthLimit)", at: range,
      hint: "set parts of it to variables first")
  }

  mutating func expression(above power: Int) -> ExpressionSyntax? {
    level += 1
    defer { level -= 1 }
    guard level <= ExpressionParser.depthLimit else { return tooDeep(cursor.here) }
    guard var left = prefix() else { return nil }
    while let step = infix(), step.power > power {
      cursor.next()
      guard let next = combine(left, step), let sound = checked(next) else { return nil }
      left = sound
    }
    return left
  }

  // MARK: Operators

  private struct Infix {
    enum Kind { case binary(BinaryOperator), inside, matches, unknown(hint: String) }
    var kind: Kind
    var power: Int
    var range: SourceRange
    /// How it should be spelled, if it is not.
    var mend: String?
  }

  private func infix() -> Infix? {
    guard let token = cursor.peek else { return nil }
    typealias Climber = PrecedenceClimber
    func found(_ op: BinaryOperator, _ power: Int, mend: String? = nil) -> Infix {
      Infix(kind: .binary(op), power: power, range: token.range, mend: mend)
    }
    switch token.kind {
    case .word:
      switch token.text {
      case "or": return found(.or, Climber.or)
      case "and": return found(.and, Climber.and)
      case "in": return Infix(kind: .inside, power: Climber.comparison, range: token.range)
      case "matches": return Infix(kind: .matches, power: Climber.comparison, range: token.range)
      default: return nil
      }
    case .sign:
      switch token.text {
      case "+": return found(.add, Climber.sum)
      case "-": return found(.subtract, Climber.sum)
      case "*": return found(.multiply, Climber.product)
      case "/": return found(.divide, Climber.product)
      case "%": return found(.remainder, Climber.product)
      case "==": return found(.equal, Climber.comparison)
      case "!=": return found(.notEqual, Climber.comparison)
      case "<": return found(.less, Climber.comparison)
      case "<=": return found(.lessOrEqual, Climber.comparison)
      case ">": return found(.greater, Climber.comparison)
      case ">=": return found(.greaterOrEqual, Climber.comparison)
      case "=": return found(.equal, Climber.comparison, mend: "== compares, = sets")
      case "===": return found(.equal, Climber.comparison, mend: "write ==")
      case "!==": return found(.notEqual, Climber.comparison, mend: "write !=")
      case "&&", "&": return found(.and, Climber.and, mend: "write and")
      case "||", "|": return found(.or, Climber.or, mend: "write or")
      case "?":
        return Infix(
          kind: .unknown(hint: "write if … then … else …"), power: Climber.or, range: token.range)
      case "[":
        return Infix(
          kind: .unknown(hint: "a value has no elements; parts of a text: left, right, mid"),
          power: Climber.product + 1, range: token.range)
      default: return nil
      }
    default: return nil
    }
  }

  private mutating func combine(_ left: ExpressionSyntax, _ step: Infix) -> ExpressionSyntax? {
    if let mend = step.mend, let token = cursor.previous {
      report("CF113", "there is no operator '\(token.text)'", at: step.range, hint: mend)
    }
    let made: ExpressionSyntax
    switch step.kind {
    case .unknown(let hint):
      return fail(
        "CF113", "there is no operator '\(cursor.previous?.text ?? "")'", at: step.range, hint: hint)
    case .binary(let op):
      guard let right = expression(above: step.power) else { return nil }
      made = make(
        .binary(op, step.range, left, right), from: left.range, depth: max(left.depth, right.depth))
    case .matches:
      guard let right = expression(above: step.power) else { return nil }
      made = make(.matches(left, step.range, right), from: left.range, depth: max(left.depth, right.depth))
    case .inside:
      guard let inside = inside(left, step) else { return nil }
      made = inside
    }
    if step.power == PrecedenceClimber.comparison, let next = infix(), next.power == step.power {
      return fail(
        "CF113", "two values are compared at a time", at: next.range, hint: "write a < b and b < c")
    }
    return made
  }

  /// What follows `in`: a list or a range.
  private mutating func inside(_ left: ExpressionSyntax, _ step: Infix) -> ExpressionSyntax? {
    var lower: ExpressionSyntax
    if cursor.isAt(sign: "(") {
      let first = cursor.here
      guard let (list, close) = arguments() else { return nil }
      if let named = list.first(where: { $0.name != nil })?.name {
        return fail("CF113", "there is no operator '='", at: named.range, hint: "a list holds values")
      }
      var isList = list.count != 1
      if !isList, let next = infix(), next.power >= PrecedenceClimber.sum {
        isList = false
      } else if !isList {
        isList = !cursor.isAt(sign: "..")
      }
      if isList {
        guard !list.isEmpty else { return fail("CF111", "this list is empty", at: close) }
        return make(
          .inList(left, step.range, list.map(\.value)), from: left.range,
          depth: max(left.depth, list.map(\.value.depth).max() ?? 0))
      }
      lower = list[0].value
      lower.range = first
      while let next = infix(), next.power >= PrecedenceClimber.sum {
        cursor.next()
        guard let more = combine(lower, next), let sound = checked(more) else { return nil }
        lower = sound
      }
    } else {
      guard let value = expression(above: step.power) else { return nil }
      lower = value
    }
    guard cursor.take(sign: "..") else {
      return fail(
        "CF111", "a list or a range was expected behind 'in'", at: lower.range,
        hint: "write x in (1, 2, 3) or x in 1..3")
    }
    guard let upper = expression(above: step.power) else { return nil }
    return make(
      .inRange(left, step.range, lower: lower, upper: upper), from: left.range,
      depth: max(left.depth, lower.depth, upper.depth))
  }

  private mutating func prefix() -> ExpressionSyntax? {
    guard let token = cursor.peek else { return missing() }
    let isNot = token.isWord("not")
    if isNot || token.isSign("!") {
      cursor.next()
      if !isNot { report("CF113", "there is no operator '!'", at: token.range, hint: "write not") }
      guard let value = expression(above: PrecedenceClimber.comparison - 1) else { return nil }
      return checked(make(.not(value), from: token.range, depth: value.depth))
    }
    if token.isSign("-") || token.isSign("+") {
      cursor.next()
      guard let value = expression(above: PrecedenceClimber.product) else { return nil }
      if token.isSign("+") { return value }
      if case .constant(.number(let number)) = value.node {
        return make(.constant(.number(-number)), from: token.range, depth: 0)
      }
      return checked(make(.negate(value), from: token.range, depth: value.depth))
    }
    if token.isWord("if") { return conditional(token) }
    guard var value = primary(token) else { return nil }
    while let dot = cursor.peek, dot.isSign(".") {
      cursor.next()
      guard let name = cursor.takeWord() else {
        return fail("CF111", "a name was expected behind the point\(shownNext)", at: cursor.here)
      }
      guard
        let made = checked(make(.member(value, name.text, name.range), from: value.range, depth: value.depth))
      else { return nil }
      value = made
    }
    return value
  }

  private mutating func conditional(_ first: Token) -> ExpressionSyntax? {
    cursor.next()
    guard let condition = expression(above: 0) else { return nil }
    guard cursor.take(word: "then") else {
      return fail("CF111", "'then' was expected\(shownNext)", at: cursor.here, hint: "if … then … else …")
    }
    guard let yes = expression(above: 0) else { return nil }
    guard cursor.take(word: "else") else {
      return fail("CF111", "'else' was expected\(shownNext)", at: cursor.here, hint: "if … then … else …")
    }
    guard let no = expression(above: 0) else { return nil }
    return checked(
      make(
        .conditional(condition, then: yes, else: no), from: first.range,
        depth: max(condition.depth, yes.depth, no.depth)))
  }

  private var shownNext: String { cursor.peek.map { ", not \($0.shown)" } ?? "" }

  private mutating func missing() -> ExpressionSyntax? {
    guard let token = cursor.peek else { return fail("CF111", "a value is missing here", at: cursor.here) }
    return fail("CF111", "a value was expected, not \(token.shown)", at: token.range)
  }

  // MARK: Values

  private mutating func primary(_ token: Token) -> ExpressionSyntax? {
    func constant(_ value: Value) -> ExpressionSyntax {
      cursor.next()
      return make(.constant(value), from: token.range, depth: 0)
    }
    switch token.kind {
    case .number(let number):
      guard number.isFinite else {
        return fail(
          "CF206", "a number has at most \(NumberText.digitLimit) digits", at: token.range,
          hint: "put quotes around digits that are not counted with")
      }
      return constant(.number(number))
    case .duration(let duration): return constant(.duration(duration))
    case .clock(let time): return constant(.time(time))
    case .day(let day): return constant(.date(day))
    case .string(let parts):
      cursor.next()
      return make(.text(parts), from: token.range, depth: 0)
    case .sign:
      guard token.text == "(" else { return missing() }
      return parenthesis(token)
    case .word: break
    }
    switch token.text {
    case "true": return constant(.flag(true))
    case "false": return constant(.flag(false))
    case "none", "null": return constant(.none)
    case _ where ExpressionParser.reserved.contains(token.text): return missing()
    default: break
    }
    cursor.next()
    if let minus = token.text.firstIndex(of: "-") {
      let (left, right) = (token.text[..<minus], token.text[token.text.index(after: minus)...])
      return fail(
        "CF114", "'\(token.text)' is one word, and a name has no '-'", at: token.range,
        hint: "put blanks around the minus: \(left) - \(right)")
    }
    guard cursor.isAt(sign: "(") else { return make(.name(token.text), from: token.range, depth: 0) }
    guard let (list, _) = arguments() else { return nil }
    return checked(
      make(
        .call(token.text, token.range, list), from: token.range,
        depth: list.map(\.value.depth).max() ?? 0))
  }

  private mutating func parenthesis(_ open: Token) -> ExpressionSyntax? {
    cursor.next()
    guard let value = expression(above: 0) else { return nil }
    if cursor.isAt(sign: ",") {
      return fail("CF111", "a list can stand only behind 'in'", at: open.range)
    }
    guard close(open.range) else { return nil }
    return value
  }

  private mutating func close(_ open: SourceRange) -> Bool {
    if cursor.take(sign: ")") { return true }
    if let token = cursor.peek, !token.isSign("->"), !token.isSign("{") {
      _ = fail("CF112", "\(token.shown) is one too many here", at: token.range)
    } else {
      _ = fail("CF110", "this ( is never closed", at: open, hint: "add its )")
    }
    return false
  }

  /// `( [name =] expr, … )` and the place of its `)`.
  mutating func arguments() -> (arguments: [ArgumentSyntax], close: SourceRange)? {
    let open = cursor.here
    guard cursor.take(sign: "(") else {
      _ = fail("CF111", "a ( was expected\(shownNext)", at: cursor.here)
      return nil
    }
    var list: [ArgumentSyntax] = []
    if !cursor.isAt(sign: ")") {
      repeat {
        var name: Token?
        if let word = cursor.peek, case .word = word.kind, cursor.peek(ahead: 1)?.isSign("=") == true {
          name = word
          cursor.next()
          cursor.next()
        }
        guard let value = expression(above: 0) else { return nil }
        list.append(ArgumentSyntax(name: name, value: value))
      } while cursor.take(sign: ",")
    }
    let here = cursor.here
    guard close(open) else { return nil }
    return (list, here)
  }
}
