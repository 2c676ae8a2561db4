import Foundation
import Site
import Tones

/// Hears the cases of a labelled corpus, each with a detector of its own, and prints what was heard in the
/// form that a scorer reads: `id digits t1,t2,…`, times in samples fed when each digit was told.
struct CorpusListener {
  /// Samples fed at a time.
  var frame: Int

  /// - Parameter list: a file with `id TAB wav` a line, paths relative to its folder.
  /// - Throws: `CommandError` with the list's line for a case that cannot be heard.
  func listen(list: String) throws {
    var text: [UInt8]
    do { text = try FlowFolder.bytes(of: list, mayBePipe: true) } catch {
      throw CommandError("\(error)", hint: "name the corpus's cases.lst")
    }
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    let folder = CheckTargets.split(list).folder
    var seen: Set<String> = []
    for (index, line) in text.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 13 ? line.dropLast() : line
      if line.isEmpty { continue }
      let fields = line.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 2 else {
        throw CommandError(
          "\(list):\(index + 1): this line is not an id, a tab and a path",
          hint: "a line looks like: clean-0000<TAB>clean/clean-0000.wav")
      }
      // A scorer splits what is printed at spaces.
      guard fields[0].utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
        throw CommandError(
          "\(list):\(index + 1): this id has a space or a control character in it",
          hint: "ids are of letters, digits and signs, such as clean-0000")
      }
      guard seen.insert(fields[0]).inserted else {
        throw CommandError(
          "\(list):\(index + 1): the id \(fields[0]) is there twice", hint: "give each case its own")
      }
      let path = fields[1].hasPrefix("/") ? fields[1] : CheckTargets.join(folder, fields[1])
      let samples: [Int16]
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        samples = try WAVFile(bytes: [UInt8](data)).telephone()
      } catch let error as WAVError {
        throw CommandError("\(list):\(index + 1): \(path): \(error)")
      } catch {
        throw CommandError(
          "\(list):\(index + 1): \(path): this file cannot be read",
          hint: "paths are relative to the list's folder")
      }
      printPart(fields[0] + " " + heard(samples) + "\n")
    }
    guard !seen.isEmpty else {
      throw CommandError(
        "\(list): there is no case in this list",
        hint: "a line looks like: clean-0000<TAB>clean/clean-0000.wav")
    }
  }

  /// `123 512,1312,2112`, or `-` for no digit.
  private func heard(_ samples: [Int16]) -> String {
    var detector = DTMFDetector()
    var keys: [Key] = []
    var times: [String] = []
    var fed = 0
    while fed < samples.count {
      let end = min(fed + frame, samples.count)
      detector.feed(samples[fed..<end]) { event in
        if case .down(let key, _, _) = event {
          keys.append(key)
          times.append(String(end))
        }
      }
      fed = end
    }
    return keys.isEmpty ? "-" : keys.text + " " + times.joined(separator: ",")
  }
}
