import Tones

/// Capture and playback of one line as 8 kHz frames of 20 ms, whatever the devices' rates are.
struct DevicePair: ~Copyable {
  private var capture: SoundDevice
  private var playback: SoundDevice
  private var down: Resampler?
  private var up: Resampler?
  private var raw: [Int16] = []
  /// 8 kHz samples that are not a whole frame yet.
  private var pending: [Int16] = []
  private var converted: [Int16] = []

  /// - Parameters:
  ///   - prefill: frames of 20 ms that the playback device holds before one is heard.
  init(playback: String, capture: String, prefill: Int) throws(SoundCardError) {
    let periods = 2 * prefill + 2
    var output = try SoundDevice(playback, .playback, periods: periods, prefill: prefill)
    var input = try SoundDevice(capture, .capture, periods: max(8, periods))
    try output.start()
    try input.start()
    let (rateIn, rateOut) = (input.format.rate, output.format.rate)
    if rateIn != Telephony.sampleRate { down = Resampler(from: rateIn, to: Telephony.sampleRate) }
    if rateOut != Telephony.sampleRate { up = Resampler(from: Telephony.sampleRate, to: rateOut) }
    raw.reserveCapacity(2 * input.format.period)
    pending.reserveCapacity(16 * Telephony.frameLength)
    converted.reserveCapacity(4 * output.format.period)
    self.playback = output
    self.capture = input
  }

  var xruns: Int { capture.xruns + playback.xruns }
  /// 8 kHz frames that a full device did not take.
  var leftOut: Int { playback.leftOut / max(1, playback.format.period) }
  var formats: (capture: DeviceFormat, playback: DeviceFormat) {
    (capture.format, playback.format)
  }
  /// What the playback device holds, in samples of 8 kHz.
  mutating func held() -> Int? {
    let rate = playback.format.rate
    return playback.held().map { $0 * Telephony.sampleRate / rate }
  }

  /// Waits for the next frame from the device.
  mutating func read(into frame: inout [Int16]) throws(SoundCardError) {
    while pending.count < frame.count {
      if down == nil {
        try capture.read(into: &pending)
      } else {
        raw.removeAll(keepingCapacity: true)
        try capture.read(into: &raw)
        down?.feed(raw, into: &pending)
      }
    }
    for i in frame.indices { frame[i] = pending[i] }
    pending.removeSubrange(0..<frame.count)
  }

  mutating func write(_ frame: [Int16]) throws(SoundCardError) {
    guard up != nil else { return try playback.write(frame.span) }
    converted.removeAll(keepingCapacity: true)
    up?.feed(frame, into: &converted)
    let samples = converted
    try playback.write(samples.span)
  }
}
