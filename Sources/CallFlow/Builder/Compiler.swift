/// Makes checked applications of the texts of a call-flow folder.
public struct Compiler {
  /// Compiles every application in a folder's texts: a file that no other file `use`s is the start file of
  /// one.
  public static func compile(_ sources: [SourceText], surroundings: Surroundings = Surroundings())
    -> Compilation
  {
    let folder = Folder(sources)
    return compile(folder, starts: folder.starts, surroundings: surroundings)
  }

  /// Compiles the application that begins with one file; the other texts serve its `use` lines.
  /// - Parameter start: the start file's name among `sources`.
  public static func compile(
    application start: String, _ sources: [SourceText], surroundings: Surroundings = Surroundings()
  ) -> Compilation {
    let folder = Folder(sources)
    let starts = sources.firstIndex { $0.name == start }.map { [$0] } ?? []
    return compile(folder, starts: starts, surroundings: surroundings)
  }

  private static func compile(_ folder: Folder, starts: [Int], surroundings: Surroundings) -> Compilation {
    var found = Diagnostics()
    var applications: [FlowGraph] = []
    // A finding that only says "nobody here uses this" counts for a shared file when it holds in each
    // application that the file is part of.
    var unused: [Diagnostic: Int] = [:]
    var members = [Int](repeating: 0, count: folder.sources.count)
    for start in starts {
      let unit = folder.application(from: start)
      for file in unit.files { members[file] += 1 }
      var findings = Diagnostics()
      findings.report(unit.faults)
      for file in unit.files { findings.report(folder.syntaxFaults[file]) }
      let builder = ApplicationBuilder(
        sources: folder.sources, files: unit.files.map { folder.syntax[$0] }, surroundings: surroundings)
      builder.diagnostics.report(findings.all)
      let graph = builder.build()
      if !builder.diagnostics.hasErrors { applications.append(graph) }
      for finding in builder.diagnostics.all {
        if CompilerCodes.isAboutUse(finding.code) {
          unused[finding, default: 0] += 1
        } else {
          found.report(finding)
        }
      }
    }
    for (finding, count) in unused where members[finding.range.start.file] == count { found.report(finding) }
    return Compilation(
      applications: applications, diagnostics: Echoes.without(found.sorted, in: folder.sources),
      starts: starts.map { folder.sources[$0].name })
  }
}

enum CompilerCodes {
  /// Findings that say of something that nobody uses it.
  static func isAboutUse(_ code: String) -> Bool { ["CF232", "CF242", "CF244"].contains(code) }
}
