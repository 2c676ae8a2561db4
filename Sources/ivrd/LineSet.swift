import AudioSocketLine
import Control
import Engine
import Media
import Site

/// The lines of a running site. A reload makes a new set; an address that stays keeps its listening line,
/// so that no caller meets a closed port.
struct LineSet: Sendable {
  /// By the site's names.
  private(set) var keypads: [String: KeypadLine] = [:]
  private var flows: [String: String] = [:]
  private(set) var bridges: [String: AudioSocketLine] = [:]
  /// What each bridge is to be once this set takes over.
  private var refits: [(AudioSocketLine, AudioSocketLine.Settings, AudioSocketLine.House)] = []

  init(
    _ parts: Parts, _ runner: EngineRunner, _ loop: MediaLoop, after old: LineSet? = nil
  ) throws(AudioSocketError) {
    let house = AudioSocketLine.House(
      inbox: runner, voice: parts.speech, sounds: parts.sounds, loop: loop)
    for line in parts.site.file.lines {
      flows[line.name] = line.flow
      switch line.kind {
      case .keypad:
        keypads[line.name] = KeypadLine(
          name: line.name, inbox: runner, voice: parts.speech, sounds: parts.sounds, loop: loop)
      case .audiosocket(let address, let idsDigits):
        let settings = AudioSocketLine.Settings(
          name: line.name, address: address, idsDigits: idsDigits, flow: line.flow,
          // A refused call needs a connection too, to be told so.
          connections: parts.site.file.maxCalls + 64)
        if let bridge = old?.bridges.values.first(where: { $0.settings.address == address }) {
          bridges[line.name] = bridge
          refits.append((bridge, settings, house))
        } else {
          do throws(AudioSocketError) {
            bridges[line.name] = try AudioSocketLine(settings, house)
          } catch {
            close(except: old)
            throw error
          }
        }
      case .soundcard: break
      }
    }
  }

  /// From now on new calls come by this set; calls under way keep the lines that they have.
  func takeOver(from old: LineSet) {
    for (bridge, settings, house) in refits { bridge.refit(settings, house) }
    old.close(except: self)
  }

  /// Takes no more calls on lines that the other set does not have.
  func close(except other: LineSet?) {
    let kept = other.map { $0.bridges.values.map(ObjectIdentifier.init) } ?? []
    for bridge in bridges.values where !kept.contains(ObjectIdentifier(bridge)) { bridge.stopListening() }
  }
}

extension LineSet {
  /// Where callers reach it, a line each, with a warning where anybody may.
  var announcements: [String] {
    bridges.sorted { $0.key < $1.key }.map { name, line in
      "line \(name): AudioSocket on \(line.address)"
        + (line.isLoopback ? "" : "; without a password: whoever reaches this address can call")
    }
  }

  /// As `ivrctl lines` shows them, by name.
  var shown: JSONValue {
    func row(_ name: String, _ kind: String, _ more: [String: JSONValue]) -> JSONValue {
      let flow = flows[name].map { JSONValue.text($0) } ?? .null
      return .object(["line": .text(name), "kind": .text(kind), "flow": flow].merging(more) { $1 })
    }
    let keypads = keypads.map { name, line in
      (name, row(name, "keypad", ["calls": .integer(Int64(line.callsNow)), "address": .null]))
    }
    let bridges = bridges.map { name, line in
      let refused = BridgeStatistics.Reason.refusals.map { ($0, line.statistics[$0]) }.filter { $0.1 > 0 }
      return (
        name,
        row(
          name, "audiosocket",
          [
            "address": .text(line.address), "port": .integer(Int64(line.port)),
            "calls": .integer(Int64(line.callsNow)), "taken": .integer(Int64(line.statistics[.call])),
            "refused": .integer(Int64(refused.reduce(0) { $0 + $1.1 })),
            "reasons": .list(
              BridgeStatistics.Reason.allCases.filter { $0 != .call && line.statistics[$0] > 0 }.map {
                [
                  "reason": .text($0.rawValue), "what": .text($0.explanation),
                  "count": .integer(Int64(line.statistics[$0])),
                ]
              }),
          ])
      )
    }
    return .list((keypads + bridges).sorted { $0.0 < $1.0 }.map(\.1))
  }
}
