import CallFlow
import Foundation
import Site

extension Command {
  static let new = Command(
    name: "new", usage: "NAME", summary: "begins an application of your own",
    details: """
      Makes a folder NAME with a flow, its scripted calls and a site: something that works and is tested,
      to be changed line by line. With --from it is the copy of an application; else a small one, with
      0 for an agent and the other keys by --profile: iso (* back, # again, 9 the end), kr (* again,
      # back) or custom (* again, 9 back; the default).

        ivrctl new repairs --from helpdesk
        ivrctl new front --profile kr
        ivrctl test front
        ivrctl call front/front.callflow

      The shipped applications are looked for in ./callflows, in the folder that $IVR_CALLFLOWS names, in
      callflows above the program, and in ../share/ivrd/callflows beside it.
      """,
    options: [
      Option(
        "from", "APPLICATION",
        "a folder, or a shipped one: bank, booking, centres, claims, helpdesk, membership, orders, payments, staff"
      ),
      Option("profile", "PROFILE", "iso, kr or custom; with --from, one that the application keeps to"),
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
    let profile = try CheckTargets.profile(arguments)
    let template = try arguments["from"].map { try Template($0, profile) }
    guard !FileManager.default.fileExists(atPath: target) else {
      throw CommandError("\(target) is there already", hint: "choose another name")
    }
    do {
      if let template {
        try template.copy(to: target, named: name)
        printOut("\(target) is made from \(template.folder)")
      } else {
        let starter = StarterApplication(profile: profile ?? .custom)
        try starter.write(to: target, named: name)
        printOut("\(target) is made, with the keys of profile \(starter.profile.rawValue)")
      }
    } catch {
      throw CommandError("\(target) cannot be made", hint: "is there room, and the right to write there?")
    }
    printOut("next: ivrctl test \(target), then change \(CheckTargets.join(target, name)).callflow")
    for need in needs(of: CheckTargets.join(target, name + ".site")) { printOut("before ivrd: \(need)") }
    return 0
  }

  /// What a site that was just made lacks before it can take calls.
  private static func needs(of site: String) -> [String] {
    let findings = (try? LoadedSite.load(site: site, today: nil, checksClips: false))?.findings ?? []
    return findings.flatMap(\.diagnostics).filter { $0.code == "CF279" }.map { d in
      d.message + (d.hint.map { "; \($0)" } ?? "")
    }
  }
}

/// An application that another one is made from.
private struct Template {
  let folder: String
  /// The name of its flow, without the ending.
  let name: String
  private let files: [String]

  /// Where the shipped applications may be, the nearest first.
  private static var places: [String] {
    var places = ["callflows"]
    if let own = ProcessInfo.processInfo.environment["IVR_CALLFLOWS"] { places.append(own) }
    if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      var folder = CheckTargets.split(program).folder
      places.append(CheckTargets.join(folder, "../share/ivrd/callflows"))
      while folder.contains("/") {
        places.append(CheckTargets.join(folder, "callflows"))
        folder = CheckTargets.split(folder).folder
      }
    }
    return places
  }

  private static func isApplication(_ folder: String) -> Bool {
    let name = CheckTargets.split(folder).name
    return FileManager.default.fileExists(atPath: CheckTargets.join(folder, "\(name).callflow"))
  }

  /// - Parameter profile: the one that it has to keep to.
  init(_ wanted: String, _ profile: DesignProfile?) throws {
    let shipped = Template.places.map { CheckTargets.join($0, wanted) }
    let found = (wanted.contains("/") ? [wanted] : shipped + [wanted]).first { place in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) && isFolder.boolValue
    }
    guard let found else {
      let known = Template.places.lazy.map { place in
        ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [])
          .filter { Template.isApplication(CheckTargets.join(place, $0)) }.sorted()
      }.first { !$0.isEmpty }
      throw CommandError(
        "there is no application '\(wanted)'",
        hint: known.map { "there is: \($0.joined(separator: ", "))" }
          ?? "let IVR_CALLFLOWS name the folder 'callflows' of ivrd's sources, or leave --from out")
    }
    folder = found.count > 1 && found.hasSuffix("/") ? String(found.dropLast()) : found
    name = CheckTargets.split(folder).name
    guard Template.isApplication(folder) else {
      throw CommandError("\(folder) is no application: it has no \(name).callflow")
    }
    if let profile {
      let own = try LoadedSite.load(folder: folder, start: "\(name).callflow", checksClips: false)
        .applications.first?.content.profile
      guard own == profile else {
        throw CommandError(
          "\(folder) keeps to \(own.map { "profile \($0.rawValue)" } ?? "no profile"): its texts and calls name those keys",
          hint: "leave --from out for a small application of profile \(profile.rawValue)")
      }
    }
    files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  func copy(to target: String, named new: String) throws {
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
      // The files are named in one another, and in the comments that tell how to try them.
      let named = "(?<![\\w/])" + NSRegularExpression.escapedPattern(for: name) + "\\.(callflow|call|site)\\b"
      try text.replacingOccurrences(
        of: named, with: NSRegularExpression.escapedTemplate(for: new) + ".$1", options: .regularExpression
      )
      .write(toFile: to, atomically: true, encoding: .utf8)
    }
  }
}
