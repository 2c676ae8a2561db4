import Foundation
import SoundCardLine
import Synchronization

/// The caller's loudspeaker, when the machine has a sound device.
enum Speaker {
  /// What takes the frames that the caller hears; nil without a device, which is said once.
  static func open(_ screen: KeypadScreen) -> (@Sendable ([Int16]) -> Void)? {
    let device = ProcessInfo.processInfo.environment["IVR_SOUND"] ?? "default"
    guard device != "off" else { return nil }
    do {
      let output = Output(try SoundCardOutput(device: device))
      screen.note("prompts are played on sound device \(device)")
      return { output.write($0) }
    } catch {
      screen.note("no sound device: prompts are shown as text only")
      return nil
    }
  }

  /// Plays on a thread of its own, as a device makes who writes to it wait.
  private final class Output: @unchecked Sendable {
    /// Frames that may wait; more are left out, so that what is heard is never old.
    private static let most = 10
    private let queue = DispatchQueue(label: "speaker", qos: .userInteractive)
    private let waiting = Atomic<Int>(0)
    // Used on the queue alone.
    private var device: SoundCardOutput
    private var isGone = false
    init(_ device: consuming SoundCardOutput) { self.device = device }

    func write(_ frame: [Int16]) {
      guard waiting.load(ordering: .relaxed) < Output.most else { return }
      waiting.add(1, ordering: .relaxed)
      queue.async { [self] in
        waiting.subtract(1, ordering: .relaxed)
        guard !isGone else { return }
        do { try device.write(frame) } catch { isGone = true }
      }
    }
  }
}
