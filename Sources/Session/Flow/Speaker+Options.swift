import CallFlow
import Wording

/// How menu options are read: a label and its key through the language's pattern.
extension Speaker {
  /// One label through the language's `option` pattern: "for {label}, press {key}".
  func addOption(
    _ key: KeyBinding, _ manner: Manner, _ values: some SpokenValues, to segments: inout [Segment]
  ) throws(ExpressionFault) {
    guard let label = key.label else { return }
    var spoken: [Segment] = []
    var manner = manner
    manner.isLabel = true
    switch label {
    case .prompt(let use):
      // The option is read in the language that the label is in.
      manner.language =
        language(manner.language) { id in use.lines.contains { $0.language == id } } ?? manner.language
      try add(.prompt(use), manner, values, to: &spoken)
    case .texts(let texts):
      if let own = language(manner.language, where: { texts[$0] != nil }), let text = texts[own] {
        manner.language = own
        try add(.text(text), manner, values, to: &spoken)
      }
    }
    manner.isLabel = false
    addOption(labelled: spoken, key: key.name, manner, to: &segments)
  }

  func addOption(
    labelled label: [Segment], key: String, _ manner: Manner, to segments: inout [Segment]
  ) {
    var manner = manner
    // Without a way of its own to read an option, it is read as the language that the label is in does.
    if tongue(manner.language).hasNoOption,
      let other = languages.firstIndex(where: { $0.language.tag == label.first?.voice.language })
    {
      manner.language = LanguageID(other)
    }
    let tongue = tongue(manner.language)
    var before = "", after = ""
    var isBefore = true
    for part in optionParts(tongue) {
      switch part {
      case .text(let text): if isBefore { before += text } else { after += text }
      case .key: if isBefore { before += key } else { after += key }
      case .label: isBefore = false
      case .value, .hours: break
      case .particle(let a, let b):
        let particle = Wording.particle((a, b), after: isBefore ? before : label.last?.written ?? "" + after)
        if isBefore { before += particle } else { after += particle }
      }
    }
    var text = Rendered()
    text.add(fixed: before, tongue.worded)
    var isAllSpeech = true
    for segment in label {
      guard case .speech(let pieces) = segment.content else {
        isAllSpeech = false
        break
      }
      text.add(written: segment.written, loggable: segment.loggable, pieces: pieces)
    }
    if isAllSpeech {
      text.add(fixed: after, tongue.worded)
      // A label without values and its key are one text: it is spoken as one and kept as one.
      if text.pieces.allSatisfy(\.isFixed) {
        var whole = Rendered()
        whole.add(fixed: text.written, tongue.worded)
        text = whole
      }
      add(recorded(text.segment(manner, tongue.voice)), manner, to: &segments)
      return
    }
    for part in [before, nil, after] {
      guard let part else {
        segments += label
        continue
      }
      var text = Rendered()
      text.add(fixed: part, tongue.worded)
      if !text.isEmpty { segments.append(text.segment(manner, tongue.voice)) }
    }
  }

  /// How a label without values is read with its key, in a language; nil where that is no fixed text.
  func option(_ label: String, key: String, _ language: LanguageID) -> Rendered? {
    let tongue = tongue(language)
    var text = ""
    for part in optionParts(tongue) {
      switch part {
      case .text(let own): text += own
      case .key: text += key
      case .label: text += label
      case .particle(let a, let b): text += Wording.particle((a, b), after: text)
      case .value, .hours: return nil
      }
    }
    var whole = Rendered()
    whole.add(fixed: text, tongue.worded)
    return whole
  }

  private func optionParts(_ tongue: Tongue) -> [Template.Part] {
    if let option = tongue.language.option { return option.parts }
    let pattern = tongue.worded.map(Wording.optionPattern) ?? "{label} {key}"
    var parts: [Template.Part] = []
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      parts.append(.text(String(rest[..<open])))
      parts.append(rest[open...close] == "{label}" ? .label : .key)
      rest = rest[rest.index(after: close)...]
    }
    return parts + [.text(String(rest))]
  }
}
