/// A place in one of the texts that were read together: the first character of something.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// Index into the list of source texts that were read together.
  public var file: Int
  /// Counted from 1.
  public var line: Int
  /// Unicode scalars from the line's start, counted from 1.
  public var column: Int

  public init(file: Int, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
  public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}

/// A stretch of one line of a source text.
public struct SourceRange: Hashable, Sendable {
  public var start: SourcePosition
  /// Unicode scalars covered; at least 1 for a caret to be drawn.
  public var length: Int

  public init(_ start: SourcePosition, length: Int = 1) {
    self.start = start
    self.length = length
  }
}

/// One text to read, with the name that diagnostics call it by. Bytes, since it may not be UTF-8.
public struct SourceText: Hashable, Sendable {
  /// The path shown to the user and compared with `use`; relative to the call-flow folder.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }
}
