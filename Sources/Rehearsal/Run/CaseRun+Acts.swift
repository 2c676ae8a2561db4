import CallFlow
import Chronology
import Engine
import Session
import Tones

extension CaseRun {
  /// Does what a step says, or begins to.
  func begin(_ step: ScriptStep, _ caller: Caller) {
    switch step.kind {
    case .group(let name, let steps):
      callers.append(Caller(name: name, steps: steps))
      caller.index += 1
    case .expect(let expectation): begin(expectation, step.range, caller)
    case .act(let act):
      watch(caller)
      caller.watches.removeAll(where: \.endsAtAct)
      guard failures.isEmpty else { return }
      begin(act, step.range, caller)
    }
  }

  private func begin(_ act: ScriptAct, _ range: SourceRange, _ caller: Caller) {
    switch act {
    case .call(let ani, let dnis, let callerName):
      arrive(caller, range, ani: ani, dnis: dnis, callerName: callerName)
      caller.index += 1
    case .wait(let duration): caller.state = .sleeping(until: now + max(.zero, duration))
    case .waitUntilOver(let duration): caller.state = .lingering(until: now + duration)
    case .waitUntil(let expectation): begin(expectation, range, caller)
    case .agent(let name, let deed, let after):
      let order = AgentDirector.Order(deed: deed, after: after, issued: now, range: range)
      if !agents.take(order, for: name) {
        let names = agents.names.joined(separator: ", ")
        fail(caller, "agent \(name)", at: range, "there is no such agent; agents are: \(names)")
      }
      caller.index += 1
    case .otherLine(let deed, let after): beginOther(deed, after ?? .zero, caller)
    case .load(let path):
      do {
        send(
          .reload(
            SiteDefinition(
              applications: [try world.compile(path)],
              agents: script.setup.agents.map { .init(name: $0.name, skills: $0.skills) },
              zone: script.setup.zone)), range)
      } catch {
        fail(caller, "load flow \"\(path)\"", at: range, "\(error)")
      }
      caller.index += 1
    case .press, .say, .hangUp, .dropLine, .play, .tone:
      guard caller.leg != nil else { return fail(caller, "caller", at: range, "nobody has called yet") }
      beginOnLine(act, range, caller)
    }
  }

  private func beginOnLine(_ act: ScriptAct, _ range: SourceRange, _ caller: Caller) {
    switch act {
    case .press(let keys, let every, let hold, let saying):
      let hold = max(.milliseconds(1), hold ?? .milliseconds(100))
      let every = max(hold, every ?? max(.milliseconds(200), hold + .milliseconds(100)))
      caller.keys = Caller.Keys(left: keys[...], every: every, hold: hold)
      if caller.hasFailed { caller.fingerFree = caller.fingerFree + CallRuntime.burst }
      if let saying {
        caller.state = .listening(saying, deadline: now + .seconds(30))
      } else {
        caller.state = .pressing(at: max(now, caller.fingerFree))
      }
    case .say(let words, let length):
      let length = length ?? spokenLength(words, caller.record?.language ?? "")
      caller.state = .toSpeak(length, deadline: now + .seconds(30))
    case .hangUp, .dropLine:
      hangUp(caller)
      caller.index += 1
    case .play(let path, let at):
      guard case .audio(let line)? = caller.leg else {
        return fail(caller, "play \"\(path)\"", at: range, "sound needs the line: mode audio")
      }
      do {
        let samples = try WAVFile(bytes: try world.read(path)).telephone()
        line.send(samples, at: at.map { moment($0, of: caller.record) } ?? now)
      } catch {
        fail(caller, "play \"\(path)\"", at: range, "\(path): \(error)")
      }
      caller.index += 1
    case .tone(let tone):
      send(tone, caller)
      caller.index += 1
    case .call, .wait, .waitUntil, .waitUntilOver, .agent, .otherLine, .load: break
    }
  }

  private func spokenLength(_ words: String, _ language: String) -> Duration {
    let segment = Segment(.silence(.zero), voice: VoiceChoice(language: language), written: words)
    return max(.milliseconds(200), lengths.spoken(segment))
  }

  /// Whether the caller may speak now.
  func isTakingMessage(_ caller: Caller) -> Bool {
    for happening in (caller.record?.happenings ?? []).reversed() {
      switch happening.kind {
      case .story(.messageBegan): return true
      case .story(.messageTaken), .story(.messageFailed), .ended: return false
      default: break
      }
    }
    return false
  }

