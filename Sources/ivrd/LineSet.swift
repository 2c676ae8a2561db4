import AudioSocketLine
import Chronology
import Control
import Engine
import Foundation
import Media
import Site
import SoundCardLine

/// The lines of a running site. A reload makes a new set; an address that stays keeps its listening line,
/// so that no caller meets a closed port.
struct LineSet: Sendable {
  /// By the site's names.
  private(set) var keypads: [String: KeypadLine] = [:]
  private var flows: [String: String] = [:]
  private(set) var bridges: [String: AudioSocketLine] = [:]
  private(set) var soundCards: [String: SoundCardLine] = [:]
  private var cardRefits: [(SoundCardLine, SoundCardLine.Settings, SoundCardLine.House)] = []
  /// What each bridge is to be once this set takes over.
  private var refits: [(AudioSocketLine, AudioSocketLine.Settings, AudioSocketLine.House)] = []

  init(
    _ parts: Parts, _ runner: EngineRunner, _ loop: MediaLoop, _ switchboard: Switchboard,
    after old: LineSet? = nil
  ) throws(AudioSocketError) {
    let house = AudioSocketLine.House(
      inbox: runner, voice: parts.speech, sounds: parts.sounds, loop: loop, switchboard: switchboard)
    let kept = LineSet.kept(parts.site.file.lines, of: old)
    for line in parts.site.file.lines {
      flows[line.name] = line.flow
      switch line.kind {
      case .keypad:
        keypads[line.name] = KeypadLine(
          name: line.name, inbox: runner, voice: parts.speech, sounds: parts.sounds, loop: loop,
          switchboard: switchboard)
      case .audiosocket(let address, let idsDigits, let allowed):
        var settings = AudioSocketLine.Settings(
          name: line.name, address: address, idsDigits: idsDigits, flow: line.flow,
          // A refused call needs a connection too, to be told so.
          connections: parts.site.file.maxCalls + 64)
        settings.allowed = allowed
        if let bridge = kept[line.name] {
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
      case .soundcard(let card): add(card, line, parts, runner, switchboard, after: old)
      }
    }
  }

  /// The listening lines of before that go on, by the names that they have from now on: each line keeps its
  /// own, and one that has another name now takes over an address that is left. Many lines may be written
  /// with the same address, when its port is the system's to choose.
  private static func kept(
    _ lines: [SiteFile.LineItem], of old: LineSet?
  ) -> [String: AudioSocketLine] {
    guard var free = old?.bridges else { return [:] }
    var kept: [String: AudioSocketLine] = [:]
    var renamed: [(name: String, address: String)] = []
    for line in lines {
      guard case .audiosocket(let address, _, _) = line.kind else { continue }
      if let own = free[line.name], own.settings.address == address {
        kept[line.name] = own
        free[line.name] = nil
      } else {
        renamed.append((line.name, address))
      }
    }
    for (name, address) in renamed {
      let left = free.filter { $0.value.settings.address == address }.keys.min()
      if let left { kept[name] = free.removeValue(forKey: left) }
    }
    return kept
  }

  /// A line whose devices stay keeps them open.
  private mutating func add(
    _ card: SiteFile.SoundCard, _ line: SiteFile.LineItem, _ parts: Parts, _ runner: EngineRunner,
    _ switchboard: Switchboard, after old: LineSet?
  ) {
    let house = SoundCardLine.House(
      inbox: runner, voice: parts.speech, sounds: parts.sounds, switchboard: switchboard,
      say: { Ivrd.say($0) })
    let settings = SoundCardLine.Settings(
      name: line.name,
      device: SoundCardLine.Device(
        playback: card.playback, capture: card.capture, prefill: Int(card.buffer.milliseconds) / 20),
      flow: line.flow,
      rules: CallRules(
        key: card.startKey.map { CallRules.HeldKey($0.key, for: $0.length) },
        isVoiceOperated: card.startsByVoice, silence: card.endSilence))
    if let kept = old?.soundCards.values.first(where: { $0.settings.device == settings.device }) {
      soundCards[line.name] = kept
      cardRefits.append((kept, settings, house))
    } else {
      soundCards[line.name] = SoundCardLine(settings, house)
    }
  }

  /// From now on new calls come by this set; calls under way keep the lines that they have.
  func takeOver(from old: LineSet) {
    for (bridge, settings, house) in refits { bridge.refit(settings, house) }
    for (card, settings, house) in cardRefits { card.refit(settings, house) }
    old.close(except: self)
  }

  /// Takes no more calls on lines that the other set does not have.
  func close(except other: LineSet?) {
    let kept = other.map { $0.bridges.values.map(ObjectIdentifier.init) } ?? []
    for bridge in bridges.values where !kept.contains(ObjectIdentifier(bridge)) { bridge.stopListening() }
    let keptCards = other.map { $0.soundCards.values.map(ObjectIdentifier.init) } ?? []
    for card in soundCards.values where !keptCards.contains(ObjectIdentifier(card)) { card.close() }
  }

  /// The end of `ivrd`, when all calls are over.
  func end() {
    for bridge in bridges.values { bridge.end() }
    for card in soundCards.values { card.close() }
    for card in soundCards.values { card.closeAndWait() }
  }
}

extension LineSet {
  /// Where callers reach it, a line each, with a warning where anybody may.
  var announcements: [String] {
    bridges.sorted { $0.key < $1.key }.map { name, line in
      "line \(name): AudioSocket on \(line.address)"
        + (line.settings.allowed.isEmpty
          ? line.isLoopback ? "" : "; without a password: whoever reaches this address can call"
          : " for \(line.settings.allowed.map(\.description).joined(separator: ", "))")
    }
      + soundCards.sorted { $0.key < $1.key }.map { name, line in
        let settings = line.settings
        return
          "line \(name): sound card \(settings.device.shown); a call begins by \(settings.rules.startText)"
          + " (ivrctl answer \(name))"
      }
  }

