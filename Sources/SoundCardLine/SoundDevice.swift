import CALSA
import Tones

/// One direction of an ALSA device: 16-bit mono samples at the device's rate, in periods of 20 ms. What the
/// device has instead, more channels or 32 bits, is converted here.
///
/// Used by one thread. It never waits for room: what a full device does not take is left out and counted.
struct SoundDevice: ~Copyable {
  enum Direction: Sendable { case capture, playback }

  /// A device that is silent for so long is taken to be gone.
  private static let patience: Int32 = 2000
  /// So often may it fail in a row before it is given up.
  private static let attempts = 8

  let name: String
  let format: DeviceFormat
  private let handle: OpaquePointer
  private let isCapture: Bool
  private let prefill: Int
  /// One period as the device has it.
  private let raw: UnsafeMutableRawPointer
  /// Times that it ran dry or over and was started again.
  private(set) var xruns = 0
  /// Samples that a full device did not take.
  private(set) var leftOut = 0
  /// Of these, since it took any.
  private var refused = 0

  /// - Parameters:
  ///   - periods: how much the device may hold.
  ///   - prefill: of these, how many are filled with silence before it starts.
  init(
    _ name: String, _ direction: Direction, periods: Int = 8, prefill: Int = 3
  ) throws(SoundCardError) {
    calsa_quiet()
    isCapture = direction == .capture
    var handle: OpaquePointer?
    let opened = snd_pcm_open(
      &handle, name, isCapture ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK)
    guard opened == 0, let handle else {
      throw SoundCardError(opened, isCapture ? "cannot record from" : "cannot play to", name)
    }
    do throws(SoundCardError) {
      format = try SoundDevice.configure(handle, name, periods: periods, isCapture ? 0 : prefill)
    } catch {
      snd_pcm_close(handle)
      throw error
    }
    self.name = name
    self.prefill = isCapture ? 0 : prefill
    raw = .allocate(byteCount: format.period * format.size, alignment: 16)
    self.handle = handle
  }
  deinit {
    snd_pcm_close(handle)
    raw.deallocate()
  }

  private static func configure(
    _ handle: OpaquePointer, _ name: String, periods: Int, _ prefill: Int
  ) throws(SoundCardError) -> DeviceFormat {
    func check(_ code: Int32, _ what: String) throws(SoundCardError) {
      if code < 0 { throw SoundCardError(code, what, name) }
    }
    var hardware: OpaquePointer?
    try check(snd_pcm_hw_params_malloc(&hardware), "no memory for")
    defer { snd_pcm_hw_params_free(hardware) }
    try check(snd_pcm_hw_params_any(handle, hardware), "nothing can be set up on")
    // Our own filter is better than the library's.
    snd_pcm_hw_params_set_rate_resample(handle, hardware, 0)
    try check(
      snd_pcm_hw_params_set_access(handle, hardware, SND_PCM_ACCESS_RW_INTERLEAVED),
      "no interleaved access on")
    var isWide = false
    if snd_pcm_hw_params_set_format(handle, hardware, SND_PCM_FORMAT_S16_LE) < 0 {
      isWide = true
      try check(
        snd_pcm_hw_params_set_format(handle, hardware, SND_PCM_FORMAT_S32_LE),
        "neither 16 nor 32 bits a sample (try plug\(name)) on")
    }
    var channels: UInt32 = 1
    try check(snd_pcm_hw_params_set_channels_near(handle, hardware, &channels), "no channels on")
    var rate: UInt32 =
      [8000, 16_000, 48_000, 44_100, 32_000].first {
        snd_pcm_hw_params_test_rate(handle, hardware, $0, 0) == 0
      } ?? 48_000
    try check(snd_pcm_hw_params_set_rate_near(handle, hardware, &rate, nil), "no sample rate on")
    guard Resampler.rates.contains(Int(rate)), (1...64).contains(channels) else {
      throw SoundCardError(-EINVAL, "no usable sample rate on", name)
    }
    let period = Int(rate) / 50
    var size = snd_pcm_uframes_t(period)
    try check(snd_pcm_hw_params_set_period_size_near(handle, hardware, &size, nil), "no period of 20 ms on")
    var buffer = snd_pcm_uframes_t(period * periods)
    try check(snd_pcm_hw_params_set_buffer_size_near(handle, hardware, &buffer), "no buffer on")
    try check(snd_pcm_hw_params(handle, hardware), "cannot set up")

    var software: OpaquePointer?
    try check(snd_pcm_sw_params_malloc(&software), "no memory for")
    defer { snd_pcm_sw_params_free(software) }
    try check(snd_pcm_sw_params_current(handle, software), "cannot set up")
    let start = max(1, min(period * prefill, Int(buffer)))
    snd_pcm_sw_params_set_start_threshold(handle, software, snd_pcm_uframes_t(start))
    snd_pcm_sw_params_set_avail_min(handle, software, snd_pcm_uframes_t(min(period, Int(buffer))))
    try check(snd_pcm_sw_params(handle, software), "cannot set up")
    return DeviceFormat(
      rate: Int(rate), channels: Int(channels), isWide: isWide, period: period, buffer: Int(buffer))
  }

