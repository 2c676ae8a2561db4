import Engine
import Session
import Synchronization

/// One piece of speech that was asked for: filled by the synthesiser on its thread, looked at by a player on
/// another, which never waits for it.
final class SpeechSlot: Sendable {
  private let result = Mutex<Result<Sound, VoiceFault>?>(nil)
  private let isFilled = Atomic<Bool>(false)

  init(_ piece: SpeechPiece, _ choice: VoiceChoice, by voice: any Voice) {
    // A player that is cut short lets go of its slots, and nothing is spoken for one that is gone.
    voice.render(piece.text, as: choice, keep: piece.isFixed, while: { [weak self] in self != nil }) {
      [weak self] answer in self?.fill(answer)
    }
  }
  /// What a caller said, from its file.
  init(message path: String) {
    MessageFile.read(path) { [weak self] sound in
      self?.fill(sound.map { .success($0) } ?? .failure(VoiceFault("\(path) cannot be read")))
    }
  }
  /// Sound that is there already.
  init(_ sound: Sound) { fill(.success(sound)) }

  private func fill(_ answer: Result<Sound, VoiceFault>) {
    result.withLock { if $0 == nil { $0 = answer } }
    isFilled.store(true, ordering: .releasing)
  }

  /// Nil while nothing has come.
  var answer: Result<Sound, VoiceFault>? {
    guard isFilled.load(ordering: .acquiring) else { return nil }
    return result.withLock { $0 }
  }
}
