import Engine
import Session
import Synchronization

/// Spoken texts, kept in memory up to a number of bytes; the one that was not asked for for longest goes
/// first. Sounds are shared, not copied: one that went lives on while a line plays it.
public final class SpeechStore: Sendable {
  public struct Key: Hashable, Sendable {
    public var voice: String
    public var speed: Int?
    public var pitch: Int?
    /// dB.
    public var volume: Int
    public var text: String
    public init(voice: String, speed: Int?, pitch: Int?, volume: Int = 0, text: String) {
      (self.voice, self.speed, self.pitch, self.volume, self.text) = (voice, speed, pitch, volume, text)
    }
    public init(_ choice: VoiceChoice, _ text: String) {
      self.init(
        voice: choice.voice, speed: choice.speed, pitch: choice.pitch, volume: choice.volume, text: text)
    }
  }
  private struct Entry {
    var sound: Sound
    var bytes: Int
    /// When it was last asked for, in uses of the store.
    var use: UInt64
  }
  private struct State {
    var entries: [Key: Entry] = [:]
    /// All uses in order; those that a later one of the same key has overtaken are passed over.
    var uses: [(key: Key, use: UInt64)] = []
    var oldest = 0
    var use: UInt64 = 0
    var bytes = 0
  }
  private let state = Mutex(State())
  public let capacity: Int

  /// - Parameter capacity: bytes of samples and texts; a minute of speech is about a megabyte.
  public init(capacity: Int = 256 << 20) { self.capacity = max(0, capacity) }

  /// Bytes in use.
  public var bytes: Int { state.withLock { $0.bytes } }
  public var count: Int { state.withLock { $0.entries.count } }

  public subscript(key: Key) -> Sound? {
    state.withLock { state in
      guard let entry = state.entries[key] else { return nil }
      Self.touch(key, &state)
      return entry.sound
    }
  }

  /// Keeps a sound. One that alone is over the capacity is not kept.
  public func insert(_ sound: Sound, for key: Key) {
    let bytes = 2 * sound.samples.count + key.text.utf8.count + key.voice.utf8.count + 200
    guard bytes <= capacity else { return }
    state.withLock { state in
      state.bytes += bytes - (state.entries[key]?.bytes ?? 0)
      state.entries[key] = Entry(sound: sound, bytes: bytes, use: 0)
      Self.touch(key, &state)
      while state.bytes > capacity, state.oldest < state.uses.count {
        let (key, use) = state.uses[state.oldest]
        state.oldest += 1
        guard let entry = state.entries[key], entry.use == use else { continue }
        state.bytes -= entry.bytes
        state.entries[key] = nil
      }
    }
  }

  public func removeAll() { state.withLock { $0 = State() } }

  private static func touch(_ key: Key, _ state: inout State) {
    state.use += 1
    state.entries[key]?.use = state.use
    state.uses.append((key, state.use))
    // The list of uses stays within twice the entries, at a cost that each use pays a share of.
    if state.uses.count - state.oldest > 2 * state.entries.count + 64
      || state.oldest > state.uses.count / 2 + 64
    {
      let entries = state.entries
      state.uses = state.uses[state.oldest...].filter { entries[$0.key]?.use == $0.use }
      state.oldest = 0
    }
  }
}
