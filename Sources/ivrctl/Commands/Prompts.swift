import CallFlow
import Control
import Foundation
import Reports
import Site

extension Command {
  static let prompts = Command(
    name: "prompts", usage: "[PATH…]", summary: "lists what flows say; for a studio, and back from it",
    details: """
      Lists every text and clip that flows say, in each language: who says it, how long it takes to speak
      (a + where values come to it), and whether its recording is there. PATH is a folder, a *.callflow or a
      *.site (default: the folder you are in).

        ivrctl prompts callflows
        ivrctl prompts callflows/demo.site --lang ko --csv studio.csv
        ivrctl prompts callflows/demo.site --render samples

      A studio reads the texts of the CSV and gives back one WAV file for each row, named LANG/FILE. They are
      checked (kind, level, clipping, silence, length) and copied to prompts/LANG/FILE, where flows find
      them: by that name, or by their text, which prompts/LANG/recorded.json then has; a text that is changed
      is spoken by the voice again. The product's own sentences are among them, named ivrd-…. What is there
      already is left alone unless --replace is given:

        ivrctl prompts callflows/demo.site --import studio
      """,
    options: [
      Option("lang", "LANG", "this language only"),
      Option("csv", "FILE", "write file names and texts for a studio; - for standard output"),
      Option("render", "DIR", "write each text, as the voice says it, to DIR/LANG/FILE"),
      Option("import", "DIR", "take recordings from DIR/LANG/FILE"),
      Option("replace", nil, "files that are there already may be replaced"),
      json,
    ],
    arguments: 0...1000
  ) { arguments in
    if let folder = arguments["import"] { try PromptImport.check(folder) }
    var sheet = try PromptSheet(
      paths: arguments.words.isEmpty ? ["."] : arguments.words, language: arguments["lang"])
    if arguments["csv"] != nil || arguments["render"] != nil || arguments["import"] != nil {
      try sheet.checkNames()
    }
    if let folder = arguments["import"] {
      return try PromptImport(
        sheet, from: folder, replaces: arguments.has("replace")
      ).run(
        json: arguments.has("json"))
    }
    if let file = arguments["csv"], file != "-" { try PromptSheet.checkPlace(of: file) }
    if let folder = arguments["render"] {
      let count = try sheet.render(to: folder, replaces: arguments.has("replace"))
      printOut("\(count) text\(count == 1 ? "" : "s") written to \(folder)")
    }
    if arguments["csv"] != nil || arguments["render"] == nil { try sheet.time() }
    if let file = arguments["csv"] {
      try sheet.write(csv: file)
    } else if arguments["render"] == nil {
      sheet.print(json: arguments.has("json"))
    }
    return 0
  }
}
