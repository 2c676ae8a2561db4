import Chronology
import Tones

/// One listener's place in another leg's voice: hands it out a frame at a time by the listener's clock.
///
/// A frame is heard once it is there, up to a frame after it came. One that comes too late leaves a gap, and
/// the cushion is thicker from then on; what never comes is silence. The cushion becomes thinner again when
/// it was not needed for seconds, by leaving out a frame where that is heard least. So clocks that differ
/// do not matter either. Sound that waits longer than `limit` is passed over.
struct VoiceTap {
  /// 120 ms, beyond the packet that came last.
  static let limit = Telephony.samples(milliseconds: 120)
  private static let crossfade = 80
  /// A frame below this peak is silence: −47 dBm0.
  private static let quiet = 100
  /// A wish waits so many frames for silence, or for sound that is like itself a frame on.
  private static let patience = 50

  let ring: VoiceRing
  private var position: Int
  /// Sound is there, frame by frame.
  private(set) var isRunning = false
  private var hasHesitated = false
  private var watch = CushionWatch()
  private var wish = CushionWatch.Wish.stay
  private var wishedFor = 0
  private var keys: KeyTones
  private var fadesIn: Bool

  /// Samples that are there and not heard yet.
  var waiting: Int { ring.written - position }

  /// Hears what is said from now on.
  /// - Parameter fadesIn: a listener who came late hears no click.
  init(_ ring: VoiceRing, fadesIn: Bool = true) {
    (self.ring, self.fadesIn) = (ring, fadesIn)
    position = ring.written
    keys = KeyTones(after: ring.keysPressed)
  }

  /// Adds the frame that is heard at that instant.
  mutating func add(to mix: inout VoiceMix, at instant: Instant) {
    keys.add(from: ring, to: &mix)
    let (written, packet) = (ring.written, ring.packet)
    // The last packet is needed with the frame that its first sample is in.
    let framesAhead = max(0, written - packet - position) / VoiceMix.length
    let slack = instant - ring.arrival + .milliseconds(20) * framesAhead
    if !isRunning {
      guard written - position >= VoiceMix.length else { return }
      // What has only just arrived may be a little later next time.
      guard slack >= CushionWatch.margin || hasHesitated else {
        hasHesitated = true
        return
      }
    }
    var next = position
    if written - position > VoiceTap.limit + packet {
      next = written - VoiceTap.limit
      if written - position > VoiceRing.capacity / 2 {
        isRunning = false
        position = next
      }
    }
    guard written - next >= VoiceMix.length else { return runDry(written, &mix) }
    if isRunning {
      if next == position {
        next = shifted(watch.frame(left: written - next - VoiceMix.length, slack: slack))
      }
      copy(to: &mix, next)
    } else {
      if fadesIn { fadeIn(&mix) } else { copy(to: &mix, position) }
      next = position
      fadesIn = true
    }
    isRunning = true
    position = next + VoiceMix.length
    ring.heard(upTo: position)
  }

  /// The other has gone, or nobody listens any more: its sound ends without a click.
  func end(in mix: inout VoiceMix) { if isRunning { fadeOut(&mix, from: 0) } }

  private mutating func runDry(_ written: Int, _ mix: inout VoiceMix) {
    let count = written - position
    for i in 0..<max(0, count) { mix[i] += Int32(ring[position + i]) }
    position = written
    fadeOut(&mix, from: max(0, count))
    isRunning = false
    hasHesitated = false
    wish = .stay
    watch.ranDry()
    ring.heard(upTo: position)
  }

  /// What was said last, backwards, on its way to silence.
  private func fadeOut(_ mix: inout VoiceMix, from start: Int) {
    let length = min(SegmentPlayer.fadeLength, VoiceMix.length - start, position)
    for i in 0..<max(0, length) {
      mix[start + i] += Int32(
        ring[position - 1 - i] * (SegmentPlayer.fadeLength - i) / SegmentPlayer.fadeLength)
    }
  }
  private func fadeIn(_ mix: inout VoiceMix) {
    for i in 0..<VoiceMix.length {
      let gain = min(i, SegmentPlayer.fadeLength)
      mix[i] += Int32(ring[position + i] * gain / SegmentPlayer.fadeLength)
    }
  }

  /// The frame at `position`, which goes over into that at `next`.
  private func copy(to mix: inout VoiceMix, _ next: Int) {
    guard next != position else {
      for i in 0..<VoiceMix.length { mix[i] += Int32(ring[position + i]) }
      return
    }
    // Going back, there must be something to go back to: it is done at the frame's end.
    let start = next > position ? 0 : VoiceMix.length - VoiceTap.crossfade
    for i in 0..<VoiceMix.length {
      let share = max(0, min(VoiceTap.crossfade, i - start))
      let old = share < VoiceTap.crossfade ? ring[position + i] * (VoiceTap.crossfade - share) : 0
      let new = share > 0 ? ring[next + i] * share : 0
      mix[i] += Int32((old + new) / VoiceTap.crossfade)
    }
  }

  // MARK: The cushion

  /// Where this frame ends up, when the cushion is to change in it: by a whole frame, since less would not
  /// let a packet come any later.
  private mutating func shifted(_ new: CushionWatch.Wish) -> Int {
    if new != .stay, new != wish { (wish, wishedFor) = (new, 0) }
    guard wish != .stay else { return position }
    wishedFor += 1
    let forward = wish != .thicker
    let next = forward ? position + VoiceMix.length : position - VoiceMix.length
    guard next >= 0, ring.written - next >= VoiceMix.length else {
      wish = .stay
      return position
    }
    // The longer it has waited, the less alike the two places have to be.
    let likeness = 1 - Double(wishedFor) / Double(VoiceTap.patience)
    guard wish == .muchThinner || isQuiet || self.likeness(next, forward: forward) >= likeness else {
      return position
    }
    wish = .stay
    return next
  }

  /// Whether the frame, and that behind it as far as it is there, are silence.
  private var isQuiet: Bool {
    let end = min(ring.written, position + 2 * VoiceMix.length)
    for i in position..<max(position, end) where abs(ring[i]) > VoiceTap.quiet { return false }
    return true
  }

  /// How alike the sound is at the two places that a crossfade would join: 1 for the same, −1 for the
  /// opposite.
  private func likeness(_ next: Int, forward: Bool) -> Double {
    let start = forward ? 0 : VoiceMix.length - VoiceTap.crossfade
    var (product, power, otherPower) = (0, 1, 1)
    for i in start..<(start + VoiceTap.crossfade) {
      let (sample, other) = (ring[position + i], ring[next + i])
      product += sample * other
      power += sample * sample
      otherPower += other * other
    }
    return Double(product) / (Double(power) * Double(otherPower)).squareRoot()
  }
}
