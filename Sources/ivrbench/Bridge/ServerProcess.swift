import Foundation

/// A server under test in a process of its own: tells its port in its first line, ends with its input.
final class ServerProcess {
  let port: UInt16
  private let process = Process()
  private let input = Pipe()

  init(_ program: String, _ arguments: [String]) throws {
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = ""
    while !line.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
    {
      line += String(decoding: byte, as: UTF8.self)
    }
    port = UInt16(line.dropLast()) ?? 0
    guard port > 0 else {
      end()
      throw BenchFault("\(program) tells no port")
    }
  }
  deinit { end() }

  private func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// What it has used so far.
  func use() throws -> ProcessUse { try ProcessUse(process.processIdentifier) }
}
