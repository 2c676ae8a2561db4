import CallFlow
import Chronology
import EspeakVoice
import Foundation
import Reports
import SQLiteStore
import Session
import Site
import Synchronization
import Tones
import Wording

/// What `--sound`, `--log` and `--before` tell the design rules beside the texts.
enum CheckEvidence {
  static func read(_ arguments: Arguments) throws -> DesignEvidence {
    var evidence = DesignEvidence()
    if arguments.has("sound") { evidence.sounds = sounds() }
    if let path = arguments["log"] { evidence.use = try use(Options.reader(path, arguments)) }
    if let path = arguments["before"] { evidence.earlier = try applications(path) }
    return evidence
  }

  private static func applications(_ path: String) throws -> [FlowGraph] {
    let isFile = path.hasSuffix(".callflow")
    let (folder, name) = isFile ? CheckTargets.split(path) : (path, "")
    let loaded = try LoadedSite.load(folder: folder, start: isFile ? name : nil, checksClips: false)
    guard !loaded.hasErrors else {
      throw CommandError("\(path) has faults", hint: "see: ivrctl check \(path)", status: 1)
    }
    return loaded.applications
  }

  private static func use(_ log: CallLogReader) throws -> LoggedUse {
    do {
      var use = LoggedUse(keys: try log.keysPressed())
      for wait in try log.lookupWaits(over: .seconds(3)) {
        var quiet = wait.began
        if let said = wait.said {
          quiet = max(quiet, wait.saidAt + SoundLengths.estimate(said, isKorean: said.hasPrefix("ko")))
        }
        let silence = wait.ended - quiet
        use.silences[wait.state] = max(use.silences[wait.state] ?? .zero, silence)
      }
      return use
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// Texts are spoken, clips are listened to.
  private static func sounds() -> SoundLengths {
    let texts = TextLengths()
    return SoundLengths(text: texts.length) { name, language, folders in
      guard let path = ClipLibrary(folders: folders).path(of: name, language: language),
        let bytes = try? FlowFolder.bytes(of: path), let wav = try? WAVFile(bytes: bytes),
        let samples = try? wav.telephone()
      else { return nil }
      return SoundLengths.Clip(length: time(samples.count), silence: time(longestSilence(samples)))
    }
  }

  fileprivate static func time(_ samples: Int) -> Duration { .microseconds(Int64(samples) * 125) }

  /// In samples.
  private static func longestSilence(_ samples: [Int16]) -> Int {
    let block = Telephony.samples(milliseconds: 20)
    var longest = 0, now = 0
    for start in stride(from: 0, to: samples.count, by: block) {
      let part = Array(samples[start..<min(start + block, samples.count)])
      now = Level.sounding(part).isEmpty ? now + part.count : 0
      longest = max(longest, now)
    }
    return longest
  }
}

/// Each text is spoken once.
private final class TextLengths: Sendable {
  private struct Spoken: Hashable {
    var text: String
    var language: Language
  }
  private let speech = SpeechMaker()
  private let known = Mutex<[Spoken: Duration?]>([:])

  func length(_ text: String, _ language: Language) -> Duration? {
    let spoken = Spoken(text: text, language: language)
    if let length = known.withLock({ $0[spoken] }) { return length }
    let words = WordedLanguage(tag: language.tag).map { Wording.spoken(text, in: $0) } ?? text
    let voice = VoiceChoice(
      language: language.tag, voice: language.voice, speed: language.speed, pitch: language.pitch)
    let length = (try? speech.samples([words], voice)).map { CheckEvidence.time($0.count) }
    known.withLock { $0[spoken] = length }
    return length
  }
}
