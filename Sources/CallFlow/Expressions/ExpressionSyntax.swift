import Foundation

/// An expression as it was read: names not yet resolved, types not yet known.
public struct ExpressionSyntax: Hashable, Sendable {
  public indirect enum Node: Hashable, Sendable {
    /// A number, duration, day, clock time, `true`, `false` or `none`.
    case constant(Value)
    /// A string with its values.
    case text([StringPart])
    case name(String)
    case member(ExpressionSyntax, String, SourceRange)
    /// A function's name, its place, its arguments.
    case call(String, SourceRange, [ArgumentSyntax])
    case not(ExpressionSyntax)
    case negate(ExpressionSyntax)
    case binary(BinaryOperator, SourceRange, ExpressionSyntax, ExpressionSyntax)
    case conditional(ExpressionSyntax, then: ExpressionSyntax, else: ExpressionSyntax)
    case inList(ExpressionSyntax, SourceRange, [ExpressionSyntax])
    case inRange(ExpressionSyntax, SourceRange, lower: ExpressionSyntax, upper: ExpressionSyntax)
    case matches(ExpressionSyntax, SourceRange, ExpressionSyntax)
  }
  public var node: Node
  /// From its first token to its last one on the same line.
  public var range: SourceRange
  /// Levels of nesting, itself included; the parser holds it under a limit, so that whoever walks the tree
  /// may recurse.
  public var depth: Int

  init(_ node: Node, _ range: SourceRange, depth: Int) {
    self.node = node
    self.range = range
    self.depth = depth
  }

  /// The name if it is nothing but a name.
  public var name: String? { if case .name(let name) = node { name } else { nil } }
}

/// One value between the parentheses of a call, with the name it was given by, if any.
public struct ArgumentSyntax: Hashable, Sendable {
  public var name: Token?
  public var value: ExpressionSyntax

  public init(name: Token? = nil, value: ExpressionSyntax) {
    self.name = name
    self.value = value
  }
}
