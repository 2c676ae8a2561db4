import Chronology
import Dispatch
import Foundation
import Synchronization
import Tones

/// Writes the recordings of a house to their files, on a thread of its own that is there while any is made.
public final class Recorder: Sendable {
  /// Files are written so often.
  private static let pause: DispatchTimeInterval = .milliseconds(200)

  /// One that is being made.
  private struct Job: Sendable {
    var path: String
    var feed: RecordingFeed
    var done: @Sendable (Duration?, String?) -> Void
  }
  private struct State {
    var new: [Job] = []
    var isRunning = false
  }
  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)
  private let lostFrames = Atomic<Int>(0)

  public init() {}

  /// Frames of all recordings that are blank in their files because a disk was too slow.
  public var lost: Int { lostFrames.load(ordering: .relaxed) }

  /// - Parameter done: called once, on the recorder's thread: how much is in the file; nil when it could not
  ///   be kept, and why, which may be told while the recording is still made.
  func start(_ path: String, _ feed: RecordingFeed, done: @escaping @Sendable (Duration?, String?) -> Void) {
    let mustRun = state.withLock { state in
      state.new.append(Job(path: path, feed: feed, done: done))
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard mustRun else { return }
    let thread = Thread { [self] in run() }
    thread.name = "recorder"
    thread.start()
  }
  /// Something has ended: its file need not wait.
  func wake() { news.signal() }

  private func run() {
    // A file that may grow no more is an error of the write, not the end of the program.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGXFSZ)
    pthread_sigmask(SIG_BLOCK, &signals, nil)

    var tapes: [Tape] = []
    while true {
      let (new, isOver) = state.withLock { state in
        defer { state.new = [] }
        if tapes.isEmpty, state.new.isEmpty { state.isRunning = false }
        return (state.new, !state.isRunning)
      }
      if isOver { return }
      tapes += new.map { Tape($0.path, $0.feed, $0.done) }
      tapes.removeAll { tape in
        tape.write()
        guard tape.isDone else { return false }
        lostFrames.add(tape.lost, ordering: .relaxed)
        return true
      }
      if !tapes.isEmpty { _ = news.wait(timeout: .now() + Recorder.pause) }
    }
  }
}

/// One recording on the recorder's thread.
private final class Tape {
  private let sampleBytes: Int
  private let feed: RecordingFeed
  private let done: (Duration?, String?) -> Void
  private var file: RecordingFile?
  private(set) var isDone = false
  private var bytes: [UInt8] = []

  init(_ path: String, _ feed: RecordingFeed, _ done: @escaping (Duration?, String?) -> Void) {
    (self.feed, self.done) = (feed, done)
    sampleBytes = feed.isMono ? 2 : 4
    do throws(RecordingFault) {
      file = try RecordingFile(path: path, channels: feed.isMono ? 1 : 2)
    } catch {
      fail(error)
    }
  }

  var lost: Int { feed.lost }

  /// Writes what has come since.
  func write() {
    guard !isDone else { return }
    let isOver = feed.isOver
    do throws(RecordingFault) {
      try append()
      guard isOver else { return }
      isDone = true
      try file?.trim(sounding: feed.isMono)
      done(.microseconds(Int64(file?.length ?? 0) / Int64(sampleBytes) * 125), nil)
      file = nil
    } catch {
      fail(error)
    }
  }

  private func append() throws(RecordingFault) {
    bytes.removeAll(keepingCapacity: true)
    var fault: RecordingFault?
    var gap = 0
    func flush() {
      guard fault == nil, !bytes.isEmpty else { return }
      do throws(RecordingFault) { try file?.append(bytes, after: gap) } catch { fault = error }
      bytes.removeAll(keepingCapacity: true)
      gap = 0
    }
    feed.take { leftOut, samples in
      if leftOut > 0 {
        flush()
        gap = leftOut * sampleBytes * Telephony.frameLength
      }
      for sample in samples { bytes.append(littleEndian: UInt16(bitPattern: sample)) }
    }
    let hasNews = !bytes.isEmpty
    flush()
    if let fault { throw fault }
    if hasNews { try file?.settle() }
  }

  /// What is in the file until now stays.
  private func fail(_ fault: RecordingFault) {
    isDone = true
    feed.refuse()
    file = nil
    done(nil, fault.description)
  }
}
