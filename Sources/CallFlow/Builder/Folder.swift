/// The texts of a folder, read, and how `use` joins them.
struct Folder {
  let sources: [SourceText]
  let syntax: [SyntaxFile]
  /// By file.
  let syntaxFaults: [[Diagnostic]]
  private let uses: [[Use]]

  private struct Use {
    var target: Int?
    var fault: Diagnostic?
    var range: SourceRange
  }
  struct Unit {
    /// The start file first, then in the order of the `use` lines.
    var files: [Int]
    var faults: [Diagnostic]
  }

  init(_ sources: [SourceText]) {
    var syntax: [SyntaxFile] = []
    var faults: [[Diagnostic]] = []
    for (index, source) in sources.enumerated() {
      var found = Diagnostics()
      syntax.append(Reader.read(source, file: index, into: &found))
      faults.append(found.all)
    }
    self.sources = sources
    self.syntax = syntax
    syntaxFaults = faults
    let names = Dictionary(sources.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { a, _ in a })
    uses = syntax.map { file in
      file.lines.filter { $0.word.isWord("use") }.map { Folder.use($0, names: names, of: sources) }
    }
  }

  /// Files that no other file uses; of files that only use each other in a circle, the first.
  var starts: [Int] {
    let used = Set(
      uses.enumerated().flatMap { file, uses in uses.compactMap(\.target).filter { $0 != file } })
    var starts = sources.indices.filter { !used.contains($0) }
    var covered = Set(starts.flatMap { application(from: $0).files })
    for file in sources.indices where !covered.contains(file) {
      starts.append(file)
      covered.formUnion(application(from: file).files)
    }
    return starts.sorted()
  }

  /// All files that a start file reaches.
  func application(from start: Int) -> Unit {
    var unit = Unit(files: [], faults: [])
    var state = [Int](repeating: 0, count: sources.count)  // 1: being followed, 2: done
    var stack: [(file: Int, next: Int)] = [(start, 0)]
    state[start] = 1
    unit.files.append(start)
    while let top = stack.last {
      guard top.next < uses[top.file].count else {
        state[top.file] = 2
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let use = uses[top.file][top.next]
      if let fault = use.fault { unit.faults.append(fault) }
      guard let target = use.target else { continue }
      switch state[target] {
      case 0:
        state[target] = 1
        unit.files.append(target)
        stack.append((target, 0))
      case 1:
        let circle = stack.drop { $0.file != target }.map { sources[$0.file].name } + [sources[target].name]
        unit.faults.append(
          Diagnostic(
            "CF310", "these files use each other in a circle: \(circle.joined(separator: " → "))",
            at: use.range, hint: "take out one of the 'use' lines"))
      default: break
      }
    }
    return unit
  }

  private static func use(_ line: SyntaxLine, names: [String: Int], of sources: [SourceText]) -> Use {
    var cursor = TokenCursor(line)
    guard let (token, parts) = cursor.takeString(), let path = parts.plainText else {
      return Use(
        fault: line.isSound
          ? Diagnostic(
            "CF206", "'use' needs the name of a file in quotes", at: cursor.here,
            hint: "like use \"common.callflow\"") : nil, range: line.word.range)
    }
    var steps: [Substring] = []
    var leaves = path.hasPrefix("/") || path.contains("\\")
    for step in path.split(separator: "/") where step != "." {
      if step == ".." { leaves = true } else { steps.append(step) }
    }
    if leaves {
      return Use(
        fault: Diagnostic(
          "CF311", "the path \"\(path)\" leaves the call-flow folder", at: token.range,
          hint: "write the file's path inside the folder, without '..' and '/' in front"),
        range: token.range)
    }
    guard let target = names[steps.joined(separator: "/")] else {
      return Use(
        fault: Diagnostic(
          "CF311", "there is no file \"\(path)\" in the call-flow folder", at: token.range,
          hint: Suggestions.hint(path, among: sources.map(\.name))), range: token.range)
    }
    if let surplus = cursor.peek {
      return Use(
        target: target,
        fault: Diagnostic("CF200", "\(surplus.shown) cannot stand here", at: surplus.range),
        range: token.range)
    }
    return Use(target: target, range: token.range)
  }
}

/// FNV-1a, 64 bits: stable across machines and releases, as the id of an application must be.
struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
  /// A number as eight bytes, so that neighbouring texts do not run together.
  mutating func add(_ number: Int) {
    for shift in stride(from: 0, to: 64, by: 8) { add([UInt8(truncatingIfNeeded: number >> shift)]) }
  }
}
