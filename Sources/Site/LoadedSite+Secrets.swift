import CallFlow
import Foundation

extension LoadedSite {
  /// How the file of a secret is made by somebody who sees neither the rights nor his shell's history coming.
  public static func makingSecret(_ path: String) -> String {
    "make it with: (umask 077; cat > \(path)), type what the server wants, like: Bearer 4f9c, then Enter and Ctrl-D"
  }

  /// What flows send to servers and the site does not have.
  func checkSecrets(_ diagnostics: inout Diagnostics) {
    let top = SourceRange(SourcePosition(file: 0, line: 1, column: 1))
    var seen: Set<String> = []
    for graph in applications {
      for state in graph.content.states {
        guard case .fetch(let spec) = state.kind, let name = spec.secret, file.secrets[name] == nil,
          seen.insert(name).inserted
        else { continue }
        diagnostics.report(
          Diagnostic(
            .warning, "CF278",
            "fetch '\(state.fullName)' sends the secret '\(name)', which the site does not have: it fails",
            at: top,
            hint: "add: secret \(name) \"\(name).secret\""))
      }
    }
    for (_, path) in file.secrets.sorted(by: { $0.key < $1.key }) {
      let resolved = resolve(path.value)
      guard !FileManager.default.fileExists(atPath: resolved) else { continue }
      diagnostics.report(
        Diagnostic(
          .info, "CF279", "there is no file '\(path.value)' yet, and ivrd does not start without it",
          at: path.range,
          hint: LoadedSite.makingSecret(resolved)))
    }
  }
}
