extension ApplicationBuilder {
  /// `profile kr`: the start file's word counts, else that of the first file that says one.
  func registerProfile(_ line: SyntaxLine) {
    var cursor = TokenCursor(line)
    expectBare(line)
    let words = DesignProfile.allCases.map(\.rawValue)
    guard let token = cursor.takeWord() else {
      return missing("the profile was expected", cursor, line, hint: words.joined(separator: ", "))
    }
    expectEnd(&cursor, line)
    guard let profile = DesignProfile(rawValue: token.text) else {
      return error(
        "CF206", "there is no profile '\(token.text)'", at: token.range,
        hint: Suggestions.hint(token.text, among: words) ?? "profiles are \(words.joined(separator: ", "))")
    }
    if let earlier = profileLines[line.word.range.start.file] {
      error(
        "CF205", "'profile' is already written (\(place(earlier, from: line.word.range)))",
        at: line.word.range, hint: "keep one of the two")
    }
    profileLines[line.word.range.start.file] = line.word.range
    if content.profile == nil { content.profile = profile }
  }

  /// `allow MENU-SIZE "reason"`.
  /// - Parameter outer: what it speaks of; nil for its whole file.
  func registerAllowance(_ line: SyntaxLine, in outer: SyntaxLine?) {
    var cursor = TokenCursor(line)
    expectBare(line)
    guard let joined = cursor.takeJoined() else {
      return missing("a design rule was expected", cursor, line, hint: "like allow MENU-SIZE \"why\"")
    }
    let ids = DesignRule.all.filter(\.isChecked).map(\.id)
    guard ids.contains(joined.text) else {
      if line.isSound {
        let covered = DesignRule.all.first { $0.id == joined.text }?.coverage.other
        error(
          "CF206",
          covered.map { "\(joined.text) is seen to by \($0), and cannot be allowed" }
            ?? "there is no design rule '\(joined.text)'", at: joined.range,
          hint: Suggestions.hint(joined.text.uppercased(), among: ids) ?? "ivrctl check --rules lists them")
      }
      return cursor.skipToEnd()
    }
    guard let (text, parts) = cursor.takeString(), let reason = parts.plainText,
      reason.contains(where: { !$0.isWhitespace })
    else {
      cursor.skipToEnd()
      return missing(
        "'allow' needs a reason in quotes", cursor, line, hint: "like allow \(joined.text) \"why\"")
    }
    _ = text
    expectEnd(&cursor, line)
    var lines = 1...Int.max
    if let outer {
      let first = outer.word.range.start.line
      lines = first...max(first, outer.block?.close?.start.line ?? first)
    }
    content.allowances.append(
      DesignAllowance(rule: joined.text, reason: reason, range: joined.range, lines: lines))
  }
}