  /// By the site's names.
  private var ledgers: [String: LineLedger] {
    keypads.mapValues(\.ledger).merging(bridges.mapValues(\.ledger)) { $1 }
      .merging(soundCards.mapValues(\.ledger)) { $1 }
  }
  /// The calls under way on a line, each with its figures; nil when there is no such line.
  func shownLegs(of name: String, now: Instant) -> [JSONValue]? { ledgers[name]?.shownLegs(now: now) }
  var names: [String] { ledgers.keys.sorted() }

  /// As `ivrctl lines` shows them, by name.
  var shown: [JSONValue] {
    let ledgers = ledgers
    func row(_ name: String, _ kind: String, _ more: [String: JSONValue]) -> JSONValue {
      let flow = flows[name].map { JSONValue.text($0) } ?? .null
      return .object(
        ["line": .text(name), "kind": .text(kind), "flow": flow]
          .merging(ledgers[name]?.shown ?? [:]) { $1 }.merging(more) { $1 })
    }
    let keypads = keypads.map { name, line in
      (
        name,
        row(
          name, "keypad",
          [
            "calls": .integer(Int64(line.callsNow)), "taken": .integer(Int64(line.callsTaken)),
            "address": .null, "state": "open",
          ])
      )
    }
    let bridges = bridges.map { name, line in
      let refused = BridgeStatistics.Reason.refusals.map { ($0, line.statistics[$0]) }.filter { $0.1 > 0 }
      return (
        name,
        row(
          name, "audiosocket",
          [
            "state": .text(line.isFull ? "full" : "listening"),
            "connections": .integer(Int64(line.connectionsNow)),
            "address": .text(line.address), "port": .integer(Int64(line.port)),
            "calls": .integer(Int64(line.callsNow)), "taken": .integer(Int64(line.statistics[.call])),
            "silent_keys": .integer(Int64(line.statistics[.silentKey])),
            "refused": .integer(Int64(refused.reduce(0) { $0 + $1.1 })),
            "reasons": .list(
              BridgeStatistics.Reason.allCases.filter {
                $0 != .call && $0 != .silentKey && line.statistics[$0] > 0
              }.map {
                [
                  "reason": .text($0.rawValue), "what": .text($0.explanation),
                  "count": .integer(Int64(line.statistics[$0])),
                ]
              }),
          ])
      )
    }
    let cards = soundCards.map { name, line in (name, row(name, "soundcard", line.shown)) }
    return (keypads + bridges + cards).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension SoundCardLine.Device {
  /// `default`, `hw:0 in hw:1`
  fileprivate var shown: String { capture == playback ? playback : "\(playback) in \(capture)" }
}

extension SoundCardLine {
  fileprivate var shown: [String: JSONValue] {
    let (status, settings, now) = (status, settings, now)
    var row: [String: JSONValue] = [
      "address": .text(settings.device.shown), "calls": .integer(0),
      "taken": .integer(Int64(status.callsTaken)),
      "format": status.format.map { .text($0) } ?? .null,
      "xruns": .integer(Int64(status.xruns)), "left_out": .integer(Int64(status.leftOut)),
      "losses": .integer(Int64(status.losses)),
      "input_dbm0": .number((status.inputDBm0 * 10).rounded() / 10),
      "buffer_ms": .integer(status.buffered.milliseconds), "begins": .text(settings.rules.startText),
      "ends": .text(settings.rules.endText),
    ]
    switch status.stage {
    case .opening: row["state"] = "opening"
    case .idle: row["state"] = "idle"
    case .inCall(let call):
      row["state"] = "in call"
      row["call"] = .text(call.description)
      row["calls"] = .integer(1)
    case .gone(let error, let next):
      row["state"] = "device gone"
      row["fault"] = .text(error.description)
      row["next_try_seconds"] = .integer(max(0, (next - now).milliseconds + 999) / 1000)
    case .ended: row["state"] = "ended"
    }
    return row
  }
}
