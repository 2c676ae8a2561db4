import Engine
import EspeakVoice
import Testing

@Suite struct `The store of spoken texts` {
  static func key(_ text: String) -> SpeechStore.Key {
    .init(voice: "ko", speed: nil, pitch: nil, text: text)
  }
  static let second = Sound([Int16](repeating: 1, count: 8000))

  @Test func `drops what was not asked for for longest`() {
    let store = SpeechStore(capacity: 50_000)
    for name in ["a", "b", "c"] { store.insert(Self.second, for: Self.key(name)) }
    #expect(store[Self.key("a")] === Self.second)
    store.insert(Self.second, for: Self.key("d"))
    #expect(store[Self.key("b")] == nil)
    #expect(["a", "c", "d"].allSatisfy { store[Self.key($0)] != nil })
    #expect(store.bytes <= 50_000)
  }

  @Test func `tells voices, speeds and pitches apart`() {
    let store = SpeechStore()
    store.insert(Self.second, for: Self.key("a"))
    #expect(store[.init(voice: "en", speed: nil, pitch: nil, text: "a")] == nil)
    #expect(store[.init(voice: "ko", speed: 100, pitch: nil, text: "a")] == nil)
    #expect(store[.init(voice: "ko", speed: nil, pitch: 1, text: "a")] == nil)
  }

  @Test func `keeps its bytes in order through many changes`() {
    let store = SpeechStore(capacity: 200_000)
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var x = seed | 1
    for _ in 0..<20_000 {
      x = x &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key = Self.key("\((x >> 33) % 300)")
      if x >> 63 == 0 {
        _ = store[key]
      } else {
        store.insert(Sound([Int16](repeating: 0, count: Int(x >> 40) % 900)), for: key)
      }
    }
    #expect(store.bytes <= 200_000 && store.count > 50, "seed \(seed)")
    store.removeAll()
    #expect(store.bytes == 0 && store.count == 0)
  }

  @Test func `does not keep what is larger than itself`() {
    let store = SpeechStore(capacity: 100)
    store.insert(Self.second, for: Self.key("a"))
    #expect(store.count == 0)
  }
}
