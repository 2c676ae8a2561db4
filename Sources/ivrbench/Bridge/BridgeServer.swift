import ACD
import AudioSocketLine
import CallFlow
import Chronology
import Engine
import Foundation
import Media
import Session
import Tones

/// The bridge under load, in a process of its own: engine, flow, ear and player as in `ivrd`, without a log
/// and with a voice that has everything ready. Prints its port and ends with its standard input.
enum BridgeServer {
  static let command = "bridge-server"

  /// What it does with its calls.
  enum Kind: String {
    /// Plays a prompt for ever, which keys begin anew.
    case prompt
    /// Plays a prompt without a pause in it, and waits for more keys after the first one.
    case barge
    /// Plays nothing, without an engine; or lets every two of them talk.
    case alone, talk
  }

  static func run(_ kind: Kind) throws {
    switch kind {
    case .prompt: try runEngine(flow, ReadyVoice())
    case .barge: try runEngine(bargeFlow, ReadyVoice(isSteady: true))
    case .alone, .talk:
      let inbox = PairingInbox(pairs: kind == .talk)
      try serve(inbox, MediaLoop(clock: { inbox.now }), ReadyVoice())
    }
  }

  private static func runEngine(_ flow: String, _ voice: ReadyVoice) throws {
    let made = Compiler.compile([SourceText(name: "bridge.callflow", text: flow)])
    guard let graph = made.applications.first, !made.hasErrors else {
      throw BenchFault(made.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }
    let runner = EngineRunner(log: NoLog(), data: NoData(), seed: 1)
    let loop = MediaLoop(clock: { runner.now })
    runner.start(SiteDefinition(applications: [graph]))
    try serve(runner, loop, voice)
    runner.stop(grace: .zero)
  }

  private static func serve(_ inbox: any EngineInbox, _ loop: MediaLoop, _ voice: any Voice) throws {
    let line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: "main", connections: 50_000),
      AudioSocketLine.House(
        inbox: inbox, voice: voice, sounds: SoundStore(), loop: loop, switchboard: Switchboard()))
    try FileHandle.standardOutput.write(contentsOf: Data("\(line.port)\n".utf8))
    while readLine() != nil {}
    loop.stop()
  }

  /// A prompt of ten minutes, which keys cut.
  private static let flow = """
    callflow 1
    language en default { option "for {label}, press {key}" }
    flow main {
        menu choices {
            say \(Array(repeating: "\"half a minute\"", count: 20).joined(separator: ", "))
            tries 99 -> choices
            key 1 "again" -> choices
        }
    }
    """
}

extension BridgeServer {
  private static let bargeFlow = """
    callflow 1
    language en default { option "for {label}, press {key}" }
    flow main {
        collect number into number {
            say "half a minute"
            digits 8
            done -> bye
        }
        do bye { hangup }
    }
    """
}

/// Says everything as the same half minute of sound, at once.
private final class ReadyVoice: Voice {
  private let sound: Sound
  /// - Parameter isSteady: sound without a pause, instead of speech.
  init(isSteady: Bool = false) {
    if isSteady {
      let parts = [Tone.Component(hertz: 300, levelDBm0: -20), Tone.Component(hertz: 440, levelDBm0: -23)]
      sound = Sound(
        ToneGenerator.samples(of: Tone([Tone.Segment(parts, milliseconds: 30_000)]), limit: 30_000))
      return
    }
    var sounds = EarSounds(seed: 1)
    // It speaks at once: callers wait for its first sample.
    let talk = sounds.talking().samples.drop { abs(Int($0)) < 100 }
    sound = Sound(Array(talk.prefix(30 * Telephony.sampleRate)))
  }
  func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    answer(.success(sound))
  }
}
