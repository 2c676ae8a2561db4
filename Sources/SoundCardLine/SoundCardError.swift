import CALSA

/// What a sound device refused, in one line with a hint.
public struct SoundCardError: Error, Hashable, Sendable, CustomStringConvertible {
  /// ALSA's code, negative.
  public var code: Int32
  public var description: String

  init(_ code: Int32, _ what: String, _ device: String) {
    self.code = code
    let reason = snd_strerror(code).map { String(cString: $0) } ?? "error \(code)"
    let hint: String =
      switch code {
      case -ENOENT, -ENODEV, -ENXIO: "; list devices with: ivrctl lines --devices"
      case -EBUSY: "; another program is using it: end that, or use a device that shares, such as default"
      case -EACCES, -EPERM: "; add the user to the group 'audio'"
      case -ECONNREFUSED: "; its sound server does not run, or takes no more connections: start it"
      case -EIO: "; it was unplugged, or its sound server has ended"
      default: ""
      }
    description = "\(what) \(device): \(reason)\(hint)"
  }

  /// A device that says nothing any more.
  init(stalled device: String) {
    code = -ETIMEDOUT
    description = "\(device) has brought no sound for 2 s; check that it is plugged in and not suspended"
  }

  /// A device that plays nothing any more.
  init(deaf device: String) {
    code = -ETIMEDOUT
    description = "\(device) has played nothing for 2 s; check that it is plugged in and not suspended"
  }

  /// What may be over in a moment: a sound server that is busy with many connections at once.
  var isBusyServer: Bool { code == -ECONNREFUSED || code == -EAGAIN }
}
