import Session

extension CallEvent {
  /// Nil for what a runtime has nothing to do with.
  init?(_ event: LineEvent) {
    switch event {
    case .keyDown(let key, let cut): self = .keyDown(key, cut: cut)
    case .keyUp(let key): self = .keyUp(key)
    case .segmentStarted(let playback, let index): self = .segmentStarted(playback, index)
    case .segmentFinished(let playback, let index): self = .segmentFinished(playback, index)
    case .segmentFailed(let playback, let index, let fault): self = .segmentFailed(playback, index, fault)
    case .hungUp: self = .hungUp(by: .caller)
    case .farEndGone, .lost: self = .hungUp(by: .line)
    case .voice(let isOn): self = .voice(isOn)
    case .unheard: self = .unheard
    case .recorded: return nil
    }
  }
}
