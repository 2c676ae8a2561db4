import CallFlow
import Chronology
import Engine
import Session
import Testing
import Tones

@testable import Media

/// Says each text as a steady level, 100 samples a character; waits when told to.
final class FlatVoice: Voice, @unchecked Sendable {
  var isWaiting = false
  var held: [() -> Void] = []
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    let reply: () -> Void = {
      if text == "broken" {
        answer(.failure(VoiceFault("cannot say it")))
      } else {
        answer(.success(Sound(Array(repeating: 1000, count: text.count * 100))))
      }
    }
    if isWaiting { held.append(reply) } else { reply() }
  }
  func release() {
    for reply in held { reply() }
    held = []
  }
}

/// Holds every text that it is asked for, and what asks whether it is wanted still.
final class SlowVoice: Voice, @unchecked Sendable {
  var asked: [(text: String, isWanted: () -> Bool, answer: (Result<Sound, VoiceFault>) -> Void)] = []
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) { render(text, as: voice, keep: keep, while: { true }, answer: answer) }
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool, while isWanted: @escaping @Sendable () -> Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) { asked.append((text, isWanted, answer)) }
}

@Suite struct `A long text in a player` {
  let voice = SlowVoice()
  let sentence = String(repeating: "word ", count: 25) + "end. "

  private func pull(_ player: SegmentPlayer, frames: Int) -> [Int16] {
    var sound: [Int16] = []
    for _ in 0..<frames {
      var frame = [Int16](repeating: 7, count: 160)
      var span = frame.mutableSpan
      player.pull(into: &span) { _ in }
      sound += frame
    }
    return sound
  }
  private func player(saying text: String) -> SegmentPlayer {
    let player = SegmentPlayer(voice: voice, sounds: SoundStore())
    player.play(
      PlaybackID(1),
      [Segment(.speech([SpeechPiece(text, isFixed: true)]), voice: VoiceChoice(language: "en"))])
    return player
  }

  @Test func `sounds when its first sentence is there, and pauses between them`() {
    let player = player(saying: sentence + sentence + sentence)
    #expect(voice.asked.map(\.text) == [sentence, sentence, sentence])
    #expect(pull(player, frames: 1).allSatisfy { $0 == 0 })
    voice.asked[0].answer(.success(Sound(Array(repeating: 1000, count: 160))))
    #expect(pull(player, frames: 1) == Array(repeating: 1000, count: 160))
    voice.asked[1].answer(.success(Sound(Array(repeating: 500, count: 160))))
    #expect(
      pull(player, frames: 16) == Array(repeating: 0, count: 2400) + Array(repeating: 500, count: 160))
  }

  @Test func `is not spoken on when it is cut`() {
    let player = player(saying: sentence + sentence)
    voice.asked[0].answer(.success(Sound(Array(repeating: 1000, count: 1600))))
    _ = pull(player, frames: 1)
    #expect(voice.asked[1].isWanted())
    #expect(player.keyDown() != nil)
    #expect(!voice.asked[1].isWanted())
  }
}

@Suite struct `A segment player` {
  let voice = FlatVoice()
  let ko = VoiceChoice(language: "ko")
  let id = PlaybackID(1)

  func player() -> SegmentPlayer { SegmentPlayer(voice: voice, sounds: SoundStore()) }
  func speech(_ text: String, _ gate: Gate = .open) -> Segment {
    Segment(.speech([SpeechPiece(text, isFixed: true)]), gate: gate, voice: ko)
  }
  func pull(_ player: SegmentPlayer, _ events: inout [PlayerEvent]) -> [Int16] {
    var frame = [Int16](repeating: 7, count: 160)
    var span = frame.mutableSpan
    player.pull(into: &span) { events.append($0) }
    return frame
  }

