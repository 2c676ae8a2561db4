import Engine
import EspeakVoice
import Session

/// Has the fixed texts of prompts spoken and kept before a call needs them. The next is asked for when one is
/// there, so that a call waits for one of them at most.
enum Prerender {
  static func start(_ parts: Parts) {
    var seen: Set<FixedTexts.Text> = []
    let texts = parts.site.applications.flatMap { FixedTexts(of: $0).texts }.filter {
      seen.insert($0).inserted
    }
    next(texts[...], parts.speech)
  }

  private static func next(_ texts: ArraySlice<FixedTexts.Text>, _ speech: EspeakSynthesizer) {
    // Those that are there answer at once: a loop, since a reload may find thousands.
    var rest = texts
    while let text = rest.first, has(text, speech) { rest.removeFirst() }
    guard let text = rest.popFirst() else { return }
    let later = rest
    speech.render(text.text, as: text.voice, keep: true) { _ in next(later, speech) }
  }

  private static func has(_ text: FixedTexts.Text, _ speech: EspeakSynthesizer) -> Bool {
    speech.store[SpeechStore.Key(text.voice, text.text)] != nil
  }
}
