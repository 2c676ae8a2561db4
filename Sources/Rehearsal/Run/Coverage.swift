import CallFlow
import Session

/// Which states and which ways of applications were taken by scripts, and which never.
///
/// A way is a place of the text where a call moves on: `-> x`, `repeat`, `hangup` and the like, wherever it
/// stands. One in `defaults` is one way, however many states inherit it.
public struct Coverage: Sendable {
  /// What one application has, and how often it was taken.
  public struct Application: Sendable {
    public var name: String
    public var states: [Item] = []
    public var ways: [Item] = []
    public var taken: Int { (states + ways).count { $0.times > 0 } }
    public var count: Int { states.count + ways.count }
    /// In the order of the text.
    public var missed: [Item] {
      (states + ways).filter { $0.times == 0 }.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }
  }
  public struct Item: Sendable {
    /// `state main.tell`, `main.tell -> bye`.
    public var name: String
    /// `orders.callflow:88:20`.
    public var place: String
    public var times = 0
    fileprivate var order: [Int]
  }
  /// What scripts took, by the name of an application: the names of states, the places of ways.
  struct Taken: Sendable {
    var graph: FlowGraph
    var states: [String: Int] = [:]
    var ways: [SourcePosition: Int] = [:]
  }
  private var taken: [String: Taken] = [:]

  public init() {}

  /// In the order of their names.
  public var applications: [Application] {
    taken.sorted { $0.key < $1.key }.map { Coverage.application($0.key, $0.value) }
  }
  /// The share of what was taken, in percent, rounded down; 100 for nothing.
  public var percent: Int {
    let (taken, count) = applications.reduce((0, 0)) { ($0.0 + $1.taken, $0.1 + $1.count) }
    return count == 0 ? 100 : taken * 100 / count
  }

  public mutating func add(_ result: ScriptResult) {
    for one in result.cases { for (name, more) in one.taken { add(more, to: name) } }
  }

  mutating func add(_ more: Taken, to name: String) {
    guard taken[name] != nil else { return taken[name] = more }
    taken[name]?.states.merge(more.states, uniquingKeysWith: +)
    taken[name]?.ways.merge(more.ways, uniquingKeysWith: +)
  }

  mutating func add(_ record: CallRecord, named name: String) {
    guard let graph = record.graph else { return }
    var new = Taken(graph: graph)
    for happening in record.happenings {
      switch happening.kind {
      case .story(.trace(.state(let state, _))): new.states[state, default: 0] += 1
      case .story(.trace(.move(_, to: _, let position))): new.ways[position, default: 0] += 1
      default: break
      }
    }
    add(new, to: name)
  }
  /// As the result of one case carries it.
  var all: [String: Taken] { taken }

  private static func application(_ name: String, _ taken: Taken) -> Application {
    let content = taken.graph.content
    var application = Application(name: name)
    func place(_ position: SourcePosition) -> String {
      let file = content.sources.indices.contains(position.file) ? content.sources[position.file] : name
      return "\(file):\(position.line):\(position.column)"
    }
    func order(_ position: SourcePosition) -> [Int] { [position.file, position.line, position.column] }
    var seen: Set<SourcePosition> = []
    for state in content.states {
      application.states.append(
        Item(
          name: "state \(state.fullName)", place: place(state.position),
          times: taken.states[state.fullName] ?? 0, order: order(state.position)))
      for block in state.blocks {
        block.visitMoves { move in
          guard seen.insert(move.position).inserted else { return }
          application.ways.append(
            Item(
              name: "\(state.fullName) -> \(move.word(in: content))", place: place(move.position),
              times: taken.ways[move.position] ?? 0, order: order(move.position)))
        }
      }
    }
    return application
  }
}

extension Move {
  fileprivate func word(in content: FlowGraph.Content) -> String {
    func name(_ id: StateID) -> String {
      content.states.indices.contains(id.index) ? content.states[id].fullName : "?"
    }
    return switch target {
    case .state(let id): name(id)
    case .repeat: "repeat"
    case .retry(let id): "retry" + (id.map { " " + name($0) } ?? "")
    case .stay: "stay"
    case .back: "back"
    case .top: "top"
    case .hangUp: "hangup"
    case .return: "return"
    }
  }
}
