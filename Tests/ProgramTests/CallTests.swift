import TestSupport
import Foundation
import Testing

@Suite struct `Being the caller` {
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a call of one's own that a signal ends leaves no files behind`(_ number: Int32) async throws {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder["tmp"], withIntermediateDirectories: true)
    // However late the signal comes, the call still waits for a key.
    try folder.write(
      """
      callflow 1
      language en default
      table visits (number text)
      flow main { menu ask { timeout 60m; max-call 2h; say "Press one."; key 1 -> hangup } }
      """, to: "patient.callflow")
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "patient.callflow"], in: folder.path, keys: nil,
      environment: ["TMPDIR": folder["tmp"]])
    defer { call.kill() }
    try await call.wait(until: "Press one.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["tmp"]).count == 1)
    call.signal(number)
    let end = try await call.ended()
    #expect(end.status == -number, "\(end)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["tmp"]) == [])
  }

  @Test func `hears times on the clocks of the zone that it names`() async throws {
    let folder = try TestFolder()
    try folder.write(
      "callflow 1\nlanguage en default\nflow main { do tell { say \"It is {hour(now)}.\"; hangup } }\n",
      to: "time.callflow")
    for zone in ["Asia/Seoul", "America/New_York"] {
      let call = try await ivrctl(
        ["call", "time.callflow", "--at", "2026-03-03 10:15 \(zone)"], in: folder.path,
        keys: ",,,,,,,,,,,,,,,,,,,,")
      #expect(call.status == 0 && call.out.contains("It is 10."), "\(call)")
    }
  }

  @Test func `is told that what it saves and fetches is real`() async throws {
    let folder = try TestFolder()
    try folder.write(
      """
      callflow 1
      language en default
      table visits (number text key)
      flow main {
        do come { save visits (number = "1"); say "Written."; hangup }
        fetch ask { get "http://127.0.0.1:1/x"; found -> hangup; missing -> hangup; error -> hangup }
      }
      """, to: "visits.callflow")
    try folder.write(
      "site 1\nflows \"visits.callflow\"\ndata \"visits.sqlite\"\nline test keypad flow main\n",
      to: "visits.site")
    let forgotten = try await folder.ivrctl("call", "visits.callflow")
    #expect(forgotten.out.contains("what the flow fetches is asked of its servers, for real"), "\(forgotten)")
    #expect(!forgotten.out.contains("is written to"), "\(forgotten)")
    #expect(try await folder.ivrctl("data", "visits.site").status == 0)
    let written = try await folder.ivrctl("call", "visits.callflow", "--site", "visits.site")
    #expect(written.out.contains("what the flow saves is written to visits.sqlite, for real"), "\(written)")
    let help = try await folder.ivrctl("call", "--help")
    #expect(help.out.contains("What the flow saves is written"), "\(help.out)")
  }

  @Test func `finds answers of servers in files beside the flow`() async throws {
    let folder = try TestFolder.withBank()
    func heard(_ flow: String, _ keys: String, _ more: String...) async throws -> String {
      try await ivrctl(["call", "callflows/" + flow] + more, in: folder.path, keys: keys).out
    }
    let parcel = try await heard("orders/orders.callflow", "22,12345678#,,,,,h")
    #expect(
      parcel.contains("fetch find_parcel is answered from callflows/orders/find_parcel.csv"), "\(parcel)")
    #expect(parcel.contains("Your parcel is now at 대전."), "\(parcel)")
    let unknown = try await heard("orders/orders.callflow", "22,99999999#,,,,,h")
    #expect(unknown.contains("The carrier does not know that number."), "\(unknown)")

    let keys = ["4111111111111111#", "4000000000000002#"].map { "2200001,,1,\($0),1229,1,,,,,h" }
    let paid = try await heard("payments/payments.callflow", keys[0])
    #expect(paid.contains("Your bill is paid. The receipt has the number 7000 1234."), "\(paid)")
    #expect(try await heard("payments/payments.callflow", keys[1]).contains("The card was refused."))

    try folder.write("parcel,where\n1,2\n", to: "callflows/orders/find_parcel.csv")
    let wrong = try await ivrctl(["call", "callflows/orders/orders.callflow"], in: folder.path, keys: "")
    #expect(
      wrong.status == 2 && wrong.err.contains("find_parcel.csv: line 1: there is no column \"place\""),
      "\(wrong)")
  }

  @Test func `meets the holidays of a table in the file beside the flow, too`() async throws {
    let folder = try TestFolder()
    try folder.write(
      """
      callflow 1
      language en default
      table closed_days (day date key)
      calendar shop { timezone "Asia/Seoul"; open mon-sun 00:00-24:00; holidays from closed_days.day }
      flow main {
        hours h { calendar shop; open -> yes; holiday -> feast; closed -> yes }
        do yes { say "Open."; hangup }
        do feast { say "Holiday."; hangup }
      }
      """, to: "h.callflow")
    try folder.write("day\n2026-11-23\n", to: "closed_days.csv")
    for (day, says) in [("2026-11-23", "Holiday."), ("2026-11-24", "Open.")] {
      let call = try await ivrctl(
        ["call", "h.callflow", "--at", "\(day) 10:00 Asia/Seoul"], in: folder.path, keys: ",,,,")
      #expect(call.status == 0 && call.out.contains(says), "\(call)")
    }
  }

  @Test func `is told by the flow that nobody answers where it would ring somebody`() async throws {
    let folder = try TestFolder.withBank()
    let shop = try await ivrctl(
      ["call", "callflows/membership/membership.callflow", "--from", "0319998888"], in: folder.path,
      keys: "2,48001,1,,,,,,,,,,,,h")
    #expect(shop.out.contains("nobody answers at 051555048"), "\(shop)")
    #expect(shop.out.contains("The shop cannot take your call."), "\(shop)")
  }

  @Test func `on a running ivrd it says once that there is no sound, and ends with ivrd`() async throws {
    let site = try await RunningSite.start()
    let call = try RunningProgram(
      Programs.ivrctl, ["call", "--live", "test"], in: site.folder.path, keys: nil,
      environment: site.folder.environment.merging(["IVR_SOUND": "nosuchdevice"]) { $1 })
    defer { call.kill() }
    try await call.wait(until: "바다은행")
    site.ivrd.kill()
    let end = try await call.ended()
    #expect(end.status == 3)
    #expect(end.err.contains("ivrd has closed the connection"))
    let all = end.out + end.err
    #expect(all.components(separatedBy: "no sound device").count == 2, "\(all)")
  }
}
