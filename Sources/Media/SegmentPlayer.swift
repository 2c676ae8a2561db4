import Engine
import Session
import Tones

/// What a player tells of its segments; `sample` counts what it gave out before that moment.
public struct PlayerEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case started, finished
    /// No sound could be made of it; the player has gone on to the next.
    case failed(CallFault)
  }
  public var kind: Kind
  public var playback: PlaybackID
  public var segment: Int
  public var sample: Int
}

/// One leg's prompts as samples: 8 kHz, 16-bit, a frame at a time.
///
/// Pieces of speech are asked for when a prompt queue arrives and play as soon as the first is there. In
/// steady state a frame allocates nothing and waits for nothing. Belongs to one thread.
public final class SegmentPlayer {
  /// 5 ms: long enough not to click, too short to be heard.
  static let fadeLength = 40
  /// 300 ms between the sentences of a long text, as a voice makes it within a short one.
  public static let sentencePause = 2400

  private enum Part {
    case speech(SpeechSlot)
    case message(SpeechSlot)
    case sound(Sound)
    case silence(Int)
    case music(Sound)
    case fault(CallFault)
  }
  private struct Item {
    var isOpen: Bool
    var parts: [Part]
  }
  private struct Playback {
    var id: PlaybackID
    var items: [Item]
    var item = 0
    var part = 0
    /// Samples of this part that are out, and of this item.
    var done = 0
    var heard = 0
    var hasStarted = false
  }
  private let voice: any Voice
  private let sounds: any SoundLibrary
  private let musicOffset: Int
  private var playback: Playback?
  /// What was playing at a cut, on its way to silence.
  private var fading: (sound: Sound, from: Int, left: Int)?
  /// Samples given out.
  public private(set) var position = 0

  /// - Parameter musicOffset: the house's music position, in samples, at this leg's first sample: all legs
  ///   hear the same moment of the same music.
  public init(voice: any Voice, sounds: any SoundLibrary, musicOffset: Int = 0) {
    (self.voice, self.sounds, self.musicOffset) = (voice, sounds, max(0, musicOffset))
  }

  /// A prompt queue is playing, or waiting for its first piece of speech.
  public var isPlaying: Bool { playback != nil }

  /// A segment has begun and is not over.
  var isSounding: Bool { playback?.hasStarted ?? false }

  /// Starts a prompt queue; one that still plays is over.
  public func play(_ id: PlaybackID, _ segments: [Segment]) {
    fadeOut()
    playback = Playback(id: id, items: segments.map { Item(isOpen: $0.isCutByKeys, parts: parts($0)) })
  }

  /// Silences that prompt queue; ignored when another one plays.
  public func stop(_ id: PlaybackID) {
    if playback?.id == id { silence() }
  }
  public func silence() {
    fadeOut()
    playback = nil
  }

  /// A key went down: an open segment that sounds is cut, with all behind it; anything else plays on.
  public func keyDown() -> Cut? {
    guard let playback, playback.hasStarted, playback.items[playback.item].isOpen else { return nil }
    silence()
    return Cut(
      playback: playback.id, segment: playback.item, heard: .microseconds(Int64(playback.heard) * 125))
  }

  /// Fills a frame; what is not sound is silence.
  public func pull(into frame: inout MutableSpan<Int16>, _ report: (PlayerEvent) -> Void) {
    for i in frame.indices { frame[i] = 0 }
    var filled = 0
    while filled < frame.count, playback != nil {
      guard advance(at: position + filled, report) else { break }
      filled += copy(into: &frame, from: filled)
    }
    if filled <= frame.count, playback != nil { _ = advance(at: position + filled, report) }
    mixFade(into: &frame)
    position += frame.count
  }

  /// In the middle of a part, as nearly every frame is.
  private var isInside: Bool {
    guard let playback, playback.hasStarted, playback.item < playback.items.count,
      playback.part < playback.items[playback.item].parts.count
    else { return false }
    switch playback.items[playback.item].parts[playback.part] {
    case .sound(let sound): return playback.done < sound.samples.count
    case .silence(let count): return playback.done < count
    case .music: return true
    case .speech, .message, .fault: return false
    }
  }

