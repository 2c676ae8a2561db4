import CALSA

/// A sound card's playback side: 8 kHz, 16-bit, mono, written a frame at a time.
///
/// Used by one thread. The device does the pacing: a write returns when there is room for it.
public struct SoundCardOutput: ~Copyable {
  private let handle: OpaquePointer
  /// Times the device ran dry and was started again.
  public private(set) var underruns = 0

  /// - Parameters:
  ///   - device: ALSA's name, `default`, `hw:0`, `plughw:1`.
  ///   - latency: how much the device may hold; what is in it can no longer be silenced.
  /// - Throws: `SoundCardError` with what to do about it.
  public init(device: String = "default", latency: Duration = .milliseconds(60)) throws(SoundCardError) {
    calsa_quiet()
    var handle: OpaquePointer?
    let opened = snd_pcm_open(&handle, device, SND_PCM_STREAM_PLAYBACK, 0)
    guard opened == 0, let handle else { throw SoundCardError(opened, "cannot open", device) }
    let (seconds, attoseconds) = latency.components
    let microseconds = UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    let set = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, 8000, 1, microseconds)
    guard set == 0 else {
      snd_pcm_close(handle)
      throw SoundCardError(set, "cannot play 8 kHz 16-bit mono on", device)
    }
    self.handle = handle
  }
  deinit { snd_pcm_close(handle) }

  /// Writes all samples, waiting for room; an underrun is healed and counted.
  /// - Throws: `SoundCardError` when the device is gone.
  public mutating func write(_ samples: [Int16]) throws(SoundCardError) {
    var written = 0
    var attempts = 0
    while written < samples.count {
      let count = samples.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map {
          snd_pcm_writei(handle, $0 + written, snd_pcm_uframes_t(buffer.count - written))
        } ?? 0
      }
      if count > 0 {
        written += count
        attempts = 0
        continue
      }
      let code = Int32(clamping: count)
      if code == -EPIPE { underruns += 1 }
      attempts += 1
      guard attempts < 8, code < 0, snd_pcm_recover(handle, code, 1) == 0 else {
        throw SoundCardError(code, "cannot write to", "the sound card")
      }
    }
  }

  /// Throws away what the device still holds, so that a barge-in is heard at once.
  public mutating func drop() {
    snd_pcm_drop(handle)
    snd_pcm_prepare(handle)
  }
}
