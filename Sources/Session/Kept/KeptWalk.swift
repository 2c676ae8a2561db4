import CallFlow

/// Where a flow stands and what it has collected, by names, so that the next run can go on there. Secrets are
/// left out: they are in no file.
public struct KeptWalk: Hashable, Sendable, Codable {
  public struct Frame: Hashable, Sendable, Codable {
    public var flow: String
    /// Full name.
    public var state: String
    public var variables: [String: KeptValue]
  }
  public var language: String
  /// Outermost flow first; the last one runs.
  public var frames: [Frame]
  public var fields: [String: KeptValue]
  public var ownOutcome: String?
  public var segment: String?
  /// What an agent is told of a topic of answers that did not help.
  public var topic: String?
  public var rate: Int?
  public var volume: Int?
  /// The state that it goes on in.
  public var place: String { frames.last?.state ?? "" }
}

extension FlowWalker {
  public var kept: KeptWalk? {
    let content = prepared.graph.content
    let frames = (below + [frame]).map { frame in
      let flow = content.flows[frame.flow]
      return KeptWalk.Frame(
        flow: flow.name, state: prepared.states[frame.state.index].state.fullName,
        variables: KeptWalk.values(zip(flow.variables.map { ($0.name, $0.privacy) }, frame.variables)))
    }
    return KeptWalk(
      language: prepared.speaker.tongue(language).language.tag, frames: frames,
      fields: KeptWalk.values(zip(content.fields.map { ($0.name, $0.privacy) }, fields)),
      ownOutcome: ownOutcome, segment: segmentItem?.name, topic: asides.first?.topic,
      rate: manner.rate, volume: manner.volume)
  }

  /// The walker of the person who is called back, where the call was that ordered it; with what the
  /// application has of it now. Nil when its state is not there any more.
  public init?(calledBack kept: KeptWalk, _ prepared: PreparedGraph) {
    var frames: [FlowFrame] = []
    for frame in kept.frames {
      guard let found = FlowWalker.frame(frame, prepared) else { return nil }
      frames.append(found)
    }
    guard let last = frames.popLast() else { return nil }
    self.init(prepared, start: last.state, language: prepared.language(tagged: kept.language))
    (frame, below) = (last, frames)
    fields = prepared.graph.content.fields.map { kept.fields[$0.name]?.value ?? .none }
    segment = prepared.graph.content.segments.firstIndex { $0.name == kept.segment }.map { SegmentIndex($0) }
    (manner.rate, manner.volume) = (kept.rate ?? manner.rate, kept.volume ?? manner.volume)
    if let topic = kept.topic { aside.topic = topic }
    (ownOutcome, isCalledBack, hasPressed) = (kept.ownOutcome, true, true)
  }

  private static func frame(_ kept: KeptWalk.Frame, _ prepared: PreparedGraph) -> FlowFrame? {
    let content = prepared.graph.content
    guard let flow = content.flows.firstIndex(where: { $0.name == kept.flow }),
      let state = content.states.firstIndex(where: { $0.fullName == kept.state }),
      content.states[state].flow == FlowID(flow)
    else { return nil }
    let variables = content.flows[flow].variables
    var frame = FlowFrame(flow: FlowID(flow), variables: variables.count, state: StateID(state))
    for (index, variable) in variables.enumerated() {
      if let value = kept.variables[variable.name]?.value { frame.variables[index] = value }
    }
    return frame
  }

  /// The route's wishes by what was collected, where it is the route's queue; else the queue's own alone.
  public mutating func callBackRequest(in queue: String, _ context: some WalkerContext) -> QueueRequest? {
    guard let index = prepared.graph.content.queues.firstIndex(where: { $0.name == queue }) else {
      return nil
    }
    guard case .route(let spec) = here.state.kind else { return callBackRequest(QueueIndex(index)) }
    var unheard: [WalkerEffect] = []
    let isOfRoute = spec.queue == QueueIndex(index)
    aside.queue = isOfRoute ? nil : QueueIndex(index)
    let own = isOfRoute ? try? request(spec, Turn(context), &unheard) : nil
    return own ?? callBackRequest(QueueIndex(index))
  }
}

extension KeptWalk {
  fileprivate static func values(
    _ pairs: some Sequence<((String, Privacy), Value)>
  ) -> [String: KeptValue] {
    var values: [String: KeptValue] = [:]
    for ((name, privacy), value) in pairs where privacy != .secret && value != .undefined {
      values[name] = KeptValue(value)
    }
    return values
  }
}
