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

  static func run() throws {
    let made = Compiler.compile([SourceText(name: "bridge.callflow", text: flow)])
    guard let graph = made.applications.first, !made.hasErrors else {
      throw BenchFault(made.diagnostics.map { "\($0)" }.joined(separator: "\n"))
    }
    let runner = EngineRunner(log: NoLog(), data: NoData(), seed: 1)
    let loop = MediaLoop(clock: { runner.now })
    runner.start(SiteDefinition(applications: [graph]))
    let line = try AudioSocketLine(
      AudioSocketLine.Settings(
        name: "trunk", address: "127.0.0.1:0", idsDigits: false, flow: "main", connections: 50_000),
      AudioSocketLine.House(
        inbox: runner, voice: ReadyVoice(), sounds: SoundStore(), loop: loop, switchboard: Switchboard()))
    try FileHandle.standardOutput.write(contentsOf: Data("\(line.port)\n".utf8))
    while readLine() != nil {}
    runner.stop(grace: .zero)
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

/// Says everything as the same half minute of sound, at once.
private final class ReadyVoice: Voice {
  private let sound: Sound
  init() {
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
