import CallFlow
import Chronology
import Engine
import Session
import Testing
import Tones

@testable import Media

/// What happens in talks alone depends on the time.
private let t0 = Instant(milliseconds: 0)

@Suite struct `A leg that hears` {
  let ko = VoiceChoice(language: "ko")
  let id = PlaybackID(1)

  /// A leg that has been playing a long prompt for 20 ms.
  func playing(_ gate: Gate = .open) -> MediaLeg {
    let leg = MediaLeg(voice: FlatVoice(), sounds: SoundStore(), switchboard: Switchboard())
    let text = String(repeating: "a", count: 200)
    leg.player.play(id, [Segment(.speech([SpeechPiece(text, isFixed: true)]), gate: gate, voice: ko)])
    _ = heard(by: leg)
    return leg
  }
  func heard(by leg: MediaLeg) -> [Int16] {
    var frame = [Int16](repeating: 0, count: 160)
    var span = frame.mutableSpan
    leg.player.pull(into: &span) { _ in }
    return frame
  }
  var cut: Cut { Cut(playback: id, segment: 0, heard: .milliseconds(20)) }

  @Test func `a digit message cuts an open prompt as a tone does`() {
    let leg = playing()
    var events: [LegEvent] = []
    leg.hear([Int16](repeating: 0, count: 160).span, at: t0) { events.append($0) }
    leg.message(UInt8(ascii: "5")) { events.append($0) }
    #expect(
      events == [
        LegEvent(kind: .keyDown(.five, cut: cut, onset: 160), sample: 160),
        LegEvent(kind: .keyUp(.five), sample: 160),
      ])
    #expect(heard(by: leg)[40...].allSatisfy { $0 == 0 })
  }

  @Test func `a digit message leaves a closed prompt alone`() {
    let leg = playing(.closed)
    var events: [LegEvent] = []
    leg.message(UInt8(ascii: "#")) { events.append($0) }
    #expect(events.map(\.kind) == [.keyDown(.hash, cut: nil, onset: 0), .keyUp(.hash)])
    #expect(heard(by: leg) == Array(repeating: 1000, count: 160))
  }

  @Test func `a press that comes as tone and message is one key with one cut`() {
    let leg = playing()
    var events: [LegEvent] = []
    let tone = ToneGenerator.samples(of: .dtmf([.five], milliseconds: 100, pause: 60))
    for start in stride(from: 0, to: tone.count, by: 160) {
      leg.hear(tone[start..<(start + 160)].span, at: t0) { events.append($0) }
      if start == 800 { leg.message(UInt8(ascii: "5")) { events.append($0) } }
    }
    #expect(events.count == 2)
    if case .keyDown(.five, cut: cut, onset: _)? = events.first?.kind {
    } else {
      Issue.record("no cutting key: \(events)")
    }
    #expect(events.last?.kind == .keyUp(.five))
  }

  @Test func `a byte that is no key is counted and leaves the prompt alone`() {
    let leg = playing()
    var events: [LegEvent] = []
    for byte in [UInt8(0), 0x20, 0x2F, 0x45, 0x7F, 0xFF] { leg.message(byte) { events.append($0) } }
    #expect(events.isEmpty && leg.strangeMessages == 6)
    #expect(heard(by: leg) == Array(repeating: 1000, count: 160))
  }

  @Test func `lost samples count, and a lost packet in a tone does not double its key`() {
    let leg = playing()
    var events: [LegEvent] = []
    leg.gap(4000) { events.append($0) }
    let tone = ToneGenerator.samples(of: .dtmf([.nine], milliseconds: 200, pause: 100))
    for (n, start) in stride(from: 0, to: tone.count, by: 160).enumerated() {
      if n == 5 {
        leg.gap(160) { events.append($0) }
      } else {
        leg.hear(tone[start..<(start + 160)].span, at: t0) { events.append($0) }
      }
    }
    #expect(events.count == 2)
    if case .keyDown(.nine, cut: cut?, onset: let onset)? = events.first?.kind {
      #expect(abs(onset - 4000) < 80)
    } else {
      Issue.record("no cutting key: \(events)")
    }
    leg.message(UInt8(ascii: "1")) { events.append($0) }
    #expect(events.last == LegEvent(kind: .keyUp(.one), sample: 4000 + tone.count))
  }

  @Test func `a key that is down when the far end is gone goes up`() {
    let leg = playing()
    var events: [LegEvent] = []
    leg.hear(ToneGenerator.samples(of: .dtmf([.two], milliseconds: 100, pause: 0)).span, at: t0) {
      events.append($0)
    }
    leg.finish { events.append($0) }
    #expect(events.count == 2 && events.last?.kind == .keyUp(.two))
  }
}

@Suite struct `A leg whose line echoes` {
  /// The keys that it hears when everything it plays comes back 60 ms later, 10 dB down.
  static func keys(canEcho: Bool) -> [Key] {
    let tone = Tone.dtmf([.one, .five, .nine], levelDBm0: -8, milliseconds: 100, pause: 100)
    let sounds = SoundStore(clips: ["keys.wav": Sound(ToneGenerator.samples(of: tone))])
    let leg = MediaLeg(voice: FlatVoice(), sounds: sounds, switchboard: Switchboard(), canEcho: canEcho)
    let clip = Segment(.clip("keys.wav", fallback: nil), gate: .open, voice: VoiceChoice(language: "ko"))
    leg.player.play(PlaybackID(1), [clip])
    var keys: [Key] = []
    var line = [Int16](repeating: 0, count: 480)
    for _ in 0..<50 {
      let incoming = Array(line[..<160])
      var frame = [Int16](repeating: 0, count: 160)
      var span = frame.mutableSpan
      leg.exchange(incoming: incoming.span, outgoing: &span, at: t0) {
        if case .keyDown(let key, _, _) = $0.kind { keys.append(key) }
      }
      line = Array(line[160...]) + frame.map { $0 / 3 }
    }
    return keys
  }
  @Test func `does not take its own digits for the caller's`() {
    #expect(Self.keys(canEcho: false) != [])
    #expect(Self.keys(canEcho: true) == [])
  }
}
