/// `fetch name { get "https://…/{number}"; read status -> state; found -> a; missing -> b }`.
enum FetchKind {
  static let row = KindRow(
    word: "fetch",
    own: [
      OwnRow("get", "get \"https://host/path/{value}\""),
      OwnRow("post", "post \"https://host/path\" (name = value)"),
      OwnRow("header", "header \"Name\" \"value\"", isRepeatable: true),
      OwnRow("authorization", "authorization secret_name in \"Header\""),
      OwnRow("read", "read path.to.value -> name", isRepeatable: true), OwnRow("hold", "hold one_moment"),
      OwnRow("limit", "limit 5s"), OwnRow("found", "found -> state", isRequired: true),
      OwnRow("missing", "missing -> state", isRequired: true), OwnRow("error", "error -> state"),
      OwnRow("timeout", "timeout -> state"),
    ], build: { build(&$0) })

  /// Types that a member of JSON can be read as.
  private static let types: [String: ValueType] = ["text": .text, "number": .number, "flag": .flag]

  /// Enters the variables that `read` makes.
  static func declare(_ lines: [SyntaxLine], in flow: FlowBuilder) {
    for line in lines where line.word.isWord("read") {
      guard let arrow = line.arguments.firstIndex(where: { $0.isSign("->") }),
        line.arguments.indices.contains(arrow + 1), line.arguments[arrow + 1].kind == .word
      else { continue }
      let token = line.arguments[arrow + 1]
      let written = line.arguments.indices.contains(arrow + 2) ? line.arguments[arrow + 2].text : "text"
      let slot = flow.declare(
        token.text, at: token.range, source: .type(types[written] ?? .text, isDigits: false))
      flow.variables[slot.index].isOwn = true
      flow.variables[slot.index].isOnlyRead = false
    }
  }

