import TestSupport
import Foundation
import Testing
import Tones

@Suite struct `ivrctl prompts` {
  static let flow = """
    callflow 1
    language ko default
    language en
    prompt hello { ko audio "hello.wav" or "안녕하세요, \\"바다\\"은행입니다."; en audio "hello.wav" or "Hello." }
    prompt name { ko "{n as number}번 고객님"; en "Customer {n as number}" }
    flow main {
        do start {
            set n = 3
            say hello, name
            say { ko "잠시 기다려 주십시오."; en "Please wait." }
            hangup
        }
    }

    """
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder["flows"], withIntermediateDirectories: true)
    try folder.write(Self.flow, to: "flows/a.callflow")
    return folder
  }
  /// A second of a tone at that level.
  private func recording(_ dBm0: Double = -16) -> [UInt8] {
    let peak = Level.sinePeak(dBm0: dBm0)
    return WAVFile.bytes((0..<16000).map { Int16(peak * sin(2 * Double.pi * 440 * Double($0) / 8000)) })
  }
  private func write(_ bytes: [UInt8], _ name: String, _ folder: TestFolder) throws {
    try FileManager.default.createDirectory(
      atPath: (folder[name] as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try folder.write(bytes, to: name)
  }

  @Test func `lists what is said, by whom, how long, and whether it is recorded`() async throws {
    let folder = try folder()
    try write(recording(), "flows/prompts/ko/hello.wav", folder)
    let result = try await ivrctl(["prompts", "flows"], in: folder.path)
    #expect(result.status == 0 && result.err == "", "\(result.err)")
    let lines = result.out.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      lines.map { $0.prefix(2) } == [
        ["said", "by"], ["hello", "ko"], ["hello", "en"], ["name", "ko"], ["name", "en"],
        ["main.start", "ko"], ["main.start", "en"], ["ivrd-technicalFault", "ko"], ["ivrd-goodbye", "ko"],
        ["ivrd-technicalFault", "en"], ["ivrd-goodbye", "en"], ["10", "texts,"],
      ])
    #expect(lines[1][2...3] == ["2.0", "present"])
    #expect(lines[2][3] == "missing")
    #expect(lines[3][2].hasSuffix("+") && lines[3][3] == "-")
    #expect(result.out.hasSuffix("clips: 1 present, 1 missing\n"))
    #expect(result.out.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("ivrd-") })
    let english = try await ivrctl(
      ["prompts", "flows/a.callflow", "--lang", "en", "--json"], in: folder.path)
    #expect(english.out.contains("\"file\" : \"en/hello.wav\"") && !english.out.contains("ko/"))
  }

  @Test func `gives a studio its file names and texts, and each as the voice says it`() async throws {
    let folder = try folder()
    let csv = try await ivrctl(["prompts", "flows", "--csv", "-"], in: folder.path)
    #expect(csv.status == 0)
    let rows = csv.out.split(separator: "\r\n").map(String.init)
    #expect(rows.count == 9)
    #expect(rows[1].hasPrefix("ko/hello.wav,ko,hello,1,\"안녕하세요, \"\"바다\"\"은행입니다.\","))
    #expect(
      rows[1].hasSuffix(",missing") && rows[4].hasPrefix("en/main.start-1.wav,en,main.start,1,Please wait.,"))
    let rendered = try await ivrctl(["prompts", "flows", "--render", "out"], in: folder.path)
    #expect(rendered.out == "8 texts written to out\n")
    let wav = try WAVFile(
      bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: folder["out/ko/hello.wav"]))))
    #expect(wav.samples.count > 8000)
    let again = try await ivrctl(["prompts", "flows", "--render", "out"], in: folder.path)
    #expect(again.status == 1 && again.err.contains("out/ko/hello.wav is there already"))
  }

  @Test func `takes recordings back, and replaces none unasked`() async throws {
    let folder = try folder()
    try write(recording(), "studio/ko/hello.wav", folder)
    try write(recording(-45), "studio/en/hello.wav", folder)
    try write(recording(), "studio/en/other.wav", folder)
    try write(Array("no wav".utf8), "studio/ko/main.start-1.wav", folder)
    try write(WAVFile.bytes(Array(repeating: 0, count: 8000)), "studio/en/main.start-1.wav", folder)
    let first = try await ivrctl(["prompts", "flows", "--import", "studio"], in: folder.path)
    #expect(first.status == 1)
    for part in [
      "copied: studio/ko/hello.wav -> flows/prompts/ko/hello.wav", "  it is soft (-45.",
      "refused: studio/en/other.wav\n  no text has that name",
      "refused: studio/ko/main.start-1.wav\n  not a WAV",
      "refused: studio/en/main.start-1.wav\n  nothing sounds in it", "2 of 5 recordings copied",
    ] { #expect(first.out.contains(part), "\(first.out)") }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder["flows/prompts/ko/hello.wav"])) == Data(recording()))

    try write(recording(-20), "studio/ko/hello.wav", folder)
    let second = try await ivrctl(["prompts", "flows", "--import", "studio"], in: folder.path)
    #expect(second.out.contains("kept: studio/ko/hello.wav -> flows/prompts/ko/hello.wav"))
    #expect(second.out.contains("unchanged: studio/en/hello.wav"))
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder["flows/prompts/ko/hello.wav"])) == Data(recording()))
    let third = try await ivrctl(["prompts", "flows", "--import", "studio", "--replace"], in: folder.path)
    #expect(third.out.contains("copied: studio/ko/hello.wav"))
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder["flows/prompts/ko/hello.wav"])) == Data(recording(-20))
    )
  }

  @Test func `a text that a studio has recorded is played wherever just that is said`() async throws {
    let folder = try folder()
    try folder.write(
      Self.flow.replacing(
        "hangup",
        with: "-> ask\n        }\n        menu ask { say options; key 1 \"상담원\" en \"an agent\" { hangup }"
      ).replacing("say hello, name", with: "say name").replacing("prompt hello", with: "prompt hello_")
        .replacing("hello.wav", with: "none.wav"), to: "flows/a.callflow")
    for name in ["ko/main.start-1", "ko/main.ask-1", "ko/ivrd-goodbye"] {
      try write(recording(), "studio/\(name).wav", folder)
    }
    let taken = try await ivrctl(["prompts", "flows", "--import", "studio"], in: folder.path)
    #expect(taken.status == 0 && taken.out.contains("3 of 3 recordings copied"), "\(taken.out)\(taken.err)")
    let list = try folder.text("flows/prompts/ko/recorded.json")
    #expect(list.contains("\"상담원 1번\" : \"main.ask-1.wav\""), "\(list)")
    let sheet = try await ivrctl(["prompts", "flows"], in: folder.path)
    #expect(sheet.out.contains("clips: 3 present"), "\(sheet.out)")
    try folder.write(
      """
      call "recorded"
      flow "a.callflow"
      at 2026-03-03 10:15 "Asia/Seoul"
      caller 0212345678 dials 1000
      expect say "잠시 기다려 주십시오."
      expect say "상담원 1번"
      press 1

      """, to: "flows/a.call")
    let test = try await ivrctl(["test", "flows", "--transcript"], in: folder.path)
    for part in ["3번 고객님\" / ", "기다려 주십시오.\" audio \"main.start-1.wav\"", "audio \"main.ask-1.wav\""] {
      #expect(test.out.contains(part), "\(test.out)\(test.err)")
    }
    // Another text is spoken.
    try folder.write(folder.text("flows/a.callflow").replacing("잠시", with: "조금"), to: "flows/a.callflow")
    try folder.write(folder.text("flows/a.call").replacing("잠시", with: "조금"), to: "flows/a.call")
    let changed = try await ivrctl(["test", "flows", "--transcript"], in: folder.path)
    #expect(changed.out.contains("조금 기다려") && !changed.out.contains("main.start-1.wav"), "\(changed.out)")
    // So is one whose recording is gone, and that is told.
    try FileManager.default.removeItem(atPath: folder["flows/prompts/ko/main.ask-1.wav"])
    try folder.write("site 1\nflows \"a.callflow\"\nline l keypad flow main\n", to: "flows/a.site")
    let daemon = try RunningProgram(Programs.ivrd, ["flows/a.site", "--check"], in: folder.path)
    for told in [
      try await ivrctl(["check", "flows"], in: folder.path),
      try await ivrctl(["prompts", "flows"], in: folder.path),
      try await daemon.ended(),
    ] {
      #expect(
        told.status == 0
          && (told.out + told.err).contains(
            "recorded.json:2:3: warning: recording \"main.ask-1.wav\" of \"상담원 1번\" is missing, the text will"
          ),
        "\(told)")
    }
    let lost = try await ivrctl(["test", "flows", "--transcript"], in: folder.path)
    #expect(lost.out.contains("상담원 1번") && !lost.out.contains("main.ask-1.wav"), "\(lost.out)")
    try folder.write("[]", to: "flows/prompts/ko/recorded.json")
    let broken = try await ivrctl(["check", "flows"], in: folder.path)
    #expect(broken.status == 1 && broken.out.contains("recorded.json: is no list of texts"), "\(broken.out)")
  }

  @Test func `recordings go where the one site beside the flow looks for them`() async throws {
    let folder = try folder()
    try FileManager.default.createDirectory(atPath: folder["prompts"], withIntermediateDirectories: true)
    try write(recording(), "studio/ko/hello.wav", folder)
    let site = "site 1\nflows \"a.callflow\"\nline l keypad flow main\n"
    for (more, home) in [
      ("", "flows/prompts"), ("prompts \"own\"\n", "flows/own"),
    ] {
      try? FileManager.default.removeItem(atPath: folder["flows/prompts"])
      if home == "flows/own" {
        try FileManager.default.createDirectory(atPath: folder[home], withIntermediateDirectories: true)
      }
      try folder.write(site + more, to: "flows/a.site")
      for path in ["flows", "flows/a.callflow"] {
        let taken = try await ivrctl(
          ["prompts", path, "--import", "studio", "--replace"], in: folder.path)
        #expect(taken.out.contains(" -> \(home)/ko/hello.wav"), "\(path): \(taken.out)\(taken.err)")
      }
      let found = try await ivrctl(["prompts", "flows/a.site"], in: folder.path)
      #expect(found.out.contains("clips: 1 present"), "\(found.out)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["prompts"]) == [])
  }

  @Test func `a pipe among clips is told, and waited for by nobody`() async throws {
    let folder = try folder()
    try write(recording(), "flows/prompts/ko/hello.wav", folder)
    try write(recording(), "flows/prompts/en/hello.wav", folder)
    let pipe = try Fifo(folder["flows/prompts/other.wav"])
    try folder.write("site 1\nflows \"a.callflow\"\nline l keypad flow main\n", to: "flows/a.site")
    let check = try await ivrctl(["check", "flows"], in: folder.path)
    #expect(
      check.status == 1 && check.out.contains("other.wav: this file cannot be read: it is a pipe"),
      "\(check)")
    let call = try await ivrctl(["call", "flows/a.callflow"], in: folder.path, keys: ",,h")
    #expect(call.status == 0 && call.err.contains("it is a pipe"), "\(call)")
    withExtendedLifetime(pipe) {}
  }

  @Test func `a check finds clips that are soft or broken, a start speaks their texts instead`() async throws
  {
    let folder = try await RunningSite.prepare()
    try write(recording(-45), "callflows/bank/prompts/ko/soft.wav", folder)
    let soft = "callflows/bank/prompts/ko/soft.wav:1:1: warning: it is soft (-45."
    for words in [["check", "bank.site"], ["check", "callflows/bank"]] {
      let result = try await folder.ivrctl(words)
      #expect(result.status == 0 && result.out.contains(soft), "\(result.out)")
      #expect(try await folder.ivrctl(words + ["--strict"]).status == 1)
    }
    try write(Array("RIFF of nothing".utf8), "callflows/bank/prompts/ko/broken.wav", folder)
    let broken = "callflows/bank/prompts/ko/broken.wav:1:1: error: this clip cannot be played: "
    let check = try await folder.ivrctl("check", "callflows/bank")
    #expect(check.status == 1 && check.out.contains(broken), "\(check.out)")
    let daemon = try await RunningProgram(Programs.ivrd, ["bank.site", "--check"], in: folder.path).ended()
    #expect(daemon.status == 1 && daemon.err.contains(broken) && daemon.err.contains(soft), "\(daemon.err)")
    let site = try await RunningSite.start(in: folder)
    #expect(try await site.stop().status == 0)
  }

  @Test(arguments: [
    (["prompts", "no/such"], "there is no such file or folder"),
    (["prompts", "README.md"], "ivrctl prompts reads"),
    (["prompts", "callflows", "--import", "no/such"], "there is no such folder"),
    (["prompts", "callflows", "--csv", "-"], "the name of different texts"),
    (["prompts", "callflows/booking", "--csv", "/no/such/x.csv"], "cannot be written"),
  ])
  func `says in one line what is wrong`(words: [String], says: String) async throws {
    let result = try await ivrctl(words)
    #expect(result.status == 2)
    #expect(result.err.contains(says) && result.err.split(separator: "\n").count == 1, "\(result.err)")
  }
}
