/// A set of the log's rows that figures are computed from; the raw value is its place in `RowSets`.
///
/// A row may be in many sets. What a figure says and which calls stand behind it both come from here, so the
/// two cannot disagree.
public enum RowSet: Int, Hashable, Sendable, CaseIterable {
  // MARK: Stays in a queue
  case queued
  case answered
  case abandoned
  case shortAbandoned
  case callbacks
  case flowedOut
  case open
  /// No longer waiting.
  case left
  case answeredWithin
  case abandonedWithin
  case callbacksWithin
  case serviceLevelEvents
  case over
  case handled
  case handedOver
  case handling
  case requeued
  case transferredAfterTalk
  case callbacksConnected

  // MARK: Calls
  case calls
  case refused
  case entered
  case underWay
  case estimated
  case contained
  case goals
  case heardAndLeft
  case gaveUp
  case identified
  case withheld
  case shared
  case provisional
  case trulyContained
  case leftMenus
  case zeroFirst
  case heardAnswers
  case customers
  case customersServed
  case customersLost
  case servedWithNotes
  case servedWithoutNotes
  case resolved
  case cameBackInADay
  case cameBackInAWeek
  case transferred

  // MARK: An agent's time and offers
  case loggedIn
  case ready
  case talking
  case holding
  case wrappingUp
  case paused
  case ringing
  case notAnswering, lineGone
  case talks
  case offers
  case offersAccepted
  case offersRefused
  case offersMissed
  case offersWithdrawn
  case scheduled
  case adherent

  // MARK: Self-service answers
  case answersHeard
  case answersSolved
  case answersUnsolved
  case answersThenQueue

  // MARK: Promises of policies
  case promises
  case promisesKept
  case promisesBroken
  case promisesPending
  case promisesLeft

  // MARK: Surveys and announcements
  case surveyed
  case surveyAnswers
  case surveySkips
  case rated
  case satisfied
  case toldWaits
  case toldWaitsEnded
  case toldWaitsKept

  /// What formulas call it.
  public var symbol: String {
    switch self {
    case .queued: "Q"
    case .answered: "A"
    case .abandoned: "B"
    case .shortAbandoned: "Bs"
    case .callbacks: "C"
    case .flowedOut: "F"
    case .open: "open"
    case .left: "L"
    case .answeredWithin: "A_T"
    case .abandonedWithin: "B_T"
    case .callbacksWithin: "C_T"
    case .serviceLevelEvents: "E"
    case .over: "over_T"
    case .handled: "H"
    case .handedOver: "A_agent"
    case .handling: "H_all"
    case .requeued: "A_queue"
    case .transferredAfterTalk: "A_out"
    case .callbacksConnected: "C_agent"
    case .calls: "N"
    case .refused: "refused"
    case .entered: "entered"
    case .underWay: "under_way"
    case .estimated: "estimated"
    case .contained: "contained"
    case .goals: "goals"
    case .heardAndLeft: "heard_left"
    case .gaveUp: "gave_up"
    case .identified: "identified"
    case .withheld: "withheld"
    case .shared: "shared"
    case .provisional: "provisional"
    case .trulyContained: "contained_true"
    case .leftMenus: "ivr_left"
    case .zeroFirst: "zero_first"
    case .heardAnswers: "heard"
    case .customers: "customers"
    case .customersServed: "served"
    case .customersLost: "lost"
    case .servedWithNotes: "served_noted"
    case .servedWithoutNotes: "served_plain"
    case .resolved: "resolved"
    case .cameBackInADay: "back_1d"
    case .cameBackInAWeek: "back_7d"
    case .transferred: "transferred"
    case .loggedIn: "logged_in"
    case .ready: "ready"
    case .talking: "talking"
    case .holding: "held"
    case .wrappingUp: "wrap_up"
    case .paused: "paused"
    case .ringing: "ringing"
    case .notAnswering: "not_answering"
    case .lineGone: "line_gone"
    case .talks: "talks"
    case .offers: "offers"
    case .offersAccepted: "accepted"
    case .offersRefused: "refused_offers"
    case .offersMissed: "missed"
    case .offersWithdrawn: "withdrawn"
    case .scheduled: "scheduled"
    case .adherent: "adherent"
    case .answersHeard: "answers"
    case .answersSolved: "solved"
    case .answersUnsolved: "unsolved"
    case .answersThenQueue: "then_queue"
    case .promises: "promised"
    case .promisesKept: "kept"
    case .promisesBroken: "breaches"
    case .promisesPending: "pending"
    case .promisesLeft: "left_in_time"
    case .surveyed: "asked"
    case .surveyAnswers: "responses"
    case .rated: "rated"
    case .surveySkips: "skipped"
    case .satisfied: "rated_4_5"
    case .toldWaits: "told"
    case .toldWaitsEnded: "told_answered"
    case .toldWaitsKept: "told_kept"
    }
  }

