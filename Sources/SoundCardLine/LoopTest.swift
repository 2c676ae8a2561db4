import CALSA
import Foundation
import Tones

/// Plays bursts on a sound card and listens for them: what comes back, how loud and how late.
public struct LoopTest: Sendable {
  /// What the devices work with.
  public var format: String
  /// What came in before anything was played.
  public var noiseDBm0: Double
  public var playedDBm0: Double
  /// Of each burst that came back: when, from being given to the device until it was read, and how loud.
  public var echoes: [Echo]
  public var bursts: Int
  public var xruns: Int
  /// The loudest sample that came in, 0…32768.
  public var peak: Int
  /// What the playback device holds of this delay.
  public var buffered: Duration
  /// Our own share of it, beside the frame of 20 ms that is gathered: from a frame's arrival until the next
  /// one is with the device, all keys listened for. The median, and the longest.
  public var own: Duration, ownLongest: Duration

  public struct Echo: Hashable, Sendable {
    public var delay: Duration
    public var levelDBm0: Double
  }

  /// - Throws: `SoundCardError` when the devices cannot be used.
  public static func run(_ device: SoundCardLine.Device, bursts: Int = 5) throws(SoundCardError) -> LoopTest {
    // As a line does it.
    RealTime.begin(handingOn: true)
    var pair = try DevicePair(
      playback: device.playback, capture: device.capture, prefill: device.prefill)
    let burst = sweep()
    // A second of nothing, then a burst each second, and one second for the last to come back.
    let frames = 50 * (bursts + 2)
    var heard: [Int16] = []
    var frame = [Int16](repeating: 0, count: Telephony.frameLength)
    var ear = DigitEar(canEcho: true)
    var times: [UInt64] = []
    times.reserveCapacity(frames)
    for number in 0..<frames {
      try pair.read(into: &frame)
      let came = DispatchTime.now().uptimeNanoseconds
      heard += frame
      ear.feed(frame) { _ in }
      for i in frame.indices {
        let second = (number / 50) - 1
        let place = number % 50 * Telephony.frameLength + i
        frame[i] = (0..<bursts).contains(second) && place < burst.count ? burst[place] : 0
      }
      ear.played(frame.span)
      try pair.write(frame)
      times.append(DispatchTime.now().uptimeNanoseconds - came)
    }
    times.sort()
    let rate = Telephony.sampleRate
    let echoes = (1...max(1, bursts)).compactMap { second in
      find(burst, in: Array(heard[(second * rate + Telephony.frameLength)..<((second + 1) * rate)]))
    }
    let formats = pair.formats
    return LoopTest(
      format: formats.capture == formats.playback
        ? "\(formats.playback)" : "in \(formats.capture), out \(formats.playback)",
      // The very first samples may be a device's click.
      noiseDBm0: Level.dBm0(Array(heard[(rate / 2)..<rate])), playedDBm0: Level.dBm0(burst),
      echoes: echoes, bursts: bursts, xruns: pair.xruns, peak: Level.peak(heard),
      buffered: .milliseconds(20) * device.prefill,
      own: .nanoseconds(Int64(clamping: times[times.count / 2])),
      ownLongest: .nanoseconds(Int64(clamping: times[times.count - 1])))
  }

  /// 100 ms from 500 to 3000 Hz at −13 dBm0: unlike any of its own echoes but the right one.
  static func sweep() -> [Int16] {
    let count = 800
    let peak = Level.sinePeak(dBm0: -13)
    return (0..<count).map { i in
      let t = Double(i) / Double(Telephony.sampleRate)
      let phase = 2 * Double.pi * (500 * t + 12_500 * t * t)
      let edge = min(1, Double(min(i, count - 1 - i)) / 40)
      return Int16(peak * edge * sin(phase))
    }
  }

  /// Where the burst is in what was heard, by the best correlation; nil when none is like it.
  static func find(_ burst: [Int16], in heard: [Int16]) -> Echo? {
    guard heard.count > burst.count else { return nil }
    let own = burst.reduce(0.0) { $0 + Double($1) * Double($1) }
    var best = (likeness: 0.0, offset: 0, gain: 0.0)
    var energy = heard[..<burst.count].reduce(0.0) { $0 + Double($1) * Double($1) }
    for offset in 0..<(heard.count - burst.count) {
      var product = 0
      for i in burst.indices { product += Int(burst[i]) * Int(heard[offset + i]) }
      let likeness = energy > 0 ? abs(Double(product)) / (own * energy).squareRoot() : 0
      if likeness > best.likeness { best = (likeness, offset, abs(Double(product)) / own) }
      let (old, new) = (Double(heard[offset]), Double(heard[offset + burst.count]))
      energy += new * new - old * old
    }
    guard best.likeness > 0.3 else { return nil }
    return Echo(
      // The burst was written after the frame that came before it was read: one frame later.
      delay: .microseconds((Int64(best.offset) + Int64(Telephony.frameLength)) * 125),
      levelDBm0: Level.dBm0(burst) + 20 * log10(best.gain))
  }
}
