import Dispatch
import Engine
import Session
import Synchronization

/// Makes a synthesiser answer before it returns, so that virtual time stands still while it works.
public final class WaitingVoice: Voice {
  private let voice: any Voice
  public init(_ voice: any Voice) { self.voice = voice }

  public func render(
    _ text: String, as choice: VoiceChoice, keep: Bool,
    answer: @escaping @Sendable (Result<Sound, VoiceFault>) -> Void
  ) {
    let done = DispatchSemaphore(value: 0)
    let box = Box()
    voice.render(text, as: choice, keep: keep) { reply in
      box.result.withLock { if $0 == nil { $0 = reply } }
      done.signal()
    }
    done.wait()
    answer(box.result.withLock { $0 } ?? .failure(VoiceFault("the synthesiser gave no answer")))
  }

  private final class Box: Sendable { let result = Mutex<Result<Sound, VoiceFault>?>(nil) }
}
