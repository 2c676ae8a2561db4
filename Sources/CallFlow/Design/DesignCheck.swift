/// Holds applications against the design rules.
public struct DesignCheck: Sendable {
  /// The profile that holds whatever a file says; nil to let the files say.
  public var forced: DesignProfile?
  /// The profile of applications that name none.
  public var fallback: DesignProfile?
  /// Flows that a site's lines start.
  public var entryFlows: Set<String>
  public var evidence: DesignEvidence

  public init(
    forced: DesignProfile? = nil, fallback: DesignProfile? = nil, entryFlows: Set<String> = [],
    evidence: DesignEvidence = DesignEvidence()
  ) {
    (self.forced, self.fallback) = (forced, fallback)
    (self.entryFlows, self.evidence) = (entryFlows, evidence)
  }

  /// The findings about applications that were compiled together, by place.
  ///
  /// What an `allow` speaks of is left out; one that nothing in any of them needs is a finding itself.
  public func findings(in applications: [FlowGraph]) -> [Diagnostic] {
    var found = Diagnostics()
    var used: Set<DesignAllowance> = []
    var idle: [DesignAllowance] = []
    var evidence = evidence
    if applications.contains(where: \.hasDesks) { evidence.hasDesks = true }
    for graph in applications {
      let profile = forced ?? graph.content.profile ?? fallback
      let model = DesignModel(graph, profile: profile, entryFlows: entryFlows, evidence: evidence)
      var findings = DesignFindings(profile: profile)
      for rule in DesignRule.all {
        if case .check(let check) = rule.coverage, findings.begin(rule) { check(model, &findings) }
      }
      let allowances = graph.content.allowances
      for finding in findings.all {
        let meant = allowances.filter { $0.covers(finding) }
        used.formUnion(meant)
        if meant.isEmpty { found.report(finding) }
      }
      idle += allowances.filter { line in
        DesignRule.all.contains { $0.id == line.rule && $0.severity(in: profile) != nil }
      }
    }
    for allowance in idle where !used.contains(allowance) {
      found.report(
        Diagnostic(
          .warning, "ALLOW", "nothing here is at odds with \(allowance.rule)", at: allowance.range,
          hint: "take the line out"))
    }
    return found.sorted
  }
}

extension FlowGraph {
  fileprivate var hasDesks: Bool {
    content.states.contains { if case .desk = $0.kind { true } else { false } }
  }
}

extension DesignAllowance {
  func covers(_ finding: Diagnostic) -> Bool {
    finding.code == rule && finding.range.start.file == range.start.file
      && lines.contains(finding.range.start.line)
  }
}
