import Dispatch
import Engine
import Foundation
import Session
import Tones

/// Reads what callers have said, off the threads of the sound.
enum MessageFile {
  /// Longer files are not played: half an hour.
  static let limit = 30 * 60 * 8000 * 2 + 4096
  private static let queue = DispatchQueue(label: "messages", qos: .userInitiated)

  static func read(_ path: String, _ done: @escaping @Sendable (Sound?) -> Void) {
    queue.async {
      guard let handle = FileHandle(forReadingAtPath: path) else { return done(nil) }
      defer { try? handle.close() }
      guard let data = try? handle.read(upToCount: limit),
        let samples = try? WAVFile(bytes: [UInt8](data)).telephone()
      else { return done(nil) }
      done(Sound(samples))
    }
  }
}
