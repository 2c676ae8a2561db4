import AudioSocketLine
import CallFlow
import Chronology
import Engine
import EspeakVoice
import Foundation
import Media
import SQLiteStore
import Session
import Site

/// All that a site needs, loaded and checked before any call is taken.
struct Parts {
  var path: String
  var site: LoadedSite
  var speech: EspeakSynthesizer
  var sounds: SoundStore

  /// - Parameter report: takes the findings, as text of one or more lines each.
  /// - Throws: `StartFault` when calls cannot be taken with what was found.
  init(site path: String, speech: EspeakSynthesizer, report: (String) -> Void) throws {
    self.path = path
    self.speech = speech
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    do {
      site = try LoadedSite.load(site: path, today: Zone.utc.local(now).day) { data in
        try Parts.inspect(data, of: path)
      }
    } catch let fault as SiteFault {
      throw StartFault(fault.description)
    } catch let fault as SQLiteError {
      throw StartFault("\(fault)")
    }
    for finding in site.findings {
      report(DiagnosticPrinter(sources: finding.sources).text(finding.diagnostics))
    }
    guard !site.hasErrors else {
      let count = site.findings.reduce(0) { $0 + $1.diagnostics.count { $0.severity == .error } }
      throw StartFault(
        "\(path) is not loaded: \(count) fault\(count == 1 ? "" : "s"); mend what is listed above",
        status: site.lacksFilesOnly ? 2 : 1)
    }
    for line in site.file.lines {
      switch line.kind {
      case .keypad, .soundcard: break
      case .audiosocket(let address, _):
        do throws(AudioSocketError) {
          try AudioSocketLine.check(address: address)
        } catch {
          throw StartFault("line '\(line.name)': \(error)")
        }
      }
    }
    try Parts.checkVoices(of: site, speech)
    let clips = ClipFiles(site.clips)
    for fault in clips.faults { report("warning: \(fault)") }
    sounds = SoundStore(clips: clips.sounds)
  }

  var logPath: String { site.logPath ?? "var/calls.sqlite" }

  var summary: String {
    let flows = site.applications.reduce(0) { $0 + $1.content.flows.count }
    let states = site.applications.reduce(0) { $0 + $1.content.states.count }
    func count(_ n: Int, _ word: String) -> String { "\(n) \(word)\(n == 1 ? "" : "s")" }
    return [
      count(flows, "flow"), count(states, "state"), count(site.file.lines.count, "line"),
      count(site.file.agents.count, "agent"),
    ].joined(separator: ", ")
  }

  private static func inspect(_ path: String, of site: String) throws -> LoadedSite.Inspection {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StartFault("\(path): the site's data file is not there; make it with: ivrctl data \(site)")
    }
    let shape = try DataFileShape(path: path)
    return LoadedSite.Inspection(tables: shape.tables, indexed: shape.indexedColumns)
  }

  private static func checkVoices(of site: LoadedSite, _ speech: EspeakSynthesizer) throws {
    for graph in site.applications {
      for language in graph.content.languages {
        do {
          try speech.check(voice: language.voice ?? language.tag)
        } catch {
          throw StartFault("language \(language.tag) of \(graph.name): \(error)")
        }
      }
    }
  }
}