  /// Moves past all that is over and reports it; false when nothing can sound now.
  private func advance(at sample: Int, _ report: (PlayerEvent) -> Void) -> Bool {
    while !isInside {
      guard let now = playback else { return false }
      guard now.item < now.items.count else {
        playback = nil
        return false
      }
      func tell(_ kind: PlayerEvent.Kind) {
        report(PlayerEvent(kind: kind, playback: now.id, segment: now.item, sample: sample))
      }
      let item = now.items[now.item]
      guard now.part < item.parts.count else {
        if !now.hasStarted { tell(.started) }
        tell(.finished)
        nextItem()
        continue
      }
      var length: Int
      switch item.parts[now.part] {
      case .fault(let fault):
        tell(.failed(fault))
        nextItem()
        continue
      case .speech(let slot), .message(let slot):
        switch slot.answer {
        case nil: return false
        case .failure:
          if case .message = item.parts[now.part] { tell(.failed(.audio)) } else { tell(.failed(.speech)) }
          nextItem()
          continue
        case .success(let sound):
          playback?.items[now.item].parts[now.part] = .sound(sound)
          continue
        }
      case .sound(let sound): length = sound.samples.count
      case .silence(let count): length = count
      case .music: length = .max
      }
      if !now.hasStarted {
        playback?.hasStarted = true
        tell(.started)
      }
      if now.done < length { return true }
      playback?.part += 1
      playback?.done = 0
    }
    return true
  }

  private func nextItem() {
    playback?.item += 1
    playback?.part = 0
    playback?.done = 0
    playback?.heard = 0
    playback?.hasStarted = false
  }

  /// Copies what fits of the current part.
  private func copy(into frame: inout MutableSpan<Int16>, from start: Int) -> Int {
    guard let now = playback else { return 0 }
    let room = frame.count - start
    var count = 0
    switch now.items[now.item].parts[now.part] {
    case .sound(let sound):
      count = min(room, sound.samples.count - now.done)
      let samples = sound.samples
      for i in 0..<count { frame[start + i] = samples[now.done + i] }
    case .silence(let length):
      count = min(room, length - now.done)
    case .music(let sound):
      count = room
      let samples = sound.samples
      guard samples.count > 0 else { break }
      var from = (musicOffset &+ position &+ start) % samples.count
      for i in 0..<count {
        // It begins wherever the house's music is: without the fade that is a click.
        let level = min(now.done + i, SegmentPlayer.fadeLength)
        frame[start + i] = Int16(Int(samples[from]) * level / SegmentPlayer.fadeLength)
        from = from + 1 == samples.count ? 0 : from + 1
      }
    case .speech, .message, .fault: return 0
    }
    playback?.done += count
    playback?.heard += count
    return count
  }

  private func fadeOut() {
    guard let now = playback, now.hasStarted, now.item < now.items.count,
      now.part < now.items[now.item].parts.count
    else { return }
    switch now.items[now.item].parts[now.part] {
    case .sound(let sound) where now.done < sound.samples.count:
      fading = (sound, now.done, SegmentPlayer.fadeLength)
    case .music(let sound) where !sound.samples.isEmpty:
      fading = (sound, (musicOffset &+ position) % sound.samples.count, SegmentPlayer.fadeLength)
    case .sound, .music, .silence, .speech, .message, .fault: break
    }
  }

  private func mixFade(into frame: inout MutableSpan<Int16>) {
    guard var fade = fading else { return }
    let samples = fade.sound.samples
    var i = 0
    while i < frame.count, fade.left > 0, fade.from < samples.count {
      let tail = Int(samples[fade.from]) * fade.left / SegmentPlayer.fadeLength
      frame[i] = Int16(clamping: Int(frame[i]) + tail)
      fade.from += 1
      fade.left -= 1
      i += 1
    }
    fading = fade.left > 0 && fade.from < samples.count ? fade : nil
  }

  private func parts(_ segment: Segment) -> [Part] {
    func speech(_ pieces: [SpeechPiece]) -> [Part] {
      pieces.flatMap { piece -> [Part] in
        let parts = piece.parts()
        return parts.enumerated().flatMap { index, part -> [Part] in
          let speech = Part.speech(SpeechSlot(part, segment.voice, by: voice))
          return index + 1 < parts.count && part.endsSentence
            ? [speech, .silence(SegmentPlayer.sentencePause)] : [speech]
        }
      }
    }
    switch segment.content {
    case .speech(let pieces): return speech(pieces)
    case .clip(let path, let fallback):
      if let sound = sounds.clip(path, language: segment.voice.language) { return [.sound(sound)] }
      guard let fallback else { return [.fault(.audio)] }
      return fallback.isEmpty ? [.silence(0)] : speech(fallback)
    case .silence(let length): return [.silence(Int(clamping: max(0, length.microseconds) / 125))]
    case .tone(let name): return [sounds.tone(name).map { .sound($0) } ?? .fault(.audio)]
    case .music(let path): return [.music(sounds.music(path))]
    case .message(let path, _, _):
      if let sound = sounds.message(path) { return [.sound(sound)] }
      return [.message(SpeechSlot(message: path))]
    }
  }
}

extension Segment {
  /// A key silences it at the line's edge. Music is not a prompt: it plays on until it is stopped.
  public var isCutByKeys: Bool {
    if case .music = content { false } else { gate == .open }
  }
}
