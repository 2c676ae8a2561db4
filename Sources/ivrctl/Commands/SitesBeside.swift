import CallFlow
import Foundation
import Site

/// Sites in the folder of a flow.
enum SitesBeside {
  /// The one site in the flow's folder that names the flow.
  static func one(_ path: String) -> String? {
    let (folder, name) = CheckTargets.split(path)
    let sites = naming(name, in: folder)
    return sites.count == 1 ? sites[0].path : nil
  }

  /// The sites in a folder that name that flow of it.
  /// - Parameter flow: nil for any of the folder's flows.
  static func naming(_ flow: String?, in folder: String) -> [(
    path: String, prompts: SiteFile.Located<String>?
  )] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".site") }.sorted().compactMap { name in
      let path = CheckTargets.join(folder, name)
      guard let bytes = try? FlowFolder.bytes(of: path) else { return nil }
      let site = SiteReader.read(SourceText(name: path, bytes: bytes)).site
      let isNaming = site.flows.contains { flow == nil ? names.contains($0.value) : $0.value == flow }
      return isNaming ? (path: path, prompts: site.prompts) : nil
    }
  }
}
