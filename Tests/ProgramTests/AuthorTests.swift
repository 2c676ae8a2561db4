import TestSupport
import Foundation
import Testing

@Suite struct `An author of flows` {
  @Test func `begins with a copy of a shipped application, which passes its scripts`() async throws {
    let folder = try TestFolder.withBank()
    let made = try await folder.ivrctl("new", "repairs", "--from", "helpdesk")
    #expect(made.status == 0 && made.out.hasPrefix("repairs is made from callflows/helpdesk\n"), "\(made)")
    let site = try String(contentsOfFile: folder["repairs/repairs.site"], encoding: .utf8)
    #expect(site.contains("`ivrd repairs.site`") && !site.contains("helpdesk.site"), "\(site)")
    let tested = try await folder.ivrctl("test", "repairs", "--coverage", "--fail-under", "100")
    #expect(tested.status == 0 && tested.out.hasPrefix("repairs.callflow: "), "\(tested)")
    #expect(try await folder.ivrctl("check", "repairs", "--strict").status == 0)
    let again = try await folder.ivrctl("new", "repairs", "--from", "helpdesk")
    #expect(again.status == 2 && again.err.contains("repairs is there already"))
    let unknown = try await folder.ivrctl("new", "mine", "--from", "nothing")
    #expect(unknown.status == 2 && unknown.err.contains("helpdesk"), "\(unknown.err)")
    #expect(try await folder.ivrctl("new", "../a b", "--from", "helpdesk").status == 2)
  }

  @Test func `finds the shipped applications wherever he is`() async throws {
    let folder = try TestFolder()
    #expect(try await folder.ivrctl("new", "repairs", "--from", "helpdesk").status == 0)
    #expect(try await folder.ivrctl("test", "repairs").status == 0)
    let shipped = try await ivrctl(
      ["new", "mine", "--from", "nothing"], in: folder.path,
      environment: ["IVR_CALLFLOWS": Programs.package + "/callflows"])
    #expect(shipped.status == 2 && shipped.err.contains("there is: bank, booking"), "\(shipped.err)")
  }

  @Test(arguments: ["iso", "kr", "custom"])
  func `begins with a small application of a profile`(_ profile: String) async throws {
    let folder = try TestFolder()
    let made = try await folder.ivrctl("new", "front", "--profile", profile)
    #expect(made.out.hasPrefix("front is made, with the keys of profile \(profile)\n"), "\(made)")
    let checked = try await folder.ivrctl("check", "front", "--strict")
    #expect(checked.status == 0 && checked.out == "no faults\n", "\(checked)")
    let tested = try await folder.ivrctl("test", "front", "--coverage", "--fail-under", "100")
    #expect(tested.status == 0, "\(tested)")
    let other = try await folder.ivrctl("new", "other", "--from", "helpdesk", "--profile", profile)
    #expect(other.status == (profile == "kr" ? 0 : 2), "\(other)")
  }

