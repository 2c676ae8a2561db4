import CallFlow
import Chronology
import Dispatch
import Engine
import Foundation
import Session
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Asks servers for flows, over HTTP and HTTPS. Nothing of it runs on the engine's thread.
///
/// An answer is at most a megabyte and not compressed, a redirect is followed three times and never to a less
/// safe scheme, and when the flow's time is over the connection is dropped. Nothing is cached, no cookie is
/// kept, and no question for a password is answered but by the site's secret.
public final class WebFetcher: NSObject, @unchecked Sendable {
  /// Bytes of an answer.
  public static let largest = 1 << 20
  /// Redirects of one fetch.
  public static let redirects = 3
  /// Fetches under way at the same time, of all servers and of one: a server that does not answer keeps others
  /// waiting no longer than its own callers.
  public static let most = 128
  public static let mostOfServer = 32

  private struct Fetch {
    var request: FetchRequest
    var server: String
    var answer: @Sendable (LookupAnswer) -> Void
    var bytes = Data()
    var status = 0
    var redirects = 0
  }
  private struct State {
    var fetches: [Int: Fetch] = [:]
    /// Answered, while what the server still sends is thrown away.
    var dropped: Set<Int> = []
    /// By the names that `authorization` has.
    var secrets: [String: String] = [:]
  }
  private let state = Mutex(State())
  private let queue = OperationQueue()
  private let watch = DispatchQueue(label: "fetches")
  private let session: Mutex<URLSession?> = Mutex(nil)

  public override init() {
    super.init()
    queue.name = "fetches"
    queue.maxConcurrentOperationCount = 1
  }

  /// What `authorization NAME` stands for, from now on.
  public func set(secrets: [String: String]) { state.withLock { $0.secrets = secrets } }

  /// - Parameter answer: called once, on a thread of its own.
  public func fetch(_ request: FetchRequest, answer: @escaping @Sendable (LookupAnswer) -> Void) {
    guard let url = URL(string: request.address), ["http", "https"].contains(url.scheme?.lowercased() ?? ""),
      url.host?.isEmpty == false
    else { return answer(.failed(.shape("that is no address: \(request.shown)"))) }
    let server = url.server
    let (all, its) = state.withLock { ($0.fetches.count, $0.fetches.values.count { $0.server == server }) }
    guard all < WebFetcher.most, its < WebFetcher.mostOfServer else {
      return answer(.failed(.failed("too many fetches are under way")))
    }
    var asked = URLRequest(
      url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: request.limit.seconds + 5)
    asked.httpMethod = request.method.rawValue
    asked.setValue("application/json", forHTTPHeaderField: "Accept")
    asked.setValue("ivrd", forHTTPHeaderField: "User-Agent")
    // A compressed answer is inflated before anybody can look at its size.
    asked.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    for header in request.headers { asked.setValue(header.value, forHTTPHeaderField: header.name) }
    if let name = request.secret {
      guard let secret = state.withLock({ $0.secrets[name] }) else {
        return answer(.failed(.shape("the site has no secret '\(name)'")))
      }
      asked.setValue(secret, forHTTPHeaderField: request.secretHeader)
    }
    if let body = request.body {
      asked.setValue("application/json", forHTTPHeaderField: "Content-Type")
      asked.httpBody = Data(body.utf8)
    }
    let task = opened.dataTask(with: asked)
    state.withLock {
      $0.fetches[task.taskIdentifier] = Fetch(request: request, server: server, answer: answer)
    }
    task.resume()
    watch.asyncAfter(deadline: .now() + request.limit.seconds) { [weak self] in
      self?.end(task, .failed(.timeout))
    }
  }

  /// No further fetch; those under way end without an answer of their own.
  public func close() {
    session.withLock { session in
      session?.invalidateAndCancel()
      session = nil
    }
  }

  private var opened: URLSession {
    session.withLock { session in
      if let session { return session }
      let settings = URLSessionConfiguration.ephemeral
      settings.urlCache = nil
      settings.httpCookieStorage = nil
      settings.httpShouldSetCookies = false
      settings.httpMaximumConnectionsPerHost = 32
      let made = URLSession(configuration: settings, delegate: self, delegateQueue: queue)
      session = made
      return made
    }
  }

  /// Answers a fetch, unless it has been answered.
  private func end(_ task: URLSessionTask, _ answer: LookupAnswer) {
    let (fetch, isDropped) = state.withLock {
      ($0.fetches.removeValue(forKey: task.taskIdentifier), $0.dropped.remove(task.taskIdentifier) != nil)
    }
    guard fetch != nil || isDropped else { return }
    task.cancel()
    fetch?.answer(answer)
  }

  /// The same for a server that sends what is compressed: a task that is cancelled keeps in memory whatever is
  /// being inflated, so that it goes on, unread, until its time is over.
  private func drop(_ task: URLSessionTask, _ answer: LookupAnswer) {
    let fetch = state.withLock { state in
      let fetch = state.fetches.removeValue(forKey: task.taskIdentifier)
      if fetch != nil { state.dropped.insert(task.taskIdentifier) }
      return fetch
    }
    fetch?.answer(answer)
  }
}

