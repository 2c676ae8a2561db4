import Engine
import Session
import Tones

/// espeak-ng as a `Voice`: 8 kHz samples at a telephone's level, trimmed so that pieces join, and a store of
/// them. Any number of these share the one library of the process and its one thread.
public final class EspeakSynthesizer: Voice {
  public let store: SpeechStore
  /// The level of the sounding part, in dBm0.
  public static let levelDBm0 = -16.0
  private static let peakLimit = 30000.0

  public init(store: SpeechStore = SpeechStore()) { self.store = store }

  /// The voices that are installed. Starts the library: 2 ms, the first time.
  public func voices() throws(EspeakError) -> [EspeakVoiceInfo] {
    try EspeakLibrary.shared.sync { EspeakLibrary.shared.voices() }.voices
  }

  /// Fails if that voice could not speak: to be asked for every voice of a flow when it is loaded.
  public func check(voice: String) throws(EspeakError) {
    let voices = try EspeakLibrary.shared.sync { EspeakLibrary.shared.voices() }
    _ = try voices.resolve(voice)
  }

  /// The samples of a text, 8 kHz, made now (1 ms for each second of speech) on the library's thread.
  /// - Parameters:
  ///   - text: up to 4,000 characters, never interpreted as markup.
  ///   - voice: `ko`, `en-gb`, `ko+f2`.
  ///   - speed: words a minute, 80…450; nil for the voice's own.
  ///   - pitch: 0…99; nil for the voice's own.
  ///   - ticket: ends it early.
  public func render(
    _ text: String, voice: String, speed: Int? = nil, pitch: Int? = nil, ticket: SpeechTicket = SpeechTicket()
  ) throws(EspeakError) -> [Int16] {
    let spoken = try SpokenText(text)
    return try EspeakLibrary.shared.sync {
      Self.samples(of: spoken, voice: voice, speed: speed, pitch: pitch, ticket: ticket)
    }
  }

  /// The sound of a text in a voice of a flow, made now.
  public func render(_ text: String, as choice: VoiceChoice) throws(EspeakError) -> Sound {
    let samples = try render(text, voice: choice.voice, speed: choice.speed, pitch: choice.pitch)
    return Sound(Self.amplified(samples, dB: choice.volume))
  }

  /// - Parameter keep: the sound goes to the store. A text with a caller's values in it should not.
  public func render(
    _ text: String, as voice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    render(text, as: voice, keep: keep, ticket: SpeechTicket(), answer: answer)
  }

  public func render(
    _ text: String, as voice: VoiceChoice, keep: Bool, while isWanted: @escaping @Sendable () -> Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    render(text, as: voice, keep: keep, ticket: SpeechTicket(while: isWanted), answer: answer)
  }

  /// As `render(_:as:keep:answer:)`; cancelling the ticket makes the answer a fault, soon.
  public func render(
    _ text: String, as voice: VoiceChoice, keep: Bool, ticket: SpeechTicket,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    let key = SpeechStore.Key(voice, text)
    if let sound = store[key] { return answer(.success(sound)) }
    let spoken: SpokenText
    do throws(EspeakError) {
      spoken = try SpokenText(text)
    } catch {
      return answer(.failure(VoiceFault(error.description)))
    }
    EspeakLibrary.shared.async { [store] in
      // Another caller may have asked for the same text meanwhile.
      if let sound = store[key] { return answer(.success(sound)) }
      let result = Self.samples(
        of: spoken, voice: voice.voice, speed: voice.speed, pitch: voice.pitch, ticket: ticket)
      switch result {
      case .success(let samples):
        let sound = Sound(Self.amplified(samples, dB: voice.volume))
        if keep { store.insert(sound, for: key) }
        answer(.success(sound))
      case .failure(let error):
        answer(.failure(VoiceFault(error.description)))
      }
    }
  }

  private static func samples(
    of text: SpokenText, voice: String, speed: Int?, pitch: Int?, ticket: SpeechTicket
  ) -> Result<[Int16], EspeakError> {
    if ticket.isCancelled { return .failure(.cancelled) }
    let spoken = text.isBlank ? SpokenText.nothing : text
    return EspeakLibrary.shared.speak(spoken, voice: voice, speed: speed, pitch: pitch, until: ticket)
      .flatMap { speech in
        guard let converted = atTelephoneRate(speech.samples, speech.rate) else {
          return .failure(.failed(speech.rate))
        }
        return .success(levelled(converted))
      }
  }

  /// Louder as far as it does not clip, softer as wished.
  private static func amplified(_ samples: [Int16], dB: Int) -> [Int16] {
    guard dB != 0, !samples.isEmpty else { return samples }
    let gain = min(Level.ratio(dB: Double(dB)), max(1, peakLimit / Double(max(1, Level.peak(samples)))))
    return samples.map { Int16(max(-32768, min(32767, (Double($0) * gain).rounded()))) }
  }

  private static func atTelephoneRate(_ samples: [Int16], _ rate: Int) -> [Int16]? {
    if let resampler = usual, resampler.from == rate { return resampler.convert(samples) }
    return Resampler(from: rate, to: Telephony.sampleRate)?.convert(samples)
  }
  /// The rate that every version of the library has; its filter is made once.
  private static let usual = Resampler(from: 22050, to: Telephony.sampleRate)

  /// Without the silence around it, at the house's level.
  private static func levelled(_ samples: [Int16]) -> [Int16] {
    let sounding = Level.sounding(samples, above: -50)
    guard !sounding.isEmpty else { return [] }
    var speech = Array(samples[sounding])
    let gain = min(
      Level.ratio(dB: levelDBm0 - Level.dBm0(speech)), peakLimit / Double(max(1, Level.peak(speech))))
    for i in speech.indices {
      speech[i] = Int16(max(-32768, min(32767, (Double(speech[i]) * gain).rounded())))
    }
    return speech
  }
}
