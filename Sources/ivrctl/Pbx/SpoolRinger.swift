import Engine
import Foundation

/// Rings by a call file: written beside the spool folder and moved into it whole, since Asterisk reads a
/// file the moment it is there.
struct SpoolRinger {
  let config: RingConfig
  init(_ config: RingConfig) { self.config = config }

  func run(_ wish: RingWish) throws -> Int32 {
    let spool = try config["spool"]
    switch wish {
    case .ring(let leg, let number, let seconds):
      var text = """
        Channel: \(try config.channel(number))
        MaxRetries: 0
        WaitTime: \(seconds)
        Application: AudioSocket
        Data: \(leg),\(try config["bridge"])

        """
      if let caller = config.caller { text += "CallerID: \(caller)\n" }
      let folder = spool.lastIndex(of: "/").map { String(spool[..<$0]) } ?? "."
      let written = "\(folder)/tmp/\(name(leg))"
      let descriptor = open(written, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o660)
      guard descriptor >= 0 else {
        throw CommandError("\(written): \(String(cString: strerror(errno)))", status: 3)
      }
      let isWritten = write(text, to: descriptor)
      close(descriptor)
      guard isWritten, rename(written, "\(spool)/\(name(leg))") == 0 else {
        let why = String(cString: strerror(errno))
        unlink(written)
        throw CommandError("\(spool)/\(name(leg)): \(why)", status: 3)
      }
      return 0
    case .cancel(let leg):
      // Before Asterisk has taken it; a telephone that rings already does so for its time.
      unlink("\(spool)/\(name(leg))")
      return 0
    }
  }

  private func name(_ leg: LegID) -> String { "ivrd-\(leg).call" }

  private func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
  }
}
