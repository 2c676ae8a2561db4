import CallFlow
import Chronology

extension FlowWalker {
  mutating func fetch(
    _ spec: FetchSpec, _ turn: Turn, _ effects: inout [WalkerEffect]
  ) throws(ExpressionFault) -> Todo? {
    let scene = scene(turn)
    var (address, shown) = ("", "")
    for part in spec.address.parts {
      switch part {
      case .text(let text):
        address += text
        shown += text
      case .value(let expression, _):
        let value = try expression.evaluate(in: scene)
        guard value != .none, value != .undefined else { throw .noneUsed }
        address += value.plain.escapedForAddress
        shown += "…"
      case .hours, .particle, .label, .key: break
      }
    }
    var members: [String] = []
    for member in spec.body {
      members.append("\(member.name.json):\(try member.value.evaluate(in: scene).json)")
    }
    let variables = prepared.graph.content.flows[frame.flow].variables
    mode = .lookup
    var request = FetchRequest(
      state: here.state.fullName, method: spec.method, address: address,
      shown: "\(spec.method.rawValue) \(shown)", headers: spec.headers, secret: spec.secret,
      reads: spec.reads.map { read in
        let name = variables.indices.contains(read.variable.index) ? variables[read.variable].name : ""
        return FetchRequest.Read(name: name, path: read.path, type: read.type)
      }, limit: spec.limit)
    request.secretHeader = spec.secretHeader
    if spec.method == .post { request.body = "{\(members.joined(separator: ","))}" }
    var hold: [Segment] = []
    if !spec.hold.isEmpty {
      hold = try prepared.speaker.segments(
        spec.hold, language: language, visits: frame.place.visits, gate: .hold, options: [], in: scene)
    }
    effects.append(.fetch(request, hold: hold))
    return nil
  }

  mutating func fetched(_ values: [Value]?, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .fetch(let spec) = here.state.kind, case .fetch(let found, let missing, _, _) = here.ways
    else { return .perform }
    effects.append(.trace(.fetched(here.state.name, values == nil ? "missing" : "found")))
    guard let values else { return begin(missing, "missing", after: .hangUp) }
    let variables = prepared.graph.content.flows[frame.flow].variables
    for (read, value) in zip(spec.reads, values) {
      assign(value, to: read.variable)
      guard variables.indices.contains(read.variable.index) else { continue }
      let variable = variables[read.variable]
      effects.append(.trace(.variable(variable.name, value.shown(variable.privacy).oneLine)))
    }
    return begin(found, "found", after: .hangUp)
  }

  /// A fetch that gave nothing goes its own way, or throws.
  mutating func fetchFailed(_ fault: DataFault, _ effects: inout [WalkerEffect]) -> Todo? {
    guard case .fetch(_, _, let failed, let timeout) = here.ways else { return .perform }
    let (word, event, way): (String, EventName, Script?) =
      switch fault {
      case .timeout: ("timeout", Events.fetchTimeout, timeout)
      case .shape(let why): ("error: \(why)", Events.fetchShape, failed)
      case .failed(let why): ("error: \(why)", Events.fetch, failed)
      }
    effects.append(.trace(.fetched(here.state.name, word.oneLine)))
    guard let way else { return .thrown(event) }
    return begin(way, fault == .timeout ? "timeout" : "error", after: .hangUp)
  }
}

extension String {
  /// What a stranger sent, for a log: short, and without what would break its lines.
  var oneLine: String {
    let text = String(prefix(200).map { $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
    return text.utf8.count < utf8.count ? text + "…" : text
  }

  /// Everything but the plain characters of RFC 3986 as `%XX`.
  var escapedForAddress: String {
    var out = ""
    for byte in utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      if isPlain {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        out += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return out
  }

  /// As a string of JSON.
  var json: String {
    var out = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }
}

extension Value {
  /// As JSON: days and times of day as texts, instants and durations in milliseconds.
  var json: String {
    switch self {
    case .undefined, .none: "null"
    case .flag(let flag): flag ? "true" : "false"
    case .number, .instant: plain
    case .duration(let duration): "\(duration.milliseconds)"
    case .text(let text): text.json
    case .date, .time: plain.json
    case .row(let columns):
      "{"
        + columns.sorted { $0.key < $1.key }.map { "\($0.key.json):\($0.value.json)" }.joined(separator: ",")
        + "}"
    }
  }
}
