import CallFlow
import Chronology
import Wording

/// Templates in words: fixed texts, values in their forms, hours and particles.
extension Speaker {
  func render(
    _ template: Template, _ language: LanguageID, _ values: some SpokenValues,
    spoken: [String: String] = [:]
  ) throws(ExpressionFault) -> Rendered {
    try render(template, tongue(language), values, spoken: spoken)
  }

  func render(
    _ template: Template, _ tongue: Tongue, _ values: some SpokenValues, spoken: [String: String] = [:]
  ) throws(ExpressionFault) -> Rendered {
    let worded = tongue.worded
    var text = Rendered()
    for part in template.parts {
      switch part {
      case .text(let fixed):
        if let words = spoken[fixed] {
          text.add(written: fixed, loggable: fixed, pieces: [SpeechPiece(words, isFixed: true)])
        } else {
          text.add(fixed: fixed, worded)
        }
      case .value(let expression, let form):
        let value = try expression.evaluate(in: values)
        if case .text(let text) = value, text.utf8.count > 16 * Value.longest { throw .overflow }
        var words = try Speaker.word(value, form, worded, values.zone)
        if !tongue.language.spokenDigits.isEmpty, form == .digits || form == .phone {
          words.spoken = tongue.spelling(words)
        }
        let privacy = values.privacy(of: expression)
        text.add(
          written: words.written, loggable: privacy.mask(words.written),
          pieces: [SpeechPiece(words.spoken, isFixed: false)])
      case .hours(let calendar):
        guard let worded, calendars.indices.contains(calendar.index) else { continue }
        let words = Wording.hours(calendars[calendar].hours, in: worded)
        text.add(
          written: words.written, loggable: words.written,
          pieces: [SpeechPiece(words.spoken, isFixed: true)])
      case .particle(let a, let b): text.addParticle(Wording.particle((a, b), after: text.written))
      case .label, .key: break
      }
    }
    return text
  }

  static func word(
    _ value: Value, _ form: Form?, _ language: WordedLanguage?, _ zone: Zone
  ) throws(ExpressionFault) -> Worded {
    let sayable: Sayable
    switch value {
    case .none: throw .noneUsed
    case .undefined: throw .undefined
    case .row: throw .wrongType
    case .flag(let flag): sayable = .flag(flag)
    case .number(let number): sayable = .number(number)
    case .text(let text): sayable = .text(text)
    case .date(let day): sayable = .date(day)
    case .time(let time): sayable = .time(time)
    case .instant(let instant):
      let (day, time) = zone.local(instant)
      sayable = .instant(day, time)
    case .duration(let duration): sayable = .duration(duration)
    }
    guard let language else {
      // An amount without its currency would be another amount.
      if case .currency(let code) = form { return Worded(value.plain + " " + code) }
      return Worded(value.plain)
    }
    do { return try Wording.word(sayable, as: form, in: language) } catch { throw .wrongType }
  }
}