  @Test func `joins segments without a gap and tells their samples`() {
    let player = player()
    var events: [PlayerEvent] = []
    player.play(id, [speech("a"), speech("bb")])
    let sound = pull(player, &events) + pull(player, &events)
    #expect(sound == Array(repeating: 1000, count: 300) + Array(repeating: 0, count: 20))
    #expect(
      events == [
        PlayerEvent(kind: .started, playback: id, segment: 0, sample: 0),
        PlayerEvent(kind: .finished, playback: id, segment: 0, sample: 100),
        PlayerEvent(kind: .started, playback: id, segment: 1, sample: 100),
        PlayerEvent(kind: .finished, playback: id, segment: 1, sample: 300),
      ])
    #expect(!player.isPlaying)
  }

  @Test func `begins when the first piece is there`() {
    voice.isWaiting = true
    let player = player()
    var events: [PlayerEvent] = []
    player.play(id, [speech("a")])
    #expect(pull(player, &events) == Array(repeating: 0, count: 160))
    #expect(events.isEmpty)
    #expect(player.keyDown() == nil)
    voice.release()
    #expect(pull(player, &events) == Array(repeating: 1000, count: 100) + Array(repeating: 0, count: 60))
    #expect(events.map(\.sample) == [160, 260])
  }

  @Test func `fades within five milliseconds when a key cuts an open segment`() {
    let player = player()
    var events: [PlayerEvent] = []
    player.play(id, [speech("aaaaa"), speech("b")])
    _ = pull(player, &events)
    #expect(player.keyDown() == Cut(playback: id, segment: 0, heard: .milliseconds(20)))
    let frame = pull(player, &events)
    #expect(frame[0] == 1000)
    #expect(zip(frame, frame.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(frame[40...].allSatisfy { $0 == 0 })
    #expect(events.map(\.kind) == [.started])
  }

  @Test(arguments: [Gate.closed, .hold]) func `plays on when a key meets a segment that is not open`(
    gate: Gate
  ) {
    let player = player()
    var events: [PlayerEvent] = []
    player.play(id, [speech("aaaaa", gate)])
    _ = pull(player, &events)
    #expect(player.keyDown() == nil)
    #expect(pull(player, &events) == Array(repeating: 1000, count: 160))
  }

  @Test func `goes on behind what cannot be sounded`() {
    let player = player()
    var events: [PlayerEvent] = []
    let clip = Segment(.clip("none.wav", fallback: nil), voice: ko)
    let spoken = Segment(.clip("none.wav", fallback: [SpeechPiece("a", isFixed: true)]), voice: ko)
    player.play(id, [clip, speech("broken"), spoken])
    #expect(pull(player, &events).prefix(100) == Array(repeating: 1000, count: 100)[...])
    #expect(events.map(\.kind) == [.failed(.audio), .failed(.speech), .started, .finished])
  }

  @Test func `plays the same moment of music on every leg`() {
    let sounds = SoundStore(clips: ["hold.wav": Sound((0..<1000).map(Int16.init))])
    let legs = [0, 320].map { SegmentPlayer(voice: voice, sounds: sounds, musicOffset: 500 + $0) }
    var events: [PlayerEvent] = []
    let music = Segment(.music("hold.wav"), voice: ko)
    for leg in legs { leg.play(id, [music]) }
    _ = pull(legs[0], &events)
    _ = pull(legs[0], &events)
    #expect(pull(legs[0], &events).dropFirst(40) == pull(legs[1], &events).dropFirst(40))
    #expect(pull(legs[0], &events).first == 980)
  }

  @Test func `begins music without a click, wherever it is`() {
    let sounds = SoundStore(clips: ["hold.wav": Sound(Array(repeating: 8000, count: 1000))])
    let player = SegmentPlayer(voice: voice, sounds: sounds, musicOffset: 500)
    var events: [PlayerEvent] = []
    player.play(id, [Segment(.music("hold.wav"), voice: ko)])
    let frame = pull(player, &events)
    #expect(frame[0] == 0 && frame[40...].allSatisfy { $0 == 8000 })
    #expect(zip(frame, frame.dropFirst()).allSatisfy { $1 - $0 <= 200 })
  }

  @Test func `stops only the playback that is named`() {
    let player = player()
    var events: [PlayerEvent] = []
    player.play(id, [speech("aaaaa")])
    player.stop(PlaybackID(9))
    #expect(player.isPlaying)
    player.stop(id)
    #expect(!player.isPlaying)
    #expect(pull(player, &events) == Array(repeating: 0, count: 160))
  }

  @Test func `cuts at a tone that the detector hears`() {
    let leg = MediaLeg(voice: voice, sounds: SoundStore(), switchboard: Switchboard())
    let tone = ToneGenerator.samples(of: .dtmf([.five], milliseconds: 100, pause: 60))
    leg.player.play(id, [speech(String(repeating: "a", count: 100))])
    var kinds: [LegEvent.Kind] = []
    var heard: [Int16] = []
    for start in stride(from: 0, to: 1280, by: 160) {
      var frame = [Int16](repeating: 0, count: 160)
      var span = frame.mutableSpan
      leg.exchange(incoming: tone[start..<(start + 160)].span, outgoing: &span, at: Instant(milliseconds: 0))
      { kinds.append($0.kind) }
      heard += frame
    }
    let keys = kinds.filter { if case .player = $0 { false } else { true } }
    #expect(keys.count == 2)
    if case .keyDown(.five, cut: let cut?, onset: let onset)? = keys.first {
      #expect(cut.playback == id && cut.segment == 0)
      #expect(abs(onset) < 80)
    } else {
      Issue.record("no cutting key: \(keys)")
    }
    #expect(keys.last == .keyUp(.five))
    // Silent within 100 ms of the tone's onset.
    #expect(heard[800...].allSatisfy { $0 == 0 })
  }
}