  /// What kind of row it holds.
  public enum Rows: String, Hashable, Sendable {
    case visits, calls, agents, answers, promises, surveys, told
  }
  public var rows: Rows {
    switch self {
    case .queued, .answered, .abandoned, .shortAbandoned, .callbacks, .flowedOut, .open, .left,
      .answeredWithin, .abandonedWithin, .callbacksWithin, .serviceLevelEvents, .over, .handled, .handedOver,
      .handling, .requeued,
      .transferredAfterTalk, .callbacksConnected:
      .visits
    case .calls, .refused, .entered, .underWay, .estimated, .contained, .goals, .heardAndLeft, .gaveUp,
      .identified, .withheld, .shared, .provisional, .trulyContained, .leftMenus, .zeroFirst, .heardAnswers,
      .customers,
      .customersServed, .customersLost, .servedWithNotes, .servedWithoutNotes, .resolved, .cameBackInADay,
      .cameBackInAWeek, .transferred:
      .calls
    case .loggedIn, .ready, .talking, .holding, .wrappingUp, .paused, .ringing, .notAnswering, .lineGone,
      .talks,
      .offers, .offersAccepted, .offersRefused, .offersMissed, .offersWithdrawn, .scheduled, .adherent:
      .agents
    case .answersHeard, .answersSolved, .answersUnsolved, .answersThenQueue: .answers
    case .promises, .promisesKept, .promisesBroken, .promisesPending, .promisesLeft: .promises
    case .surveyed, .surveyAnswers, .surveySkips, .rated, .satisfied: .surveys
    case .toldWaits, .toldWaitsEnded, .toldWaitsKept: .told
    }
  }

  /// Which rows are in it, in one line.
  public var meaning: String {
    switch self {
    case .queued: "stays in a queue; a call that comes back counts again"
    case .answered: "answered by an agent"
    case .abandoned: "the caller hung up in the queue"
    case .shortAbandoned: "abandoned after s at most, part of B"
    case .callbacks: "turned into a call-back"
    case .flowedOut: "left otherwise: overflow, key, moved, ended by order, interrupted"
    case .open: "still waiting"
    case .left: "no longer waiting: A + B + C + F, less what a crash cut off"
    case .answeredWithin: "answered after T at most"
    case .abandonedWithin: "abandoned after T at most"
    case .callbacksWithin: "turned into a call-back after T at most"
    case .serviceLevelEvents: "answered, abandoned, or waiting when T was reached"
    case .over: "waited longer than T, however it ended, open ones too"
    case .handled: "answered or called back and connected, and the call's end was seen"
    case .handedOver: "talks that went on with another agent: no stay of their own"
    case .handling: "H, and the talks that went on with another agent"
    case .requeued: "answered, and the call came into a queue again"
    case .transferredAfterTalk: "answered, and the call was then transferred out of the house"
    case .callbacksConnected: "turned into a call-back that was connected to an agent"
    case .calls: "calls offered"
    case .refused: "calls refused at arrival"
    case .entered: "calls that entered a flow: all but the refused"
    case .underWay: "calls that have not ended"
    case .estimated: "calls whose end was not seen: after a crash, or by silence on a line"
    case .contained: "entered, ended as seen, never in a queue, not transferred"
    case .goals: "contained, with a self-service goal: own outcome, or an answer that solved it"
    case .heardAndLeft: "contained without a goal, after hearing an answer"
    case .gaveUp: "contained without a goal and without an answer"
    case .identified: "entered, number known and not listed as shared"
    case .withheld: "entered, without a number"
    case .shared: "entered, from a number that is listed as shared"
    case .provisional: "identified with a goal, 24 h not over at the end of the log"
    case .trulyContained: "identified with a goal, and no call from that number in the next 24 h"
    case .leftMenus: "the caller hung up before any queue and before a goal"
    case .zeroFirst: "the first key was 0"
    case .heardAnswers: "heard an answer of self-service"
    case .customers: "calls that were in a queue at least once"
    case .customersServed: "customers who talked to an agent"
    case .servedWithNotes: "served, ended as seen, with something noted for the agent"
    case .servedWithoutNotes: "served, ended as seen, with nothing noted"
    case .customersLost: "customers who hung up in a queue and never talked to an agent"
    case .resolved: "identified, talked to an agent or reached a goal"
    case .cameBackInADay: "resolved, and called again on the same queue or topic within 1 day"
    case .cameBackInAWeek: "resolved, and called again on the same queue or topic within 7 days"
    case .transferred: "calls transferred out of the house"
    case .loggedIn: "time logged in"
    case .ready: "time ready for a call"
    case .talking: "time talking"
    case .holding: "time with the caller on hold"
    case .wrappingUp: "time in wrap-up"
    case .paused: "time paused"
    case .ringing: "time being offered a call"
    case .notAnswering: "time taken as not answering, after missed offers"
    case .lineGone: "time logged in with his own line gone"
    case .talks: "talks begun"
    case .offers: "offers made"
    case .offersAccepted: "offers accepted"
    case .offersRefused: "offers refused, or left by a pause or log-out while they rang"
    case .offersMissed: "offers that rang out"
    case .offersWithdrawn: "offers taken back: no answer was owed"
    case .scheduled: "time of his shifts, leave left out"
    case .adherent: "of that, ready, offered a call, talking, holding or in wrap-up"
    case .answersHeard: "answers heard"
    case .answersSolved: "answers that the caller confirmed"
    case .answersUnsolved: "answers that the caller said did not help"
    case .answersThenQueue: "answers after which the call came into a queue"
    case .promises: "promises made by policies: an answer, a call-back, a hearing of a message"
    case .promisesKept: "kept in time"
    case .promisesBroken: "the time was over first, however it ended, open ones too"
    case .promisesPending: "still waiting, the time not yet over"
    case .promisesLeft: "the caller left in time: hung up, turned into a call-back, flowed out"
    case .surveyed: "questions of surveys that were asked"
    case .surveyAnswers: "of these, answered"
    case .surveySkips: "of these, passed over by the key for it"
    case .rated: "answered on a scale of 1-5"
    case .satisfied: "of these, with 4 or 5"
    case .toldWaits: "times that a waiting caller was told how long it may take"
    case .toldWaitsEnded: "of these, answered by an agent in the end, and told a length"
    case .toldWaitsKept: "of these, answered within the time told"
    }
  }
}
