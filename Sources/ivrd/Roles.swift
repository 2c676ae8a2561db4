import Control
import Foundation
import Site

/// What a person may see and order; each may what those before may, but an agent for himself alone.
enum Role: Int, Comparable {
  case viewer, agent, supervisor, admin

  init?(_ name: String) {
    switch name {
    case "viewer": self = .viewer
    case "agent": self = .agent
    case "supervisor": self = .supervisor
    case "admin": self = .admin
    default: return nil
    }
  }
  var name: String {
    switch self {
    case .viewer: "viewer"
    case .agent: "agent"
    case .supervisor: "supervisor"
    case .admin: "admin"
    }
  }
  static func < (a: Role, b: Role) -> Bool { a.rawValue < b.rawValue }
}

/// Who somebody at the control socket is.
struct Person {
  var user: UInt32
  var name: String?
  /// Nil for one who has none here.
  var role: Role?
  /// The agents that he is.
  var agents: Set<String> = []
  /// False for an agent who is nothing else: callers and other agents are none of his business.
  var seesOthers = true
}

/// A site's roles by Unix group. Without any, whoever can use the socket may do everything; with some, so may
/// the superuser and the user that ivrd runs as.
struct Roles: Sendable {
  private let groups: [SiteFile.Role]
  /// Agents by Unix user.
  private let users: [String: Set<String>]

  init(_ site: SiteFile) {
    groups = site.roles
    users = Dictionary(
      site.agents.compactMap { agent in agent.user.map { ($0, [agent.name]) } },
      uniquingKeysWith: { $0.union($1) })
  }

  var areSet: Bool { !groups.isEmpty }

  func person(_ peer: ControlPeer) -> Person {
    var person = Person(user: peer.user, name: Roles.name(ofUser: peer.user), role: nil)
    if let name = person.name { person.agents = users[name] ?? [] }
    guard areSet, peer.user != 0, peer.user != getuid() else {
      person.role = .admin
      return person
    }
    let own = person.name.map { Roles.groups(of: $0, primary: peer.group) } ?? [peer.group]
    var isViewer = false
    for rule in groups {
      guard let role = Role(rule.name), let group = Roles.number(ofGroup: rule.group), own.contains(group)
      else { continue }
      person.role = max(person.role ?? role, role)
      isViewer = isViewer || role != .agent
    }
    if person.role ?? .viewer < .agent, !person.agents.isEmpty { person.role = .agent }
    person.seesOthers = isViewer
    return person
  }

  /// Groups and users of the site that this machine does not know: nobody has a role by them.
  static func unknown(in site: SiteFile) -> [String] {
    site.roles.filter { number(ofGroup: $0.group) == nil }.map {
      "role \($0.name): there is no Unix group '\($0.group)', so nobody has this role by it; make it, or name "
        + "another"
    }
      + site.agents.compactMap { agent in
        guard let user = agent.user, !isUser(user) else { return nil }
        return
          "agent \(agent.name): there is no Unix user '\(user)', so nobody may act for him by it; make it, "
          + "or name another"
      }
  }
  private static func isUser(_ name: String) -> Bool {
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    getpwnam_r(name, &entry, &buffer, buffer.count, &found)
    return found != nil
  }

  static func name(ofUser user: UInt32) -> String? {
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    getpwuid_r(user, &entry, &buffer, buffer.count, &found)
    return found.flatMap { $0.pointee.pw_name }.map { String(cString: $0) }
  }
  static func number(ofGroup name: String) -> gid_t? {
    var buffer = [CChar](repeating: 0, count: 64 << 10)
    var entry = group()
    var found: UnsafeMutablePointer<group>?
    getgrnam_r(name, &entry, &buffer, buffer.count, &found)
    return found?.pointee.gr_gid
  }
  private static func groups(of user: String, primary: gid_t) -> [gid_t] {
    var groups = [gid_t](repeating: 0, count: 256)
    var count = Int32(groups.count)
    guard getgrouplist(user, primary, &groups, &count) >= 0 else { return [primary] }
    return Array(groups.prefix(Int(count)))
  }
}
