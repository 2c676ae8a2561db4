import CallFlow
import Chronology
import Foundation

/// A scope with a name of each type, and the context that holds their values.
struct Names: ExpressionScope, EvaluationContext {
  static let variables: [(name: String, type: ValueType?, value: Value)] = [
    ("account", .text, .text("12345678")), ("balance", .number, .number(52_300)), ("vip", .flag, .flag(true)),
    ("due", .date, .date(Day(daysSince1970: 20_515))), ("alarm", .time, .time(.midnight)),
    ("since", .instant, .instant(Instant(milliseconds: 0))), ("wait", .duration, .duration(.seconds(90))),
    ("row", .row, .row(["holder": .text("김민지")])), ("empty", .text, .none), ("missing", .number, .none),
    ("unset", .number, .undefined), ("이름", .text, .text("민지")), ("anything", nil, .number(7)),
  ]

  func variable(_ name: String, at range: SourceRange) -> (CallFlow.Expression, ValueType?)? {
    Names.variables.firstIndex { $0.name == name }.map {
      (.variable(VariableID($0)), Names.variables[$0].type)
    }
  }
  func field(_ name: String, at range: SourceRange) -> (CallFlow.Expression, ValueType?)? {
    name == "order" ? (.field(FieldID(0)), .text) : nil
  }
  func column(_ name: String, of row: CallFlow.Expression) -> ValueType?? {
    name == "holder" ? .some(.text) : nil
  }
  func calendar(_ name: String) -> CalendarID? { name == "office" ? CalendarID(0) : nil }
  func queue(_ name: String) -> QueueIndex? { name == "billing" ? QueueIndex(0) : nil }
  var variableNames: [String] { Names.variables.map(\.name) }
  var fieldNames: [String] { ["order"] }
  var calendarNames: [String] { ["office"] }
  var queueNames: [String] { ["billing"] }

  func value(of variable: VariableID) -> Value { Names.variables[variable.index].value }
  func value(of field: FieldID) -> Value { .text("A-17") }
  func parameter(_ index: Int) -> Value { .number(Decimal(index)) }
  var entry: Value { .text("42") }
  func column(_ index: Int) -> Value { .none }
  func property(_ property: CallProperty) -> Value {
    switch property {
    case .callerNumber: .text("+821012345678")
    case .callerName: .none
    case .start: .instant(now)
    case .language: .text("ko")
    default: .text(property.rawValue)
    }
  }
  /// Tuesday, 2026-03-03, 10:15:30 in Seoul.
  var now: Instant { Instant(milliseconds: 1_772_500_530_000) }
  var zone: Zone { Zone("Asia/Seoul") ?? .utc }
  func isOpen(_ calendar: CalendarID, at instant: Instant) -> Bool { instant >= now }
  func isHoliday(_ calendar: CalendarID, at instant: Instant) -> Bool { false }
  func queueFigure(_ figure: QueueFigure, of queue: QueueIndex) -> Value {
    figure == .eta ? .duration(.seconds(120)) : .number(figure == .waiting ? 3 : 2)
  }
}

/// An expression read, checked and evaluated among `Names`.
struct Evaluation {
  var syntax: ExpressionSyntax?
  var checked: (expression: CallFlow.Expression, type: ValueType?)?
  var diagnostics = Diagnostics()
  /// What the parser left unread.
  var rest: [String]
  private let source: SourceText

  init(_ text: String) {
    source = SourceText(name: "a.callflow", text: "x \(text)\n")
    let file = Reader.read(source, file: 0, into: &diagnostics)
    let line = file.lines.first
    let tokens = (line?.arguments ?? []) + (line?.elses.flatMap { [$0.word] + $0.arguments } ?? [])
    var cursor = TokenCursor(
      tokens, after: file.lines.first?.word.range ?? SourceRange(SourcePosition(file: 0, line: 1, column: 1)))
    syntax = ExpressionParser.parse(&cursor, into: &diagnostics)
    rest = tokens.dropFirst(cursor.index).map(\.text)
    if let syntax {
      var scope = Names()
      checked = ExpressionChecker.check(syntax, scope: &scope, into: &diagnostics)
    }
  }
  var printed: String { DiagnosticPrinter(sources: [source]).text(diagnostics.all) }
  /// The findings in short: column, code, text, hint.
  var findings: [String] {
    diagnostics.sorted.map { d in
      "\(d.range.start.column - 3) \(d.code) \(d.message)" + (d.hint.map { " | \($0)" } ?? "")
    }
  }
  var result: Result<Value, ExpressionFault>? {
    guard let checked else { return nil }
    do throws(ExpressionFault) { return .success(try checked.expression.evaluate(in: Names())) } catch {
      return .failure(error)
    }
  }
}
