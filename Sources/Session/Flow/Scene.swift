import CallFlow
import Chronology
import Foundation

/// What an expression sees at one moment of a call.
struct Scene: SpokenValues {
  let prepared: PreparedGraph
  let context: any WalkerContext
  let flow: FlowID
  let variables: [Value]
  let fields: [Value]
  let language: LanguageID
  let ownOutcome: String?
  let entry: Value
  let entryPrivacy: Privacy
  /// How the caller is spoken to.
  var manner = SpeechStyle()
  var turned: [SwitchID: SwitchItem.Position] = [:]
  var parameters: [Value] = []
  var parameterPrivacy: [Privacy] = []

  func value(of variable: VariableID) -> Value {
    variables.indices.contains(variable.index) ? variables[variable.index] : .undefined
  }
  func value(of field: FieldID) -> Value {
    fields.indices.contains(field.index) ? fields[field.index] : .undefined
  }
  func parameter(_ index: Int) -> Value {
    parameters.indices.contains(index) ? parameters[index] : .undefined
  }
  func column(_ index: Int) -> Value { .undefined }

  func property(_ property: CallProperty) -> Value {
    let facts = context.facts
    func text(_ text: String?) -> Value { text.map { .text($0) } ?? .none }
    switch property {
    case .id: return .text(facts.id)
    case .number: return text(facts.dnis)
    case .start: return .instant(facts.start)
    case .outcome: return text(ownOutcome)
    case .callerNumber: return text(facts.ani)
    case .callerName: return text(facts.callerName)
    case .rate: return .number(Decimal(manner.rate))
    case .volume: return .number(Decimal(manner.volume))
    case .language: return .text(prepared.speaker.tongue(language).language.tag)
    }
  }
  var now: Instant { context.now }
  var zone: Zone { prepared.zone }

  func isOpen(_ calendar: CalendarID, at instant: Instant) -> Bool {
    status(calendar, at: instant) == .open
  }
  func isHoliday(_ calendar: CalendarID, at instant: Instant) -> Bool {
    if case .holiday = status(calendar, at: instant) { true } else { false }
  }
  func isOn(_ toggle: SwitchID) -> Bool { position(of: toggle) == .on }
  private func position(of toggle: SwitchID) -> SwitchItem.Position {
    let switches = prepared.graph.content.switches
    guard switches.indices.contains(toggle.index) else { return .auto }
    return turned[toggle] ?? context.position(of: switches[toggle].name) ?? switches[toggle].initial
  }
  func status(_ calendar: CalendarID, at instant: Instant) -> OpeningHours.Status {
    let calendars = prepared.graph.content.calendars
    if calendars.indices.contains(calendar.index), let toggle = calendars[calendar].toggle {
      switch position(of: toggle) {
      case .on: return .open
      case .off: return .closed
      case .auto: break
      }
    }
    return calendars.indices.contains(calendar.index)
      ? calendars[calendar].hours.status(at: instant) : .closed
  }
  func queueFigure(_ figure: QueueFigure, of queue: QueueIndex) -> Value {
    switch figure {
    case .waiting: .number(Decimal(context.waiting(queue)))
    case .agents: .number(Decimal(context.agents(queue)))
    case .eta: context.expectedWait(queue, at: nil).map { .duration(.minutes($0)) } ?? .none
    }
  }

  func privacy(of expression: CallFlow.Expression) -> Privacy {
    expression.privacy { leaf in
      switch leaf {
      case .variable(let id):
        let variables = prepared.graph.content.flows[flow].variables
        return variables.indices.contains(id.index) ? variables[id.index].privacy : .open
      case .field(let id):
        let fields = prepared.graph.content.fields
        return fields.indices.contains(id.index) ? fields[id].privacy : .open
      case .parameter(let index):
        return parameterPrivacy.indices.contains(index) ? parameterPrivacy[index] : .open
      case .entry: return entryPrivacy
      default: return .open
      }
    }
  }

  func saying(_ arguments: [Value], _ privacies: [Privacy]) -> Scene {
    var inner = self
    (inner.parameters, inner.parameterPrivacy) = (arguments, privacies)
    return inner
  }
}
