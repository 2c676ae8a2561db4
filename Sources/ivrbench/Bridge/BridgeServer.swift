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
    /// Agents at lines of their own, who log in with a PIN, and callers who wait for them, again and again.
    case offer
  }

  static func run(_ kind: Kind) throws {
    switch kind {
    case .prompt: try runEngine(flow, ReadyVoice())
    case .barge: try runEngine(bargeFlow, ReadyVoice(isSteady: true))
    case .offer: try runEngine(offerFlow, ReadyVoice(isSilent: true), agents: 100)
    case .alone, .talk:
      let inbox = PairingInbox(pairs: kind == .talk)
      try serve(inbox, MediaLoop(clock: { inbox.now }), ReadyVoice())
    }
  }

  /// - Parameter agents: so many, numbered from 100 on, all with the PIN 1234; calls carry their numbers.
  private static func runEngine(_ flow: String, _ voice: ReadyVoice, agents: Int = 0) throws {
    let made = Compiler.compile([SourceText(name: "bridge.callflow", text: flow)])
    guard let graph = made.applications.first, !made.hasErrors else {
      throw BenchFault(made.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }
    let runner = EngineRunner(log: NoLog(), data: NoData(), seed: 1, pins: PlainPins())
    let loop = MediaLoop(clock: { runner.now })
    runner.start(
      SiteDefinition(
        applications: [graph],
        agents: (0..<agents).map { n in
          SiteDefinition.Agent(name: "a\(n)", number: "\(100 + n)", pin: "1234", skills: ["help": 1 + n % 9])
        }))
    try serve(runner, loop, voice, idsDigits: agents > 0)
    runner.stop(grace: .zero)
  }

  private static func serve(
    _ inbox: any EngineInbox, _ loop: MediaLoop, _ voice: any Voice, idsDigits: Bool = false
  ) throws {
    let line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: idsDigits, flow: "main", connections: 50_000),
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

  private static let offerFlow = """
    callflow 1
    language en default
    dial 1000 -> main
    dial 3000 -> agent_desk
    skill help
    queue help { need help 1; prefer help 5; ring 60s; wrap-up 10m; age 1 per 60s max 20 }
    flow main {
        route wait { queue help; talked -> again; overflow -> again }
        menu again { timeout 1s; say "once more"; key 1 -> wait; on no-input -> wait; tries 99 -> wait }
    }
    flow agent_desk {
        desk at_desk { number 3; pin 4; done -> gone }
        do gone { hangup }
    }
    """
}

/// PINs that are their own hashes.
private final class PlainPins: PinCheck {
  func check(_ pin: String, against hash: String?, answer: @escaping @Sendable (Bool) -> Void) {
    answer(pin == hash)
  }
}

/// Says everything as the same half minute of sound, or as half a second of silence, at once.
private final class ReadyVoice: Voice {
  private let sound: Sound
  /// - Parameter isSteady: sound without a pause, instead of speech.
  init(isSteady: Bool = false, isSilent: Bool = false) {
    if isSilent {
      sound = Sound([Int16](repeating: 0, count: Telephony.sampleRate / 2))
      return
    }
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
