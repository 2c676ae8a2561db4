// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The modules that know no clock, file, task or log: time and chance come in as values.
let pure = ["Chronology", "Tones", "Wording", "ACD", "CallFlow", "Session"]
/// The edges: at most one C library each.
let edges = ["EspeakVoice", "SQLiteStore", "HTTPData", "SoundCardLine", "AudioSocketLine"]

func module(_ name: String, _ dependencies: [String]) -> Target {
  .target(name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: settings)
}
func program(_ name: String, _ dependencies: [String]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: settings)
}
func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies.map { .init(stringLiteral: $0) },
    swiftSettings: settings)
}

let package = Package(
  name: "ivrd",
  products: [
    .executable(name: "ivrd", targets: ["ivrd"]),
    .executable(name: "ivrctl", targets: ["ivrctl"]),
    .executable(name: "ivrbench", targets: ["ivrbench"]),
  ],
  targets: [
    .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
    .systemLibrary(name: "CEspeak", pkgConfig: "espeak-ng", providers: [.apt(["libespeak-ng-dev"])]),
    .systemLibrary(name: "CEpoll"),
    .systemLibrary(name: "CPrefetch"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    module("Chronology", []),
    module("Tones", []),
    module("Wording", ["Chronology"]),
    module("ACD", ["Chronology", "CPrefetch"]),
    module("CallFlow", ["Chronology", "Tones", "Wording"]),
    module("Session", ["Chronology", "Tones", "CallFlow", "Wording", "ACD"]),
    module("Site", pure + ["Engine"]),
    module("Engine", pure),
    module("Media", ["Chronology", "Tones", "ACD", "Engine", "Session", "CEpoll"]),
    module("Rehearsal", pure + ["Engine", "Media"]),
    module("Reports", ["Chronology", "ACD", "Engine"]),
    module("Forecast", pure + ["Engine", "Media", "Rehearsal", "Reports"]),
    module("Control", []),
    module("LiveView", pure + ["Engine", "Control"]),
    module("EspeakVoice", pure + ["Engine", "Media", "CEspeak"]),
    module("SQLiteStore", pure + ["Engine", "Media", "CSQLite"]),
    module("HTTPData", pure + ["Engine"]),
    module("AudioSocketLine", pure + ["Engine", "Media", "CEpoll"]),
    module("SoundCardLine", pure + ["Engine", "Media", "CALSA"]),

    program(
      "ivrd", pure + ["Site", "Engine", "Media", "Reports", "Control", "LiveView", "CEpoll"] + edges),
    program(
      "ivrctl",
      pure + ["Site", "Engine", "Media", "Rehearsal", "Reports", "Forecast", "Control", "LiveView"] + edges),
    program(
      "ivrbench",
      pure + [
        "Site", "Engine", "Media", "Rehearsal", "SQLiteStore", "AudioSocketLine", "Control", "CEpoll",
      ]),

    .target(
      name: "TestSupport", dependencies: ["CEpoll"], path: "Tests/TestSupport", swiftSettings: settings),
    tests("Chronology", ["Chronology", "ACD"]),
    tests("Tones", ["Tones"]),
    tests("Wording", ["Wording", "Chronology", "ACD"]),
    tests("ACD", ["ACD", "Chronology"]),
    tests("CallFlow", ["Chronology", "Tones", "Wording", "CallFlow", "ACD"]),
    tests("Session", pure),
    tests("Site", pure + ["Site", "TestSupport"]),
    tests("Engine", pure + ["Engine"]),
    tests("Media", pure + ["Engine", "Media", "TestSupport"]),
    tests("Rehearsal", pure + ["Site", "Engine", "Media", "Rehearsal", "SQLiteStore"]),
    tests("Reports", ["Chronology", "ACD", "Engine", "Reports", "SQLiteStore", "CSQLite"]),
    tests(
      "Forecast", pure + ["Engine", "Media", "Rehearsal", "Reports", "Forecast", "SQLiteStore", "CSQLite"]),
    tests("Control", ["Control", "ACD", "TestSupport"]),
    tests("EspeakVoice", pure + ["Engine", "Media", "EspeakVoice"]),
    tests("AudioSocketLine", pure + ["Engine", "Media", "AudioSocketLine"]),
    tests("SoundCardLine", pure + ["Engine", "Media", "SoundCardLine", "TestSupport"]),
    tests("HTTPData", pure + ["Engine", "HTTPData", "CEpoll", "TestSupport"]),
    tests("SQLiteStore", pure + ["Engine", "SQLiteStore", "TestSupport"]),
    tests("Program", ["CEpoll", "Tones", "CSQLite", "ACD", "TestSupport"]),
  ]
)