  /// Starts it: a capture device by itself, a playback device with its prefill of silence.
  mutating func start() throws(SoundCardError) {
    if isCapture {
      let code = snd_pcm_start(handle)
      if code < 0, snd_pcm_state(handle) != SND_PCM_STATE_RUNNING {
        throw SoundCardError(code, "cannot record from", name)
      }
    } else {
      try fill()
    }
  }

  /// What the device holds and has not played yet, in frames; nil when it does not say.
  mutating func held() -> Int? {
    let room = snd_pcm_avail_update(handle)
    return room < 0 ? nil : max(0, format.buffer - Int(room))
  }

  /// Waits for the next samples, up to a period, and appends them as mono.
  /// - Throws: when the device is gone.
  mutating func read(into samples: inout [Int16]) throws(SoundCardError) {
    var failures = 0
    while true {
      let count = Int(snd_pcm_readi(handle, raw, snd_pcm_uframes_t(format.period)))
      if count > 0 { return format.append(raw, frames: count, to: &samples) }
      if count == 0 || count == -Int(EAGAIN) {
        let waited = snd_pcm_wait(handle, SoundDevice.patience)
        if waited == 0 { throw SoundCardError(stalled: name) }
        if waited > 0 { continue }
        try heal(waited, &failures)
      } else {
        try heal(Int32(clamping: count), &failures)
      }
    }
  }

  /// Gives the device mono samples.
  /// - Throws: when the device is gone.
  mutating func write(_ samples: Span<Int16>) throws(SoundCardError) {
    var done = 0
    var failures = 0
    while done < samples.count {
      let part = min(format.period, samples.count - done)
      format.spread(samples, from: done, count: part, into: raw)
      let count = Int(snd_pcm_writei(handle, raw, snd_pcm_uframes_t(part)))
      if count > 0 {
        done += count
        refused = 0
      } else if count == 0 || count == -Int(EAGAIN) {
        leftOut += samples.count - done
        refused += samples.count - done
        if refused > 2 * format.rate { throw SoundCardError(deaf: name) }
        return
      } else {
        try heal(Int32(clamping: count), &failures)
      }
    }
  }

  /// Starts a device again that ran dry or over, or was suspended.
  private mutating func heal(_ code: Int32, _ failures: inout Int) throws(SoundCardError) {
    failures += 1
    if code == -EINTR, failures < SoundDevice.attempts { return }
    if code == -EPIPE || code == -ESTRPIPE { xruns += 1 }
    guard code == -EPIPE || code == -ESTRPIPE, failures < SoundDevice.attempts,
      snd_pcm_recover(handle, code, 1) == 0
    else { throw SoundCardError(code, isCapture ? "cannot record from" : "cannot play to", name) }
    try start()
  }

  private mutating func fill() throws(SoundCardError) {
    raw.initializeMemory(
      as: UInt8.self, repeating: 0, count: format.period * format.size)
    for _ in 0..<prefill {
      let count = snd_pcm_writei(handle, raw, snd_pcm_uframes_t(format.period))
      if count < 0, count != -Int(EAGAIN) {
        throw SoundCardError(Int32(clamping: count), "cannot play to", name)
      }
    }
    // A small buffer may be full before its threshold is reached.
    if snd_pcm_state(handle) == SND_PCM_STATE_PREPARED { snd_pcm_start(handle) }
  }
}
