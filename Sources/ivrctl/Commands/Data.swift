import CallFlow
import Foundation
import SQLiteStore
import Site

extension Command {
  static let data = Command(
    name: "data", usage: "SITE", summary: "makes a site's data file from the flows' tables",
    details: """
      Makes the tables that the site's flows declare, in the site's data file, with an index for each key
      column and for each other by which a flow looks rows up. A new table is filled from TABLE.csv beside
      the flow, if that is there; a table that exists keeps its rows, and gets the indexes it lacks.

        ivrctl data callflows/demo.site
      """,
    options: [], arguments: 1...1
  ) { arguments in
    let site = try LoadedSite.load(site: arguments.words[0], today: CheckTargets.today)
    guard !site.hasErrors else {
      _ = CheckReport(findings: site.findings, notes: []).print(json: false, strict: false)
      throw CommandError("the site has faults, see above", status: 1)
    }
    guard let path = site.dataPath else {
      throw CommandError("the site names no data file", hint: "add a line: data \"var/data.sqlite\"")
    }
    let folder = CheckTargets.split(path).folder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandError("\(folder): this folder cannot be made")
    }
    let maker = try DataFileMaker(path: path)
    // What several applications declare alike is one table.
    var seen: Set<String> = []
    for (graph, flow) in zip(site.applications, site.file.flows) {
      let beside = CheckTargets.split(site.resolve(flow.value)).folder
      for table in graph.content.tables where table.file == nil && seen.insert(table.name).inserted {
        if maker.has(table) {
          printOut("\(path): table \(table.name) is there and left as it is")
        } else {
          let csv = CheckTargets.join(beside, "\(table.name).csv")
          let exists = FileManager.default.fileExists(atPath: csv)
          do {
            let rows = try maker.make(table, csv: exists ? FlowFolder.bytes(of: csv) : nil)
            printOut("\(path): table \(table.name) made, \(rows) rows\(exists ? " from \(csv)" : "")")
          } catch let fault as TableFault {
            throw CommandError("\(csv):\(fault.line): \(fault.message)", status: 1)
          }
        }
        var indexed = maker.indexed(table)
        for column in site.applications.flatMap({ $0.columnsWithoutIndex(of: table.name, indexed: indexed) })
        where indexed.insert(column).inserted {
          try maker.index(table, by: column)
          printOut("\(path): table \(table.name) has an index by \(column)")
        }
      }
    }
    return 0
  }
}
