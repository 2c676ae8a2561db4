import CallFlow
import Chronology
import Engine
import Tones

extension SiteReader {
  mutating func lineItem(_ cursor: inout TokenCursor) {
    guard let name = name(&cursor, "the line's name") else { return cursor.skipToEnd() }
    guard let kind = self.name(&cursor, "the line's kind: keypad, soundcard or audiosocket") else {
      return cursor.skipToEnd()
    }
    if let other = site.lines.first(where: { $0.name == name.text }) {
      fault("CF202", "line '\(name.text)' is there twice (line \(other.range.start.line))", name.range)
    }
    let lineKind: SiteFile.LineItem.Kind
    switch kind.text {
    case "keypad": lineKind = .keypad
    case "soundcard":
      guard let device = text(&cursor, "the device's name in quotes") else { return cursor.skipToEnd() }
      let capture = cursor.take(word: "in") ? text(&cursor, "the capture device in quotes")?.value : nil
      var card = SiteFile.SoundCard(device.value, capture: capture)
      soundCard(&cursor, &card)
      lineKind = .soundcard(card)
    case "audiosocket":
      guard let address = text(&cursor, "an address like \"127.0.0.1:9092\"") else {
        return cursor.skipToEnd()
      }
      if HostPort(address.value) == nil {
        fault(
          "CF206", "'\(address.value)' is no address and port", address.range,
          hint: "like \"127.0.0.1:9092\" or \"[::1]:9092\"; port 0 lets the system choose")
      }
      var idsDigits = false
      var allowed: [AddressRange] = []
      while true {
        if cursor.take(word: "ids") {
          idsDigits = group(&cursor, word: "digits")
        } else if cursor.take(word: "allow") {
          repeat {
            guard let text = text(&cursor, "an address like \"10.0.0.5\" or \"10.0.0.0/24\"") else { break }
            if let range = AddressRange(text.value) {
              allowed.append(range)
            } else {
              fault(
                "CF206", "'\(text.value)' is no address", text.range,
                hint: "like \"10.0.0.5\", \"10.0.0.0/24\" or \"fd00::/8\"; names are not looked up")
            }
          } while cursor.take(sign: ",")
        } else {
          break
        }
      }
      lineKind = .audiosocket(address.value, idsDigits: idsDigits, allowed: allowed)
    default:
      fault(
        "CF201", "there is no kind of line '\(kind.text)'", kind.range,
        hint: Suggestions.hint(kind.text, among: ["keypad", "soundcard", "audiosocket"])
          ?? "kinds are keypad, soundcard and audiosocket")
      return cursor.skipToEnd()
    }
    let flow = cursor.take(word: "flow") ? self.name(&cursor, "the flow's name")?.text : nil
    site.lines.append(SiteFile.LineItem(name: name.text, kind: lineKind, flow: flow, range: name.range))
  }

  /// How calls begin and end on a line without a hook, and how much the device holds.
  private mutating func soundCard(_ cursor: inout TokenCursor, _ card: inout SiteFile.SoundCard) {
    while true {
      if cursor.take(word: "start") {
        (card.startKey, card.startsByVoice) = (nil, false)
        repeat { start(&cursor, &card) } while cursor.take(sign: ",")
      } else if cursor.take(word: "end") {
        guard group(&cursor, word: "silence") else { return }
        guard let length = duration(&cursor, in: .seconds(1)...(.seconds(3600)), "1s to 3600s") else {
          return
        }
        card.endSilence = length
      } else if cursor.take(word: "buffer") {
        guard let length = duration(&cursor, in: .milliseconds(20)...(.milliseconds(500)), "20ms to 500ms")
        else { return }
        card.buffer = length
      } else {
        return
      }
    }
  }

  private mutating func start(_ cursor: inout TokenCursor, _ card: inout SiteFile.SoundCard) {
    if cursor.take(word: "voice") {
      card.startsByVoice = true
    } else if cursor.take(word: "key") {
      guard let token = cursor.peek, token.text.count == 1, let key = token.text.first.flatMap({ Key($0) })
      else {
        fault("CF206", "a key was expected: 0-9, *, # or A-D", cursor.here)
        return cursor.skipToEnd()
      }
      cursor.next()
      card.startKey = .init(key: key, length: .seconds(1))
      if cursor.take(word: "held"),
        let length = duration(&cursor, in: .milliseconds(100)...(.seconds(10)), "100ms to 10s")
      {
        card.startKey?.length = length
      }
    } else if !cursor.take(word: "command") {
      fault(
        "CF206", "how a call begins was expected: key, voice or command", cursor.here,
        hint: "for example: start key # held 1s, voice")
      cursor.skipToEnd()
    }
  }
}
