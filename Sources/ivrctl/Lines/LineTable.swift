import Control
import Reports

/// Lines of the site as text: how they are reached, what came over them, and what was not taken, with its
/// reason.
enum LineTable {
  /// - Parameter value: all lines, or one with its calls in `legs`.
  static func lines(_ value: JSONValue) -> [String] {
    let lines = value.list ?? [value]
    var text = places(lines)
    let legs = value["legs"]?.list
    text.append("")
    text += figures(lines.map { ($0.cell("line"), $0) }, "line")
    if let legs, !legs.isEmpty {
      text.append("")
      text += figures(legs.map { ("\($0.cell("call")) \(seconds($0))", $0) }, "call")
    }
    let notes = lines.flatMap(notes)
    return text + (notes.isEmpty ? [] : [""] + notes)
  }

  private static func places(_ lines: [JSONValue]) -> [String] {
    var table = TextTable([
      .init("line", shrinks: true), .init("kind"), .init("address"),
      .init("flow", shrinks: true), .init("state"),
      .init("calls", .right), .init("taken", .right), .init("refused", .right),
    ])
    for line in lines {
      table.rows.append([
        line.cell("line"), line.cell("kind"), line.cell("address"), line.cell("flow"), line.cell("state"),
        line.cell("calls"), line.cell("taken"), line.cell("refused"),
      ])
    }
    return table.lines(width: OutputWidth.table)
  }

  private static func figures(_ rows: [(name: String, figures: JSONValue)], _ title: String) -> [String] {
    var table = TextTable([
      .init(title, shrinks: true), .init("in", .right), .init("out", .right), .init("late", .right),
      .init("lost", .right), .init("jitter", .right), .init("gap", .right), .init("dB in", .right),
      .init("dB out", .right), .init("keys", .right),
    ])
    for row in rows {
      let figures = row.figures
      let comesIn = (figures["frames_in"]?.integer ?? 0) > 0
      table.rows.append([
        row.name, count(figures, "frames_in"), count(figures, "frames_out"), count(figures, "late"),
        count(figures, "lost"), comesIn ? figures.cell("jitter_ms") : "-",
        comesIn ? whole(figures, "longest_gap_ms") : "-", level(figures, "in_dbm0"),
        level(figures, "out_dbm0"), count(figures, "digits"),
      ])
    }
    return table.lines(width: OutputWidth.table)
  }

  /// At most five columns: `99999`, `123k`, `4.5M`.
  private static func count(_ figures: JSONValue, _ key: String) -> String {
    guard let count = figures[key]?.integer else { return "-" }
    switch count {
    case ..<100_000: return String(count)
    case ..<1_000_000: return "\(count / 1000)k"
    case ..<100_000_000: return "\(count / 1_000_000).\(count / 100_000 % 10)M"
    default: return "\(count / 1_000_000)M"
    }
  }
  private static func whole(_ figures: JSONValue, _ key: String) -> String {
    figures[key]?.number.map { String(Int64($0.rounded())) } ?? "-"
  }
  private static func level(_ figures: JSONValue, _ key: String) -> String {
    figures[key]?.number.map { $0 < -99 ? "-" : String($0) } ?? "-"
  }

  private static func seconds(_ leg: JSONValue) -> String { clockText(seconds: leg["seconds"]?.integer ?? 0) }

  private static func notes(_ line: JSONValue) -> [String] {
    let name = line.cell("line")
    var notes: [String] = []
    if line["digits"] != 0 {
      notes.append(
        "\(name): keys: \(line.cell("digits_by_tone")) by tone, \(line.cell("digits_by_message")) by message; "
          + "\(line.cell("digits_joined")) of them came both ways")
    }
    notes += (line["reasons"]?.list ?? []).map { "\(name): \($0.cell("count")) \($0.cell("what"))" }
    notes += (line["digits_refused"]?.list ?? []).map {
      "\(name): \($0.cell("count")) nearly a key: \($0.cell("what"))"
    }
    for (key, what) in [
      ("strange_messages", "digit messages that were no key"),
      ("not_taken", "frames the far end did not take"),
    ] {
      if let count = line[key]?.integer, count > 0 { notes.append("\(name): \(count) \(what)") }
    }
    if let hint = OlderPeer.hint(line) { notes.append(hint) }
    return notes + (line["kind"] == "soundcard" ? soundCard(line) : [])
  }

  private static func soundCard(_ line: JSONValue) -> [String] {
    let name = line.cell("line")
    var notes: [String] = []
    if let fault = line["fault"]?.text {
      notes.append("\(name): \(fault); next try in \(line.cell("next_try_seconds")) s")
    } else if let format = line["format"]?.text {
      notes.append(
        "\(name): \(format), \(line.cell("buffer_ms")) ms buffered, input \(line.cell("input_dbm0")) dBm0, "
          + "\(line.cell("xruns")) xruns, \(line.cell("left_out")) frames left out, "
          + "lost \(line.cell("losses")) times")
    }
    notes.append("\(name): a call begins by: \(line.cell("begins")); it ends by: \(line.cell("ends"))")
    return notes
  }
}
