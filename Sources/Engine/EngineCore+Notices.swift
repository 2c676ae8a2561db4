import ACD
import CallFlow
import Chronology
import Session

/// What callers hear first: spoken in a call, or put up by somebody at the house.
extension EngineCore {
  mutating func setNotice(_ order: NoticeOrder, by call: CallID) {
    guard let sound = order.sound else { return dropNotice(order.name, by: call) }
    put(
      StoredNotice(
        name: order.name, file: sound.name, length: sound.duration.milliseconds, at: wall(now).milliseconds,
        until: order.until.milliseconds), by: call)
  }

  /// An order of somebody at the house: a text, or sound whose file is there; nil takes it away.
  mutating func order(notice name: String, _ notice: StoredNotice?) -> EngineReply {
    let known = applications.flatMap { $0.graph.content.notices.map(\.name) }
    guard known.contains(name) else {
      let near = Suggestions.nearest(name, among: known)
      return .refused("there is no notice \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    if let language = notice?.language {
      let tags = applications.flatMap { $0.graph.content.languages.map(\.tag) }
      guard tags.contains(language) else {
        return .refused(
          "no flow speaks '\(language.prefix(40))', nobody would hear it; the flows speak "
            + Set(tags).sorted().joined(separator: ", "))
      }
    }
    if let notice { put(notice) } else { dropNotice(name) }
    return .done
  }

  /// Its time is over: nothing of it stays.
  mutating func noticeDue(_ name: String) {
    guard let notice = messages.notices[name] else { return }
    guard wall(now).milliseconds >= notice.until else { return watch(notice) }
    dropNotice(name)
  }
  /// The clock of the house may be set meanwhile: it is looked at again then.
  private mutating func watch(_ notice: StoredNotice) {
    agenda.add(.noticeDue(notice.name), at: max(now, at(notice.until)), .timer)
  }

  private mutating func put(_ notice: StoredNotice, by call: CallID? = nil) {
    let old = messages.notices[notice.name]?.file
    messages.notices[notice.name] = notice
    if let old, old != notice.file { removeFile(old) }
    keep(notice: notice.name)
    watch(notice)
    onNotice?(now, .noticeChanged(notice.name, until: Instant(milliseconds: notice.until), by: call))
  }

  private mutating func dropNotice(_ name: String, by call: CallID? = nil) {
    guard let old = messages.notices.removeValue(forKey: name) else { return }
    if let file = old.file { removeFile(file) }
    keep(notice: name)
    onNotice?(now, .noticeChanged(name, until: nil, by: call))
  }

  private func removeFile(_ name: String) {
    // What lies in a mailbox as well stays there.
    guard let folder = messages.folder, !messages.messages.values.contains(where: { $0.name == name }) else {
      return
    }
    onNotice?(now, .fileUnwanted("\(folder)/\(name)"))
  }

  private func keep(notice name: String) {
    guard keepsState else { return }
    log.append(
      .kept(KeptRow("notice", name, at: wall(now), messages.notices[name].map { KeptText.encode($0) })))
  }

  mutating func restore(notice row: KeptRow) {
    guard let notice: StoredNotice = KeptText.decode(row.value) else { return }
    messages.notices[row.name] = notice
    watch(notice)
  }

  /// Those of all flows, with what is in force.
  var noticeList: [String: StoredNotice?] {
    var list: [String: StoredNotice?] = [:]
    for item in applications.flatMap({ $0.graph.content.notices }) {
      let notice = messages.notices[item.name].flatMap { $0.until > wall(now).milliseconds ? $0 : nil }
      list.updateValue(notice, forKey: item.name)
    }
    return list
  }
}