  func speak(for length: Duration, _ caller: Caller) {
    switch caller.leg {
    case .plain(let line)?: line.speak(for: length, at: now)
    case .audio(let line)?:
      line.send(
        noise.samples(Telephony.samples(milliseconds: Int(clamping: length.milliseconds)), level: -18),
        at: now)
    case nil: break
    }
    caller.state = .sleeping(until: now + length)
  }

  private func send(_ tone: ScriptTone, _ caller: Caller) {
    switch caller.leg {
    case .plain(let line)?: line.press(tone.key, hold: tone.length, at: now)
    case .audio(let line)?:
      let length = Int(clamping: tone.length.milliseconds)
      let key = Tone.dtmf(
        [tone.key], levelDBm0: tone.level, twist: tone.twist, milliseconds: length, pause: 0)
      line.send(ToneGenerator.samples(of: key), at: now)
      if let level = tone.noise {
        // The noise of the line does not begin and end with the key.
        let count = Telephony.samples(milliseconds: length + 200)
        line.send(noise.samples(count, level: level), at: now - .milliseconds(100))
      }
    case nil: break
    }
    caller.fingerFree = now + tone.length + .milliseconds(100)
  }

  private func arrive(_ caller: Caller, _ range: SourceRange, ani: String?, dnis: String, callerName: String?)
  {
    if caller.record?.isOver == false { hangUp(caller) }
    legs += 1
    let leg = LegID(high: 0, low: legs)
    connect(caller, range, leg, ani: ani, dnis: dnis, callerName: callerName)
  }

  /// A leg comes: that of a caller, or of whoever answers.
  func connect(
    _ caller: Caller, _ range: SourceRange, _ leg: LegID, ani: String?, dnis: String?,
    callerName: String? = nil
  ) {
    let id = engine.inbox.makeCallID(at: now)
    let record = CallRecord(id: id, caller: caller.name, start: now)
    records.append(record)
    (caller.record, caller.cursor, caller.fingerFree, caller.legID) = (record, 0, now, leg)
    let line: any Line
    if isAudio {
      guard let voice else {
        return fail(caller, "mode audio", at: range, "there is no synthesiser for a call with sound")
      }
      let audio = SimulatedAudioLine(
        name: "test", inbox: engine.inbox, voice: voice, sounds: sounds, switchboard: switchboard)
      audio.attach(id, at: now)
      audioLines.append((record, audio))
      caller.leg = .audio(audio)
      line = audio
    } else {
      let plain = SimulatedLine(name: "test", inbox: engine.inbox, lengths: lengths)
      plain.attach(id)
      caller.leg = .plain(plain)
      line = plain
    }
    let arrival = Arrival(line: line, ani: ani, dnis: dnis, callerName: callerName, leg: leg)
    engine.schedule(.arrival(arrival, id), at: now)
    // A hang-up of the same instant would come before it.
    engine.run(upTo: now)
  }

  /// Told by the script, or because something in it can only be heard.
  var isAudio: Bool {
    if script.setup.mode != .virtual { return true }
    func hasSound(_ steps: [ScriptStep]) -> Bool {
      steps.contains { step in
        switch step.kind {
        case .act(.play): true
        case .act(.tone): voice != nil
        case .group(_, let inner): hasSound(inner)
        default: false
        }
      }
    }
    return hasSound(script.steps)
  }

  func press(_ key: Key, hold: Duration, _ caller: Caller) {
    switch caller.leg {
    case .plain(let line)?: line.press(key, hold: hold, at: now)
    case .audio(let line)?: line.press(key, hold: hold, at: now)
    case nil: break
    }
  }

  /// When to press into the prompt that is being said, or nil while none is.
  func bargeIn(_ saying: ScriptAct.WhileSaying, _ caller: Caller) -> Instant? {
    guard let record = caller.record else { return nil }
    var start: Instant?
    var group: (playback: PlaybackID, prompt: String?)?
    var sounds = false
    var lastEnd: Instant?
    for happening in record.happenings {
      switch happening.kind {
      case .story(.said(let segment, let playback, _)):
        sounds = segment.isSaid && (saying.prompt == nil || segment.prompt == saying.prompt)
        guard sounds else {
          group = nil
          continue
        }
        // A prompt of several pieces began with its first.
        let goesOn =
          saying.prompt != nil && group?.playback == playback && group?.prompt == segment.prompt
          && lastEnd == happening.instant
        if !goesOn { start = happening.instant }
        group = (playback, segment.prompt)
      case .story(.heard(_, let cutAfter)):
        sounds = false
        lastEnd = happening.instant
        if cutAfter != nil { group = nil }
      case .ended: sounds = false
      default: break
      }
    }
    return sounds ? start.map { $0 + saying.after } : nil
  }
}
