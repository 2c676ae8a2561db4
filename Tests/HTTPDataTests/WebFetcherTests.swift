import TestSupport
import CallFlow
import Chronology
import Foundation
import HTTPData
import Session
import Testing

private let order =
  #"{"order": {"status": "배송 \"중\"", "total": 12500.5, "paid": true, "items": [{"name": "우산"}], "note": null}}"#

private func serve(_ path: String, _ connection: Connection) {
  switch path.prefix(while: { $0 != "?" }) {
  case "/order", "/orders/a%2Fb%20%EC%9A%B0%3F": connection.answer("200 OK", order)
  case "/none": connection.answer("404 Not Found", "{}")
  case "/gone": connection.answer("410 Gone", "")
  case "/broken": connection.answer("500 Internal Server Error", "{}")
  case "/empty": connection.answer("204 No Content", "")
  case "/page": connection.answer("200 OK", "<html>not JSON</html>")
  case "/half":
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"order\":")
  case "/deep": connection.answer("200 OK", String(repeating: "[", count: 200_000))
  case "/noise": connection.send(String(repeating: "\u{1}\u{7f}garbage", count: 200) + "\r\n\r\n")
  case "/never": connection.waitForEnd()
  case "/drip":
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while !connection.hasLeft(within: 20), connection.send("1\r\n \r\n") {}
  case "/large":
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
    let part = String(repeating: "x", count: 65536)
    for _ in 0..<800 { if !connection.send(part) { break } }
  case "/endless":
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    let part = "10000\r\n" + String(repeating: " ", count: 65536) + "\r\n"
    while connection.send(part) {}
  case "/once": connection.answer("302 Found", "", "Location: /order\r\n")
  case "/loop": connection.answer("302 Found", "", "Location: /loop\r\n")
  case "/secret":
    connection.answer("401 Unauthorized", "{}", "WWW-Authenticate: Basic realm=\"orders\"\r\n")
  case "/moved": connection.answer("301 Moved Permanently", "")
  case "/packed":
    connection.send(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n", packed)
  case "/file": connection.answer("302 Found", "", "Location: file:///etc/hostname\r\n")
  case "/away": connection.answer("302 Found", "", "Location: http://localhost:1/order\r\n")
  default: connection.answer("200 OK", "{}")
  }
}

/// `{}` by gzip.
private let packed =
  Data(
    base64Encoded: "H4sIAAAAAAACA6uuBQBDv6ajAgAAAA==") ?? Data()

private let reads = [
  FetchRequest.Read(name: "status", path: [.key("order"), .key("status")], type: .text),
  FetchRequest.Read(name: "total", path: [.key("order"), .key("total")], type: .number),
  FetchRequest.Read(name: "paid", path: [.key("order"), .key("paid")], type: .flag),
  FetchRequest.Read(
    name: "item", path: [.key("order"), .key("items"), .index(0), .key("name")], type: .text),
  FetchRequest.Read(name: "note", path: [.key("order"), .key("note")], type: .text),
  FetchRequest.Read(name: "nowhere", path: [.key("order"), .index(3)], type: .number),
]

@Suite struct `What a flow asks of a server` {
  let server: TinyServer
  let fetcher = WebFetcher()
  init() throws { server = try TinyServer(serve) }

  private func ask(
    _ path: String, reads wanted: [FetchRequest.Read] = reads, limit: Duration = .seconds(20),
    _ change: (inout FetchRequest) -> Void = { _ in }
  ) async -> String {
    var request = FetchRequest(
      state: "main.find", address: server.address(path), shown: "GET …", reads: wanted, limit: limit)
    change(&request)
    let answer = await withCheckedContinuation { continuation in
      fetcher.fetch(request) { continuation.resume(returning: $0) }
    }
    return switch answer {
    case .row(let values): values.map(\.plain).joined(separator: "|")
    case .manyRows: "many"
    case .noRow: "missing"
    case .failed(.timeout): "timeout"
    case .failed(.shape(let why)): "shape: \(why)"
    case .failed(.failed(let why)): "failed: \(why)"
    }
  }

