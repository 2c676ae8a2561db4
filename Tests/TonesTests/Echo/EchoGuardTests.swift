import Testing

@testable import Tones

@Suite struct `A line that echoes` {
  /// What is told, with what was played as a reference or without.
  static func events(
    _ played: [Int16], _ heard: [Int16], guarded: Bool = true, pieces: () -> Int = { 160 }
  ) -> [DTMFEvent] {
    var detector = DTMFDetector(), echo = EchoGuard()
    var events: [DTMFEvent] = []
    var at = 0
    while at < heard.count {
      let next = min(heard.count, at + max(1, pieces()))
      if guarded {
        echo.played(played[at..<next].span)
        echo.feed(heard[at..<next].span, to: &detector) { events.append($0) }
      } else {
        detector.feed(heard[at..<next]) { events.append($0) }
      }
      at = next
    }
    if guarded {
      echo.finish(&detector) { events.append($0) }
    } else {
      detector.finish { events.append($0) }
    }
    return events
  }
  static func keys(_ scene: EchoScene, guarded: Bool = true) -> String {
    keys(events(scene.played, scene.heard, guarded: guarded))
  }
  static func keys(_ events: [DTMFEvent]) -> String {
    events.compactMap { if case .down(let key, _, _) = $0 { key } else { nil } }.text
  }
  static func silence(_ milliseconds: Int) -> [Int16] { [Int16](repeating: 0, count: milliseconds * 8) }
  static func digits(_ keys: [Key], level: Double = -10) -> [Int16] {
    ToneGenerator.samples(of: .dtmf(keys, levelDBm0: level, milliseconds: 90, pause: 90))
  }
  static let prompt: [Key] = [.one, .eight, .zero, .six, .star, .five, .b, .nine]

  @Test(arguments: [(0, 11.0), (65, 12.0), (300, 12.0)])
  func `does not hear the digits of its own prompt, from the first one on`(delay: Int, loss: Double) {
    let scene = EchoScene(
      Self.digits(Self.prompt) + Self.silence(400), path: EchoScene.hybrid, delay: delay, loss: loss)
    #expect(Self.keys(scene, guarded: false) != "")
    #expect(Self.keys(scene) == "")
  }

  @Test func `says of its own digit why it was refused`() {
    let scene = EchoScene(Self.digits([.five]) + Self.silence(300), delay: 20, loss: 10)
    let reasons = Self.events(scene.played, scene.heard).map { event -> DTMFRefusal.Reason? in
      if case .refused(let refusal) = event { refusal.reason } else { nil }
    }
    #expect(reasons == [.ownSound])
  }

  @Test func `hears the caller under a loud prompt once it knows the path`() {
    var scene = EchoScene(
      EchoScene.speech(milliseconds: 5000, level: -10, seed: 4), path: EchoScene.hybrid, delay: 65, loss: 6)
    let pressed: [Key] = [.one, .two, .three, .four, .five, .six, .seven, .eight]
    for (i, key) in pressed.enumerated() { scene.press(key, at: 2500 + 300 * i, level: -20) }
    #expect(Self.keys(scene) == pressed.text)
    #expect(Self.keys(scene, guarded: false) != pressed.text)
  }

  @Test func `hears a caller's digit while the prompt sends another one`() {
    var scene = EchoScene(Self.digits(Self.prompt) + Self.silence(300), delay: 40, loss: 12)
    scene.press(.seven, at: 1000, level: -10)
    #expect(Self.keys(scene) == "7")
  }

  @Test func `hears the prompt's own digit when it is louder than an echo can be`() {
    var scene = EchoScene(Self.digits([.five], level: -16) + Self.silence(300), delay: 20, loss: 12)
    scene.press(.five, at: 20, for: 90, level: -10)
    #expect(Self.keys(scene) == "5")
  }

  @Test func `hears the prompt's own digit when it goes on after the prompt`() {
    var scene = EchoScene(Self.digits([.five]) + Self.silence(800), delay: 20, loss: 6)
    scene.press(.five, at: 20, for: 700, level: -16)
    #expect(Self.keys(scene) == "5")
  }

  @Test func `hears the caller as before on a line that does not echo after all`() {
    var scene = EchoScene(
      EchoScene.speech(milliseconds: 2500, level: -10, seed: 9), delay: 0, loss: 100)
    let pressed: [Key] = [.one, .five, .nine, .star, .hash]
    for (i, key) in pressed.enumerated() { scene.press(key, at: 200 + 400 * i, for: 50, level: -24) }
    #expect(Self.keys(scene) == pressed.text)
  }

  @Test(arguments: 1...3) func `tells the same whatever the pieces`(seed: UInt64) {
    var scene = EchoScene(
      Self.digits([.one, .two]) + EchoScene.speech(milliseconds: 900, level: -10, seed: seed),
      path: EchoScene.hybrid, delay: 20, loss: 6)
    scene.press(.six, at: 700, level: -6)
    let heard = scene.heard
    var chance = Xorshift(seed: seed)
    let frames = Self.events(scene.played, heard)
    let pieces = Self.events(scene.played, heard) { 1 + Int(chance.next() % 700) }
    #expect(frames == pieces, "seed \(seed)")
    #expect(Self.keys(frames).contains("6"))
  }

  @Test func `a copy knows what the original knew, and each goes on for itself`() {
    let scene = EchoScene(Self.digits(Self.prompt), delay: 20, loss: 6)
    let heard = scene.heard, half = 6400
    var echo = EchoGuard(), detector = DTMFDetector()
    var ours: [DTMFEvent] = [], theirs: [DTMFEvent] = []
    echo.played(scene.played[0..<half].span)
    echo.feed(heard[0..<half].span, to: &detector) { ours.append($0) }
    theirs = ours
    var (otherEcho, otherDetector) = (echo, detector)
    let loud = [Int16](repeating: 30_000, count: 4000)
    echo.feed(loud.span, to: &detector) { _ in }
    otherEcho.played(scene.played[half..<heard.count].span)
    otherEcho.feed(heard[half..<heard.count].span, to: &otherDetector) { theirs.append($0) }
    otherEcho.finish(&otherDetector) { theirs.append($0) }
    #expect(theirs == Self.events(scene.played, heard))
  }

  @Test func `lost samples keep their place`() {
    var echo = EchoGuard(), detector = DTMFDetector()
    var told: [DTMFEvent] = []
    let scene = EchoScene(Self.digits(Self.prompt) + Self.silence(300), delay: 20, loss: 6)
    let heard = scene.heard
    for at in stride(from: 0, to: heard.count - 160, by: 160) {
      echo.played(scene.played[at..<(at + 160)].span)
      if at / 160 % 7 == 3 {
        echo.gap(160, to: &detector) { told.append($0) }
      } else {
        echo.feed(heard[at..<(at + 160)].span, to: &detector) { told.append($0) }
      }
    }
    echo.finish(&detector) { told.append($0) }
    #expect(detector.position == (heard.count - 1) / 160 * 160)
    #expect(Self.keys(told) == "")
  }
}
