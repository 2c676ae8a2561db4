import CallFlow
import Session

/// Has the fixed texts of prompts spoken and kept before a call needs them, in the synthesiser's own time.
enum Prerender {
  static func start(_ parts: Parts) {
    for graph in parts.site.applications {
      let prepared = FixedTexts(of: graph)
      for text in prepared.texts { parts.speech.render(text.text, as: text.voice, keep: true) { _ in } }
    }
  }
}
