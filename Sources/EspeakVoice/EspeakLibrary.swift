import CEspeak
import Dispatch
import Glibc
import Synchronization
import Tones

/// The one libespeak-ng of the process. Its state is global and unlocked: two threads in it at once get each
/// other's sound, so that everything here runs on one serial queue, and nothing else calls it.
final class EspeakLibrary: Sendable {
  static let shared = EspeakLibrary()

  private let queue = DispatchQueue(label: "espeak-ng", qos: .userInitiated)
  /// Touched on the queue only; the lock is never contended and says so to the compiler.
  private let state = Mutex(State())

  private struct State {
    var started: Result<Started, EspeakError>?
    var voice: String?
  }
  private struct Started {
    var rate: Int
    var voices: EspeakVoiceList
  }

  private init() {}

  func async(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
  func sync<T: Sendable>(_ work: () -> Result<T, EspeakError>) throws(EspeakError) -> T {
    try queue.sync(execute: work).get()
  }

  // MARK: On the queue

  func voices() -> Result<EspeakVoiceList, EspeakError> {
    dispatchPrecondition(condition: .onQueue(queue))
    return state.withLock { start(&$0).map(\.voices) }
  }

  /// Speech at the library's own rate.
  func speak(
    _ text: SpokenText, voice: String, speed: Int?, pitch: Int?, until ticket: SpeechTicket
  ) -> Result<(samples: [Int16], rate: Int), EspeakError> {
    dispatchPrecondition(condition: .onQueue(queue))
    return state.withLock { state in
      do throws(EspeakError) {
        let library = try start(&state).get()
        let name = try library.voices.resolve(voice)
        if state.voice != name {
          state.voice = nil
          let status = espeak_SetVoiceByName(name)
          guard status == EE_OK else { throw EspeakError.noVoice(voice, near: []) }
          state.voice = name
        }
        set(espeakRATE, speed.map { max(80, min($0, 450)) })
        set(espeakPITCH, pitch.map { max(0, min($0, 99)) })

        let collector = Collector(ticket: ticket, limit: Self.longestSeconds * library.rate)
        let pointer = Unmanaged.passUnretained(collector).toOpaque()
        let status = withExtendedLifetime(collector) {
          text.text.withCString {
            espeak_Synth(
              $0, text.text.utf8.count + 1, 0, POS_CHARACTER, 0, UInt32(espeakCHARS_UTF8), nil, pointer)
          }
        }
        if ticket.isCancelled { throw EspeakError.cancelled }
        if collector.isFull { throw EspeakError.speechTooLong(Self.longestSeconds) }
        guard status == EE_OK else { throw EspeakError.failed(Int(status.rawValue)) }
        return .success((collector.samples, library.rate))
      } catch {
        return .failure(error)
      }
    }
  }
  private static let longestSeconds = 600

  private func set(_ parameter: espeak_PARAMETER, _ value: Int?) {
    let own = espeak_GetParameter(parameter, 0)
    _ = espeak_SetParameter(parameter, value.map(Int32.init(clamping:)) ?? own, 0)
  }

  private func start(_ state: inout State) -> Result<Started, EspeakError> {
    if let started = state.started { return started }
    let result = Self.initialize()
    // Missing data may be installed while we run: only success is kept.
    if case .success = result { state.started = result }
    return result
  }

  private static func initialize() -> Result<Started, EspeakError> {
    // It asks the sound server whether it is there though nothing is ever played here, and the server's library
    // complains of a home folder that it cannot write. There is none of that name.
    let server = getenv(Self.soundServer).map { String(cString: $0) }
    setenv(Self.soundServer, "none", 1)
    let rate = espeak_Initialize(
      AUDIO_OUTPUT_SYNCHRONOUS, 60, nil, Int32(espeakINITIALIZE_DONT_EXIT))
    if let server { setenv(Self.soundServer, server, 1) } else { unsetenv(Self.soundServer) }
    guard rate > 0 else { return .failure(.noData) }
    let voices = list(language: nil)
    guard !voices.isEmpty else { return .failure(.noData) }
    espeak_SetSynthCallback { samples, count, events in
      guard let events, let pointer = events.pointee.user_data else { return 1 }
      let collector = Unmanaged<Collector>.fromOpaque(pointer).takeUnretainedValue()
      guard let samples, count > 0 else { return 0 }
      return collector.take(UnsafeBufferPointer(start: samples, count: Int(count))) ? 0 : 1
    }
    let variants = list(language: "variant").compactMap { $0.identifier.split(separator: "/").last }
    let found = EspeakVoiceList(voices: voices, variants: variants.map(String.init))
    return .success(Started(rate: Int(rate), voices: found))
  }

  private static let soundServer = "PULSE_SERVER"

  private static func list(language: String?) -> [EspeakVoiceInfo] {
    func read(_ specification: UnsafeMutablePointer<espeak_VOICE>?) -> [EspeakVoiceInfo] {
      guard var at = espeak_ListVoices(specification) else { return [] }
      var voices: [EspeakVoiceInfo] = []
      while let voice = at.pointee {
        voices.append(EspeakVoiceInfo(voice.pointee))
        at += 1
      }
      return voices
    }
    guard let language else { return read(nil) }
    return language.withCString { name in
      var specification = espeak_VOICE()
      specification.languages = name
      return withUnsafeMutablePointer(to: &specification) { read($0) }
    }
  }

  /// What the callback fills.
  private final class Collector {
    var samples: [Int16] = []
    var isFull = false
    private let ticket: SpeechTicket
    private let limit: Int
    init(ticket: SpeechTicket, limit: Int) {
      self.ticket = ticket
      self.limit = limit
    }
    /// False: stop.
    func take(_ piece: UnsafeBufferPointer<Int16>) -> Bool {
      if ticket.isCancelled { return false }
      if samples.count + piece.count > limit {
        isFull = true
        return false
      }
      samples.append(contentsOf: piece)
      return true
    }
  }
}

extension EspeakVoiceInfo {
  /// The languages are a list of C strings, each after a byte of priority, ended by an empty one.
  fileprivate init(_ voice: espeak_VOICE) {
    name = voice.name.map { String(cString: $0) } ?? ""
    identifier = voice.identifier.map { String(cString: $0) } ?? ""
    var found: [(priority: Int8, language: String)] = []
    if var at = voice.languages {
      while at.pointee != 0 {
        let language = String(cString: at + 1)
        found.append((at.pointee, language))
        at += 2 + language.utf8.count
      }
    }
    languages = found.sorted { $0.priority < $1.priority }.map(\.language)
  }
}

/// Whether a speech is still wanted. May be used from any thread.
public final class SpeechTicket: Sendable {
  private let cancelled = Atomic(false)
  private let isWanted: (@Sendable () -> Bool)?
  /// - Parameter isWanted: asked before the speech begins and at each piece of it.
  public init(while isWanted: (@Sendable () -> Bool)? = nil) { self.isWanted = isWanted }
  /// Speech under way ends at its next piece of 60 ms of sound, speech not begun does not begin.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }
  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) || isWanted?() == false }
}
