import Wording

/// A text under way: written, loggable and spoken beside each other.
struct Rendered: Sendable {
  var written = ""
  var loggable = ""
  var pieces: [SpeechPiece] = []
  var isEmpty: Bool { written.isEmpty && pieces.isEmpty }

  mutating func add(fixed text: String, _ language: WordedLanguage?) {
    guard !text.isEmpty else { return }
    add(
      written: text, loggable: text,
      pieces: [SpeechPiece(language.map { Wording.spoken(text, in: $0) } ?? text, isFixed: true)])
  }

  mutating func add(written: String, loggable: String, pieces: [SpeechPiece]) {
    self.written += written
    self.loggable += loggable
    self.pieces += pieces
  }

  /// A particle is spoken in one breath with the word before it.
  mutating func addParticle(_ particle: String) {
    written += particle
    loggable += particle
    if pieces.isEmpty {
      pieces.append(SpeechPiece(particle, isFixed: true))
    } else {
      pieces[pieces.count - 1].text += particle
    }
  }

  func segment(_ manner: Speaker.Manner, _ voice: VoiceChoice) -> Segment {
    Segment(
      .speech(pieces), gate: manner.gate, voice: voice, written: written, loggable: loggable,
      prompt: manner.prompt)
  }
}
