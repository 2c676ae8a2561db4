import Dispatch
import Foundation

/// Files of sound, off the engine's thread.
enum SoundFiles {
  private static let queue = DispatchQueue(label: "sound files", qos: .utility)

  /// Takes away what nobody wants any more.
  static func remove(_ path: String) {
    queue.async {
      if unlink(path) != 0, errno != ENOENT {
        Ivrd.say("warning: \(path) could not be deleted: \(String(cString: strerror(errno)))")
      }
    }
  }
}