extension WebFetcher: URLSessionDataDelegate {
  public func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    let before = response.url ?? task.currentRequest?.url
    let problem = state.withLock { state -> String? in
      guard var fetch = state.fetches[task.taskIdentifier] else { return "" }
      fetch.redirects += 1
      state.fetches[task.taskIdentifier] = fetch
      if fetch.redirects > WebFetcher.redirects { return "more than \(WebFetcher.redirects) redirects" }
      if fetch.request.method == .post { return "what is posted is not redirected" }
      // The library makes a path of the same server of an address that it does not know.
      let wanted = response.value(forHTTPHeaderField: "Location").flatMap { URL(string: $0) }?.scheme
      let scheme = (wanted ?? request.url?.scheme)?.lowercased()
      if scheme != "https", scheme != "http" || before?.scheme?.lowercased() == "https" {
        return "a redirect to a less safe address"
      }
      if fetch.request.secret != nil, request.url?.server != before?.server {
        return "a redirect to another server, which would get the secret"
      }
      return nil
    }
    if let problem {
      completionHandler(nil)
      return end(task, .failed(.failed(problem)))
    }
    completionHandler(request)
  }

  public func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    state.withLock { $0.fetches[dataTask.taskIdentifier]?.status = status }
    let coding = (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Encoding") ?? "identity"
    guard coding.lowercased() == "identity" else {
      completionHandler(.allow)
      return drop(dataTask, .failed(.shape("the answer is compressed, though that was not asked for")))
    }
    guard response.expectedContentLength <= Int64(WebFetcher.largest) else {
      completionHandler(.cancel)
      return end(dataTask, .failed(.shape("the answer is larger than \(WebFetcher.largest) bytes")))
    }
    completionHandler(.allow)
  }

  public func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooLarge = state.withLock { state -> Bool in
      guard var fetch = state.fetches.removeValue(forKey: dataTask.taskIdentifier) else { return false }
      defer { state.fetches[dataTask.taskIdentifier] = fetch }
      guard fetch.bytes.count + data.count <= WebFetcher.largest else { return true }
      fetch.bytes.append(data)
      return false
    }
    if isTooLarge {
      end(dataTask, .failed(.shape("the answer is larger than \(WebFetcher.largest) bytes")))
    }
  }

  /// Asked for a name and a password, or for a certificate of ours: there is none.
  public func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    let status = (challenge.failureResponse as? HTTPURLResponse)?.statusCode ?? 401
    end(task, .failed(.failed("the server answered \(status)")))
    completionHandler(.rejectProtectionSpace, nil)
  }

  public func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    _ = state.withLock { $0.dropped.remove(task.taskIdentifier) }
    guard let fetch = state.withLock({ $0.fetches[task.taskIdentifier] }) else { return }
    if let error {
      let isLate = (error as? URLError)?.code == .timedOut
      return end(task, isLate ? .failed(.timeout) : .failed(.failed(WebFetcher.words(of: error))))
    }
    // A redirect that says not where to is told of nowhere else.
    let status = fetch.status != 0 ? fetch.status : (task.response as? HTTPURLResponse)?.statusCode ?? 0
    switch status {
    case 200...299: end(task, fetch.request.values(of: fetch.bytes))
    case 404, 410: end(task, .noRow)
    default: end(task, .failed(.failed("the server answered \(status)")))
    }
  }

  /// Without the address, which has values in it.
  private static func words(of error: any Error) -> String {
    guard let error = error as? URLError else { return "the connection failed" }
    return switch error.code {
    case .cannotFindHost, .dnsLookupFailed: "there is no such server"
    case .cannotConnectToHost: "the server cannot be reached"
    case .networkConnectionLost: "the connection was lost"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateNotYetValid, .serverCertificateHasUnknownRoot, .clientCertificateRejected:
      "the server's certificate is not trusted"
    case .badServerResponse, .cannotParseResponse: "the server does not speak HTTP"
    default: unnamed(error)
    }
  }

  /// Faults of TLS have no code of their own here, only the words of the library below.
  private static func unnamed(_ error: URLError) -> String {
    let words = error.localizedDescription.lowercased()
    if words.contains("certificate") { return "the server's certificate is not trusted" }
    if words.contains("ssl") || words.contains("tls") { return "there is no secure connection to the server" }
    return "the connection failed (\(error.code.rawValue))"
  }
}

extension URL {
  /// Scheme, host and port.
  fileprivate var server: String {
    let scheme = scheme?.lowercased() ?? ""
    return "\(scheme)://\(host?.lowercased() ?? ""):\(port ?? (scheme == "https" ? 443 : 80))"
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(milliseconds) / 1000 }
}
