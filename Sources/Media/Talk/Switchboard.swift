import Engine
import Synchronization

/// Where the legs of all lines of a house find each other: the talks that are going on. A talk is there as
/// long as somebody is in it.
///
/// Joining and leaving take a lock; what is said passes without any.
public final class Switchboard: Sendable {
  private let talks = Mutex<[TalkID: Talk]>([:])
  /// Writes their recordings.
  public let recorder = Recorder()

  public init() { KeyTones.prepare() }

  public var talksNow: Int { talks.withLock { $0.count } }

  /// Takes a seat; who had it is out.
  func join(_ id: TalkID, as seat: TalkSeat, _ voice: VoiceRing) -> Talk {
    talks.withLock { talks in
      let talk = talks[id] ?? Talk(id)
      talks[id] = talk
      talk.seat(Talk.Member(seat: seat, voice: voice))
      return talk
    }
  }

  func leave(_ talk: Talk, _ voice: VoiceRing) {
    talks.withLock { talks in
      talk.remove(voice)
      if talk.isEmpty, talks[talk.id] === talk { talks[talk.id] = nil }
    }
  }
}

/// Who is in one talk.
final class Talk: Sendable {
  struct Member: Sendable {
    var seat: TalkSeat
    var voice: VoiceRing
  }
  let id: TalkID
  private let seated = Mutex<[Member]>([])
  private let changes = Atomic<Int>(0)

  init(_ id: TalkID) { self.id = id }

  /// Changes whenever the members do.
  var version: Int { changes.load(ordering: .acquiring) }
  var members: [Member] { seated.withLock { $0 } }
  var isEmpty: Bool { members.isEmpty }

  func seat(_ member: Member) {
    seated.withLock { members in
      members.removeAll { $0.seat.isSameChair(as: member.seat) || $0.voice === member.voice }
      members.append(member)
    }
    changes.add(1, ordering: .releasing)
  }
  func remove(_ voice: VoiceRing) {
    seated.withLock { members in members.removeAll { $0.voice === voice } }
    changes.add(1, ordering: .releasing)
  }
}

extension TalkSeat {
  /// Whether who sits here hears who sits there.
  func hears(_ other: TalkSeat) -> Bool {
    switch (self, other) {
    case (.caller, .agent), (.agent, .caller): true
    case (.caller, .supervisor(let voice)): voice == .everybody
    case (.agent, .supervisor(let voice)): voice != .nobody
    case (.supervisor, .caller), (.supervisor, .agent): true
    case (.caller, .caller), (.agent, .agent), (.supervisor, .supervisor): false
    }
  }
  func isSameChair(as other: TalkSeat) -> Bool {
    switch (self, other) {
    case (.caller, .caller), (.agent, .agent), (.supervisor, .supervisor): true
    case (.caller, _), (.agent, _), (.supervisor, _): false
    }
  }
  /// The caller's keys are for whoever he talks to; anybody else's are his alone.
  var sharesKeys: Bool { self == .caller }
}
