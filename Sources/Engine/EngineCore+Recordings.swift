import ACD
import CallFlow
import Chronology
import Session

/// Recordings of calls, asked for by flows and by agents.
extension EngineCore {
  mutating func record(_ step: RecordingStep, _ s: Int, _ id: CallID, _ line: any Line, at instant: Instant) {
    switch step {
    case .start:
      guard let folder = definition.recordings else {
        let text = "the call is not recorded: the site file names no 'recordings' folder"
        return tell(.warning(text), of: s, id, at: instant)
      }
      guard !slots[s].recording.isOn else { return }
      if let why = recordingFault?() {
        return tell(.warning("the call is not recorded: \(why)"), of: s, id, at: instant)
      }
      slots[s].recording.isOn = true
      slots[s].recording.count += 1
      let day = (definition.zone ?? .utc).local(wall(slots[s].arrived)).day
      let path = "\(folder)/\(day)/\(id)-\(slots[s].recording.count).wav"
      if wantsEvents { write("recording", "started \(path)", of: s, id, at: instant) }
      line.record(.start(path: path), for: slots[s].lineCall)
    case .pause, .resume:
      guard slots[s].recording.isOn else { return }
      if wantsEvents {
        write("recording", step == .pause ? "paused" : "resumed", of: s, id, at: instant)
      }
      line.record(step == .pause ? .pause : .resume, for: slots[s].lineCall)
    case .stop:
      guard slots[s].recording.isOn else { return }
      slots[s].recording.isOn = false
      line.record(.stop, for: slots[s].lineCall)
    }
  }

  /// One that could not be kept, as is only known when its call is over.
  func lostRecording(_ path: String, _ why: String?, _ id: CallID) {
    onNotice?(now, .recordingLost(id, path, why))
  }

  /// The line has closed a recording.
  mutating func recorded(
    _ path: String, _ duration: Duration?, _ why: String?, _ s: Int, _ id: CallID, at instant: Instant
  ) {
    if let duration {
      if wantsEvents { write("recording", "\(duration.tenths) \(path)", of: s, id, at: instant) }
    } else {
      // One that was stopped before may fail while the next is kept.
      if slots[s].recording.isOn, path.hasSuffix("/\(id)-\(slots[s].recording.count).wav") {
        slots[s].recording.isOn = false
        if let room = rooms[id] {
          rooms[id]?.isRecorded = false
          // He may have counted on it.
          tell(room.agent, .recording(false))
        }
      }
      let cause = why.map { " (\($0))" } ?? ""
      tell(.warning("the recording could not be kept\(cause): \(path)"), of: s, id, at: instant)
      onNotice?(now, .recordingLost(id, path, why))
    }
  }
}
