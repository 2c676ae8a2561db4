import Chronology
import Engine
import Tones

/// One leg's end of a talk: what it says goes to those who hear it, and what they say comes to it. Belongs to
/// the leg's thread.
public final class TalkEnd {
  /// What the others say under a prompt: 12 dB less, in 256ths.
  private static let underPrompt: Int32 = 64
  private static let full: Int32 = 256

  private struct Place {
    var talk: Talk
    var seat: TalkSeat
    var voice: VoiceRing
    /// Of the talk, when the taps were set.
    var version = -1
  }
  private let switchboard: Switchboard
  private var place: Place?
  private var taps: [VoiceTap] = []
  /// Whom the leg heard until now.
  private var ending: [VoiceTap] = []
  private var gain = TalkEnd.full
  /// A key of its own is down, which nobody is to hear.
  private var isMuted = false
  private var fadesIn = false
  /// The tone of a key sounds, in a seat or out of one.
  private var toneSounds = false
  /// Samples said since it sat down.
  private var said = 0
  /// How much earlier than it was heard a tone may have begun.
  private static let margin = Telephony.samples(milliseconds: 10)

  public init(_ switchboard: Switchboard) { self.switchboard = switchboard }
  deinit { vacate() }

  /// The seat that it has; nil outside of any talk.
  public var seat: TalkSeat? { place?.seat }

  public func join(_ id: TalkID, as seat: TalkSeat) {
    if let old = place, old.talk.id == id, old.seat.isSameChair(as: seat) {
      // The supervisor speaks to somebody else. Whoever was put out of his seat has it again.
      place?.talk = switchboard.join(id, as: seat, old.voice)
      place?.seat = seat
      return
    }
    leave()
    // A voice of its own for each talk: who still listens to the old one hears nothing of the new.
    let voice = VoiceRing()
    place = Place(talk: switchboard.join(id, as: seat, voice), seat: seat, voice: voice)
    // A key that went down elsewhere is not for those who sit here: it may be the last of a secret.
    (isMuted, fadesIn, said) = (toneSounds, false, 0)
  }

  public func leave() {
    vacate()
    place = nil
    ending += taps
    taps = []
  }
  private func vacate() { if let place { switchboard.leave(place.talk, place.voice) } }

  // MARK: What it says

  /// Samples that have arrived from it.
  func say(_ samples: Span<Int16>, at instant: Instant) {
    guard let voice = place?.voice else { return }
    said += samples.count
    if isMuted { return voice.writeSilence(samples.count, at: instant) }
    guard fadesIn else { return voice.write(samples, at: instant) }
    fadesIn = false
    let count = min(samples.count, SegmentPlayer.fadeLength)
    var faded = InlineArray<40, Int16>(repeating: 0)
    for i in 0..<count { faded[i] = Int16(Int(samples[i]) * i / SegmentPlayer.fadeLength) }
    voice.write(faded.span.extracting(first: count), at: instant)
    if count < samples.count { voice.write(samples.extracting(count..<samples.count), at: instant) }
  }

  /// A key of its own was heard in what it says; its tone is the last `length` samples said.
  func heardKey(length: Int) {
    toneSounds = true
    guard let place, !place.seat.sharesKeys || length + TalkEnd.margin > said else { return }
    place.voice.takeBack(length)
    isMuted = true
  }
  /// That key is up.
  func keyIsUp() {
    fadesIn = fadesIn || isMuted
    (isMuted, toneSounds) = (false, false)
  }
  /// It pressed a key of which there is no sound.
  func pressed(_ key: Key) {
    if let place, place.seat.sharesKeys { place.voice.press(key) }
  }

  // MARK: What it hears

  /// Adds what the others say to a frame.
  /// - Parameter isUnderPrompt: something else is said in it, that has to be understood.
  func hear(into frame: inout MutableSpan<Int16>, isUnderPrompt: Bool, at instant: Instant) {
    if let place, place.version != place.talk.version { look(at: place.talk) }
    guard !taps.isEmpty || !ending.isEmpty else {
      gain = isUnderPrompt ? TalkEnd.underPrompt : TalkEnd.full
      return
    }
    var mix = VoiceMix()
    for i in taps.indices { taps[i].add(to: &mix, at: instant) }
    if !ending.isEmpty {
      for tap in ending { tap.end(in: &mix) }
      ending.removeAll()
    }
    let wanted = isUnderPrompt ? TalkEnd.underPrompt : TalkEnd.full
    for i in 0..<min(frame.count, VoiceMix.length) {
      var sample = mix[i]
      if gain != wanted || wanted != TalkEnd.full {
        let step = Int32(min(i, SegmentPlayer.fadeLength))
        let now = gain + (wanted - gain) * step / Int32(SegmentPlayer.fadeLength)
        sample = sample * now / TalkEnd.full
      }
      frame[i] = Int16(clamping: Int32(frame[i]) + sample)
    }
    gain = wanted
  }

  /// Somebody has come, gone, or speaks to others than before.
  private func look(at talk: Talk) {
    guard let place else { return }
    let version = talk.version
    let members = talk.members
    self.place?.version = version
    // Somebody else sits there now.
    guard members.contains(where: { $0.voice === place.voice }) else {
      self.place = nil
      ending += taps
      taps = []
      return
    }
    let heard = members.filter { $0.voice !== place.voice && place.seat.hears($0.seat) }
    ending += taps.filter { tap in !heard.contains { $0.voice === tap.ring } }
    taps.removeAll { tap in !heard.contains { $0.voice === tap.ring } }
    for member in heard where !taps.contains(where: { $0.ring === member.voice }) {
      taps.append(VoiceTap(member.voice))
    }
  }
}
