import Engine
import Foundation
import Tones

/// Recorded clips read from disk: 8 kHz samples in memory, converted once.
public struct ClipFiles: Sendable {
  /// By path as flows write it, and by `language/path` for clips of one language.
  public var sounds: [String: Sound] = [:]
  /// A line for each file that cannot be used; its text will be spoken instead.
  public var faults: [String] = []

  /// More than all the prompts of a large site; protects memory from a wrong folder.
  static let largestTotal = 2 << 30

  /// Reads every WAV file of the library's folders.
  public init(_ library: ClipLibrary) {
    var bytes = 0
    // From the last folder to the first, so that what is asked first wins.
    for folder in library.folders.reversed() {
      guard let all = FileManager.default.enumerator(atPath: folder) else { continue }
      var names: [String] = []
      while let name = all.nextObject() as? String {
        if name.lowercased().hasSuffix(".wav") { names.append(name) }
      }
      for name in names.sorted() {
        let path = "\(folder)/\(name)"
        do {
          let file = try FlowFolder.bytes(of: path)
          bytes += file.count
          guard bytes <= ClipFiles.largestTotal else {
            faults.append("\(path): left out: the clips are more than 2 GiB")
            return
          }
          let wav = try WAVFile(bytes: file)
          if wav.truncated { faults.append("\(path): is cut short; what is there is played") }
          sounds[name] = Sound(try wav.telephone())
        } catch let fault as SiteFault {
          faults.append(fault.description)
        } catch {
          faults.append("\(path): \(error)")
        }
      }
    }
  }
}