  private static func build(_ state: inout StateBuilder) -> StateKind? {
    let app = state.app
    var spec = FetchSpec(address: Template([]), found: state.nowhere, missing: state.nowhere)
    let isSafe = readAddress(state, &spec)
    for line in state.lines("header") { if let header = header(line, app) { spec.headers.append(header) } }
    if let line = state.line("authorization") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      let name = app.name("a secret of the site", &cursor, line)
      spec.secret = name?.text
      if cursor.take(word: "in") { spec.secretHeader = headerName(&cursor, line, app) ?? spec.secretHeader }
      app.expectEnd(&cursor, line)
      if let name, !isSafe {
        app.error(
          "CF280", "the secret '\(name.text)' would be sent where others read it", at: name.range,
          hint: "write an address with https://")
      }
    }
    for line in state.lines("read") { if let read = read(line, state) { spec.reads.append(read) } }
    if let line = state.line("hold") {
      var cursor = TokenCursor(line)
      app.expectBare(line)
      spec.hold = state.body.parts(&cursor, line)
      app.expectEnd(&cursor, line)
    }
    if let limit = TransferKind.duration("limit", state, in: .milliseconds(100)...(.minutes(1))) {
      spec.limit = limit
    }
    spec.found = state.way("found") ?? state.nowhere
    spec.missing = state.way("missing") ?? state.nowhere
    (spec.failed, spec.timeout) = (state.way("error"), state.way("timeout"))
    return .fetch(spec)
  }

  /// - Returns: whether what is sent there is read by nobody else; true when there is no address to judge.
  private static func readAddress(_ state: StateBuilder, _ spec: inout FetchSpec) -> Bool {
    let app = state.app
    let (get, post) = (state.line("get"), state.line("post"))
    guard let line = get ?? post else {
      if state.isWhole {
        app.error(
          "CF204", "a fetch needs a line 'get' or 'post'", at: state.source.name.range,
          hint: "add: get \"https://…\"")
      }
      return true
    }
    if get != nil, let post {
      app.error(
        "CF200", "'get' and 'post' cannot both stand here", at: post.word.range,
        hint: "keep one of the two")
    }
    spec.method = get == nil ? .post : .get
    var cursor = TokenCursor(line)
    app.expectBare(line)
    let start = cursor.here
    guard let (_, parts) = cursor.takeString() else {
      app.missing("an address in quotes was expected", cursor, line, hint: "like \"https://…\"")
      return true
    }
    spec.address = app.template(parts, state.body.using(.addressed))
    let isSafe = check(spec.address, app, at: start)
    if spec.method == .post, cursor.take(sign: "(") {
      repeat {
        guard let name = app.name("a member", &cursor, line) else { break }
        guard cursor.take(sign: "=") else {
          app.missing("'=' was expected", cursor, line)
          return isSafe
        }
        // What is secret goes over a line that nobody else reads, or not at all.
        guard let found = state.body.value(&cursor, state.body.using(isSafe ? .kept : .addressed)) else {
          return isSafe
        }
        if found.type == .row {
          app.error("CF301", "a whole row cannot be posted", at: found.range, hint: "name one of its columns")
        }
        if isNamedForSecret(name.text) {
          app.secrets.add(
            SecretFlow.Sent(
              name: name.text, sources: found.value.sources(of: state.flow.id), range: found.range))
        }
        spec.body.append(.init(name: name.text, value: found.value))
      } while cursor.take(sign: ",")
      if !cursor.take(sign: ")") { app.missing("')' was expected", cursor, line) }
    }
    app.expectEnd(&cursor, line)
    return isSafe
  }

  /// Whether it is of a kind that can be asked, and over a line that nobody else reads.
  private static func check(_ address: Template, _ app: ApplicationBuilder, at range: SourceRange) -> Bool {
    for part in address.parts {
      switch part {
      case .text: break
      case .value(_, nil): break
      case .value, .hours, .particle, .label, .key:
        app.error(
          "CF206", "a value in an address has no form", at: range, hint: "write only {name}: it is escaped")
      }
    }
    guard case .text(let first)? = address.parts.first, let scheme = first.firstRange(of: "://") else {
      app.error(
        "CF206", "an address begins with https:// and a host that no value is part of", at: range)
      return false
    }
    let word = first[..<scheme.lowerBound].lowercased()
    let rest = first[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let isWhole = host.endIndex < rest.endIndex || address.parts.count == 1
    guard ["http", "https"].contains(word), !host.isEmpty, isWhole, !host.contains("@") else {
      app.error(
        "CF206", "an address begins with https:// and a host that no value is part of", at: range,
        hint: host.contains("@") ? "a password in an address is in every log: write authorization" : nil)
      return false
    }
    let name = host.prefix { $0 != ":" }
    return word == "https" || name == "localhost" || name == "127.0.0.1"
  }

  private static func header(_ line: SyntaxLine, _ app: ApplicationBuilder) -> FetchSpec.Header? {
    var cursor = TokenCursor(line)
    app.expectBare(line)
    let range = cursor.here
    guard let name = headerName(&cursor, line, app) else { return nil }
    guard let (value, _) = cursor.takeString() else {
      app.missing("a value in quotes was expected", cursor, line, hint: "header \"Accept\" \"…\"")
      return nil
    }
    app.expectEnd(&cursor, line)
    guard value.text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
      app.error("CF206", "a header is of plain characters", at: range)
      return nil
    }
    if name.lowercased() == "authorization" {
      app.error(
        "CF206", "a flow is read by many: no password stands in it", at: range,
        hint: "name it in the site and write: authorization NAME")
    } else if isNamedForSecret(name) {
      app.warning(
        "CF281", "header \"\(name)\" is one for secrets, and a flow is read by many", at: range,
        hint: "name its file in the site and write: authorization NAME in \"\(name)\"")
    }
    return .init(name: name, value: value.text)
  }

  private static func headerName(
    _ cursor: inout TokenCursor, _ line: SyntaxLine, _ app: ApplicationBuilder
  ) -> String? {
    let range = cursor.here
    guard let (name, _) = cursor.takeString() else {
      app.missing("the name of a header in quotes was expected", cursor, line, hint: "like \"Accept\"")
      return nil
    }
    guard
      !name.text.isEmpty,
      name.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") })
    else {
      app.error("CF206", "a header is of plain characters", at: range)
      return nil
    }
    return name.text
  }

  /// Headers and members that servers have for passwords and keys, in whatever spelling.
  private static func isNamedForSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return ["cookie", "cvc", "cvv"].contains(plain)
      || ["authorization", "password", "passwd", "apikey", "authtoken", "accesstoken", "clientsecret"]
        .contains(
          where: plain.contains)
  }

  private static func read(_ line: SyntaxLine, _ state: StateBuilder) -> FetchSpec.Read? {
    let app = state.app
    var cursor = TokenCursor(line)
    app.expectBare(line)
    var path: [FetchSpec.Step] = []
    steps: while let token = cursor.peek, !token.isSign("->") {
      switch token.kind {
      case .word: path.append(.key(token.text))
      case .string: path.append(.key(token.text))
      case .number:
        guard let index = Int(token.text), index <= 10_000 else { break steps }
        path.append(.index(index))
      case .sign where [".", "[", "]"].contains(token.text): break
      default: break steps
      }
      cursor.next()
    }
    guard !path.isEmpty, cursor.take(sign: "->"), let name = app.name("a variable", &cursor, line),
      app.isUsableName(name)
    else {
      app.missing("a path and a variable were expected", cursor, line, hint: "read order.status -> status")
      return nil
    }
    var type = ValueType.text
    if let word = cursor.takeWord() {
      guard let known = types[word.text] else {
        app.error("CF206", "what is read is a text, a number or a flag", at: word.range)
        return nil
      }
      type = known
    }
    app.expectEnd(&cursor, line)
    guard let slot = state.flow.slots[name.text] else { return nil }
    state.body.fit(type, to: slot, at: name.range)
    return .init(path: path, variable: slot, type: type)
  }
}