  @Test func `gets indexes with his tables, also later`() async throws {
    let folder = try TestFolder()
    func flow(_ more: String) -> String {
      """
      callflow 1
      language en default
      table people (id text key, phone text, name text)
      flow main {
        lookup a { from people where phone == caller.number; read id; found { log "{id as spell}"; hangup }; missing -> \(more.isEmpty ? "hangup" : "b") }
        \(more)
      }
      """
    }
    try folder.write(flow(""), to: "people.callflow")
    try folder.write(
      "site 1\nflows \"people.callflow\"\ndata \"people.sqlite\"\nline test keypad flow main\n",
      to: "people.site")
    let made = try await folder.ivrctl("data", "people.site")
    #expect(
      made.out
        == "people.sqlite: table people made, 0 rows\npeople.sqlite: table people has an index by phone\n",
      "\(made)")
    #expect(!(try await folder.ivrctl("check", "people.site").out.contains("CF252")))
    try folder.write(
      flow(
        "lookup b { from people where name == \"Kim\"; read id; found { log \"{id as spell}\"; hangup }; missing -> hangup }"
      ),
      to: "people.callflow")
    #expect(try await folder.ivrctl("check", "people.site").out.contains("CF252"))
    let later = try await folder.ivrctl("data", "people.site")
    #expect(
      later.out.hasSuffix("left as it is\npeople.sqlite: table people has an index by name\n"), "\(later)")
    #expect(!(try await folder.ivrctl("check", "people.site").out.contains("CF252")))
  }

  @Test(arguments: ["bank", "booking", "orders", "payments", "membership", "claims", "staff"])
  func `gets the data with the copy, under the names that flow and scripts use`(_ application: String)
    async throws
  {
    let folder = try TestFolder.withBank()
    #expect(try await folder.ivrctl("new", "mine", "--from", application).status == 0)
    let tested = try await folder.ivrctl("test", "mine", "--coverage", "--fail-under", "100")
    #expect(tested.status == 0 && tested.out.hasPrefix("mine.callflow: "), "\(tested)")
  }

  @Test func `of payments is told how the file of its secret is made, and that is enough`() async throws {
    let folder = try TestFolder.withBank()
    let command = "(umask 077; cat > mine/pay_server.secret)"
    let made = try await folder.ivrctl("new", "mine", "--from", "payments")
    #expect(made.status == 0 && made.out.contains("before ivrd: ") && made.out.contains(command), "\(made)")
    func start() async throws -> RunningProgram.Output {
      try await RunningProgram(Programs.ivrd, ["mine/mine.site", "--check"], in: folder.path).ended()
    }
    let checked = try await folder.ivrctl("check", "mine", "--strict")
    #expect(checked.status == 0 && checked.out.contains(command), "\(checked)")
    #expect(try await folder.ivrctl("data", "mine/mine.site").status == 0)
    let without = try await start()
    #expect(without.status == 2 && without.err.contains("there is no mine/pay_server.secret"), "\(without)")
    #expect(without.err.contains(command))
    _ = try await RunningProgram("/bin/sh", ["-c", command], in: folder.path, keys: "Bearer 4f9c\n").ended()
    let with = try await start()
    #expect(with.status == 0 && !with.err.contains("secret"), "\(with)")
    try folder.write(
      folder.text("mine/mine.site").replacing("\nsecret pay_server \"pay_server.secret\"", with: ""),
      to: "mine/mine.site")
    let unnamed = try await folder.ivrctl("check", "mine")
    #expect(
      unnamed.out.contains(
        "'main.pay' sends the secret 'pay_server', which the site does not have: it fails [CF278]"),
      "\(unnamed)")
  }

  @Test func `gets an application of two flows and what they share`() async throws {
    let folder = try TestFolder.withBank()
    #expect(try await folder.ivrctl("new", "branches", "--from", "centres").status == 0)
    let tested = try await folder.ivrctl("test", "branches", "--coverage", "--fail-under", "100")
    #expect(tested.status == 0 && tested.out.contains("seoul.callflow: "), "\(tested)")
    #expect(try await folder.ivrctl("check", "branches", "--strict").status == 0)
  }

  @Test func `is told what nobody has looked at for long`() async throws {
    let folder = try TestFolder.withBank()
    try folder.write(
      """
      callflow 1
      language en default
      prompt old reviewed 2026-01-05 { en "The fee is five." }
      prompt new reviewed 2026-06-01 { en "Hello." }
      prompt undated { en "Bye." }
      flow main { do a { say new, old, undated; hangup } }
      """, to: "fees.callflow")
    let stale = try await folder.ivrctl("content", "fees.callflow", "--stale", "180d", "--at", "2026-08-01")
    #expect(stale.status == 1)
    #expect(
      stale.out
        == "fees.callflow:3: prompt old: reviewed on 2026-01-05, 208 days ago\n1 to look at\n", "\(stale.out)"
    )
    let all = try await folder.ivrctl("content", "fees.callflow", "--at", "2026-02-01", "--all")
    #expect(all.out == "fees.callflow:5: prompt undated: has no day of review\n1 to look at\n", "\(all.out)")
    #expect(try await folder.ivrctl("content", "fees.callflow", "--at", "2026-02-01").status == 0)
    #expect(try await folder.ivrctl("content", "fees.callflow", "--stale", "long").status == 2)
  }
}