  @Test func `is read from its JSON by path`() async {
    defer { fetcher.close() }
    #expect(await ask("/order") == "배송 \"중\"|12500.5|true|우산|none|none")
    #expect(await ask("/orders/a%2Fb%20%EC%9A%B0%3F") == "배송 \"중\"|12500.5|true|우산|none|none")
    #expect(await ask("/once") == "배송 \"중\"|12500.5|true|우산|none|none")
    #expect(await ask("/empty", reads: []) == "")
    #expect(await ask("/none") == "missing")
    #expect(await ask("/gone") == "missing")
  }

  @Test(arguments: [
    ("/broken", "failed: the server answered 500"), ("/page", "shape: the answer is no JSON"),
    ("/deep", "shape: the answer is no JSON"), ("/half", "failed:"), ("/noise", "failed:"),
    ("/empty", "shape: the answer is no JSON"), ("/loop", "failed: more than 3 redirects"),
    ("/file", "failed: a redirect to a less safe address"),
    ("/moved", "failed: the server answered 301"), ("/secret", "failed: the server answered 401"),
    ("/packed", "shape: the answer is compressed"),
    ("/large", "shape: the answer is larger than 1048576 bytes"),
    ("/endless", "shape: the answer is larger than 1048576 bytes"),
  ]) func `ends in one answer however bad the server is`(path: String, answer: String) async {
    defer { fetcher.close() }
    let found = await ask(path)
    #expect(found.hasPrefix(answer), "\(found)")
  }

  @Test(arguments: ["/never", "/drip"]) func `is not waited for longer than its limit`(path: String) async {
    defer { fetcher.close() }
    #expect(await ask(path, limit: .milliseconds(300)) == "timeout")
  }

  @Test func `may be where nobody is`() async throws {
    defer { fetcher.close() }
    // A port that was free a moment ago.
    let port = try TinyServer { _, _ in }.port
    let nobody = await ask("/order") { $0.address = "http://127.0.0.1:\(port)/order" }
    #expect(nobody.hasPrefix("failed: "), "\(nobody)")
    #expect(await ask("") { $0.address = "file:///etc/hostname" } == "shape: that is no address: GET …")
    #expect(await ask("") { $0.address = "http:///x" } == "shape: that is no address: GET …")
  }

  @Test func `is another type than was wanted`() async {
    defer { fetcher.close() }
    let wrong = [FetchRequest.Read(name: "n", path: [.key("order"), .key("status")], type: .number)]
    #expect(await ask("/order", reads: wrong) == "shape: n is no number, or too long")
    let asText = [FetchRequest.Read(name: "n", path: [.key("order"), .key("total")], type: .text)]
    #expect(await ask("/order", reads: asText) == "12500.5")
  }

  @Test func `is posted as JSON, with the site's secret in its header`() async {
    defer { fetcher.close() }
    fetcher.set(secrets: ["shop": "Bearer 4711"])
    let body = #"{"number":"12 \"34\"","phone":null}"#
    _ = await ask("/post", reads: []) {
      ($0.method, $0.body, $0.secret) = (.post, body, "shop")
      $0.headers = [.init(name: "X-Shop", value: "bada")]
    }
    let seen = server.requests.joined()
    #expect(seen.hasPrefix("POST /post HTTP/1.1\r\n"))
    #expect(seen.contains("Authorization: Bearer 4711\r\n") && seen.contains("X-Shop: bada\r\n"))
    #expect(seen.contains("Content-Type: application/json\r\n") && seen.hasSuffix("\r\n\r\n" + body))
    _ = await ask("/post", reads: []) { ($0.secret, $0.secretHeader) = ("shop", "X-Api-Key") }
    #expect(server.requests.joined().contains("X-Api-Key: Bearer 4711\r\n"))
    #expect(await ask("/post", reads: []) { $0.secret = "none" } == "shape: the site has no secret 'none'")
    #expect(await ask("/once", reads: []) { $0.method = .post } == "failed: what is posted is not redirected")
    let away = await ask("/away", reads: []) { $0.secret = "shop" }
    #expect(away == "failed: a redirect to another server, which would get the secret")
  }
}
