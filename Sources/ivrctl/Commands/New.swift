import CallFlow
import Foundation

extension Command {
  static let new = Command(
    name: "new", usage: "NAME", summary: "begins an application of your own from a shipped one",
    details: """
      Copies the folder of an application to a new folder NAME, its flow and its scripts named so: something
      that works and is tested, to be changed line by line.

        ivrctl new repairs --from helpdesk
        ivrctl test repairs
        ivrctl call repairs/repairs.callflow
      """,
    options: [
      Option(
        "from", "APPLICATION",
        "a folder, or one in callflows: bank, booking, centres, claims, helpdesk, membership, orders, payments, staff"
      )
    ],
    arguments: 1...1
  ) { arguments in
    let target = arguments.words[0]
    let name = CheckTargets.split(target).name
    let isName =
      !name.isEmpty && !name.hasPrefix(".")
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard isName else {
      throw CommandError("'\(name)' is no name for an application", hint: "letters, digits, _ and -")
    }
    guard let wanted = arguments["from"] else {
      throw CommandError("from which application is missing", hint: "ivrctl new \(target) --from helpdesk")
    }
    let template = try Template(wanted)
    guard !FileManager.default.fileExists(atPath: target) else {
      throw CommandError("\(target) is there already", hint: "choose another name")
    }
    try template.copy(to: target, named: name)
    printOut("\(target) is made from \(template.folder)")
    printOut("next: ivrctl test \(target), then change \(CheckTargets.join(target, name)).callflow")
    return 0
  }
}

/// An application that another one is made from.
private struct Template {
  let folder: String
  /// The name of its flow, without the ending.
  let name: String
  private let files: [String]

  init(_ wanted: String) throws {
    let places = wanted.contains("/") ? [wanted] : ["callflows/\(wanted)", wanted]
    let found = places.first { place in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && isFolder.boolValue
    }
    guard let found else {
      let known = ((try? FileManager.default.contentsOfDirectory(atPath: "callflows")) ?? []).filter {
        FileManager.default.fileExists(atPath: "callflows/\($0)/\($0).callflow")
      }.sorted()
      throw CommandError(
        "there is no application '\(wanted)'",
        hint: known.isEmpty
          ? "name its folder: --from callflows/helpdesk" : "there is: \(known.joined(separator: ", "))")
    }
    folder = found.count > 1 && found.hasSuffix("/") ? String(found.dropLast()) : found
    name = CheckTargets.split(folder).name
    guard FileManager.default.fileExists(atPath: CheckTargets.join(folder, "\(name).callflow")) else {
      throw CommandError("\(folder) is no application: it has no \(name).callflow")
    }
    files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  func copy(to target: String, named new: String) throws {
    do {
      for file in files {
        let from = CheckTargets.join(folder, file)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder), !isFolder.boolValue else {
          continue
        }
        let (inside, own) = CheckTargets.split(file)
        // Data keeps the name by which flow and scripts call it.
        let isNamed = [".callflow", ".call", ".site"].contains { own == name + $0 }
        let renamed = isNamed ? new + own.dropFirst(name.count) : own
        let place = inside == "." ? target : CheckTargets.join(target, inside)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let to = CheckTargets.join(place, renamed)
        guard [".callflow", ".call", ".site"].contains(where: own.hasSuffix),
          let text = try? String(contentsOfFile: from, encoding: .utf8)
        else {
          try FileManager.default.copyItem(atPath: from, toPath: to)
          continue
        }
        try text.replacingOccurrences(of: "\"\(name).callflow\"", with: "\"\(new).callflow\"")
          .write(toFile: to, atomically: true, encoding: .utf8)
      }
    } catch {
      throw CommandError("\(target) cannot be made", hint: "is there room, and the right to write there?")
    }
  }
}
