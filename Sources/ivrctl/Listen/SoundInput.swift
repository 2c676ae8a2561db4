import Foundation
import Synchronization
import Tones

/// Ctrl-C was pressed while a sound was heard: what was heard so far is summed up.
private let interrupted = Atomic<Bool>(false)

/// The bytes of a file or of standard input, as they come.
struct ByteInput: ~Copyable {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 15)
  private let path: String

  /// - Parameter path: `-` for standard input.
  init(_ path: String) throws {
    descriptor = try Self.open(path)
    self.path = path
  }
  private static func open(_ path: String) throws -> Int32 {
    if path == "-" {
      guard isatty(0) == 0 else {
        throw CommandError(
          "standard input is a keyboard",
          hint: "pipe sound into it: arecord -r 8000 -f S16_LE | ivrctl listen -")
      }
      summariseWhenInterrupted()
      return 0
    }
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandError(
        "\(path): this file cannot be read: \(String(cString: strerror(errno)))",
        hint: "check its name and the folder you are in")
    }
    summariseWhenInterrupted()
    return descriptor
  }
  private static func summariseWhenInterrupted() {
    interrupted.store(false, ordering: .relaxed)
    var action = sigaction()
    // Without a restart of the read, which then sees that it is over.
    action.__sigaction_handler.sa_handler = { _ in interrupted.store(true, ordering: .relaxed) }
    sigaction(SIGINT, &action, nil)
    _ = mask(SIG_BLOCK)
  }
  /// Ctrl-C is let in at one place only, so that none comes unseen between a look at it and a wait.
  private static func mask(_ how: Int32) -> sigset_t {
    var (interrupt, before) = (sigset_t(), sigset_t())
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    sigprocmask(how, &interrupt, &before)
    return before
  }
  static var isInterrupted: Bool { interrupted.load(ordering: .relaxed) }
  deinit { if descriptor > 0 { close(descriptor) } }

  /// What has come, at least a byte; empty at the end.
  mutating func next() throws -> ArraySlice<UInt8> {
    while true {
      _ = Self.mask(SIG_UNBLOCK)
      var open = Self.mask(SIG_BLOCK)
      if Self.isInterrupted { return [] }
      var wanted = fd_set()
      withUnsafeMutableBytes(of: &wanted) { bits in
        let byte = Int(descriptor / 8)
        if byte < bits.count { bits[byte] |= 1 << UInt8(descriptor % 8) }
      }
      if pselect(descriptor + 1, &wanted, nil, nil, nil, &open) < 0, errno == EINTR { continue }
      let count = read(descriptor, &buffer, buffer.count)
      if count >= 0 { return buffer[..<count] }
      if errno == EINTR { continue }
      let reason = errno == EISDIR ? "it is a folder" : String(cString: strerror(errno))
      throw CommandError("\(path): this file cannot be read: \(reason)", hint: "name a WAV file")
    }
  }
}

/// How bytes become samples: a WAV file's header says it, or the command line.
enum SoundFormat {
  enum Coding: String, CaseIterable {
    case linear, ulaw, alaw
    /// 16 bits, big-endian: L16 as it is sent over networks.
    case swapped = "linear-be"
  }
  case wav(channel: Int?)
  case raw(rate: Int, Coding)
}

/// Bytes to samples at the file's rate and at the telephone's.
struct SoundDecoder {
  private var wav: WAVStream?
  private let channel: Int?
  private let coding: SoundFormat.Coding
  private(set) var rate: Int?
  private(set) var channels = 1
  private var resampler: Resampler?
  private var odd: UInt8?

  init(_ format: SoundFormat) {
    switch format {
    case .wav(let channel):
      (wav, self.channel, coding) = (WAVStream(channel: channel), channel, .linear)
    case .raw(let rate, let coding):
      (channel, self.coding, self.rate) = (nil, coding, rate)
      resampler = rate == Telephony.sampleRate ? nil : Resampler(from: rate, to: Telephony.sampleRate)
    }
  }

  var isRaw: Bool { wav == nil }
  /// How a WAV file of one channel says that its samples are coded, if raw bytes may be too.
  var claimedCoding: SoundFormat.Coding? {
    guard let format = wav?.format, format.channels == 1 else { return nil }
    switch format.law {
    case .some(let law): return law == .muLaw ? .ulaw : .alaw
    case nil: return format.bits == 16 ? .linear : nil
    }
  }
  /// Are they the 16 bits of one of several channels?
  var isOneOfMany: Bool { wav?.format.map { $0.channels > 1 && $0.bits == 16 && $0.law == nil } ?? false }

  /// - Returns: the samples that these bytes complete, as they are in the file and at 8 kHz.
  mutating func feed(_ bytes: ArraySlice<UInt8>) throws -> (own: [Int16], telephone: [Int16]) {
    var own: [Int16] = []
    if wav != nil {
      try wav?.feed(bytes, into: &own)
      if rate == nil, let format = wav?.format {
        guard channel != nil || format.channels <= 2 else { throw WAVError.channels(format.channels) }
        (rate, channels) = (format.sampleRate, format.channels)
        if format.sampleRate != Telephony.sampleRate {
          resampler = Resampler(from: format.sampleRate, to: Telephony.sampleRate)
        }
      }
    } else {
      own = raw(bytes)
    }
    guard resampler != nil else { return (own, own) }
    var telephone: [Int16] = []
    resampler?.feed(own, into: &telephone)
    return (own, telephone)
  }

  private mutating func raw(_ bytes: ArraySlice<UInt8>) -> [Int16] {
    switch coding {
    case .ulaw: return bytes.map { G711.muLaw.decode($0) }
    case .alaw: return bytes.map { G711.aLaw.decode($0) }
    case .linear, .swapped:
      var samples: [Int16] = []
      samples.reserveCapacity(bytes.count / 2 + 1)
      for byte in bytes {
        if let first = odd {
          let sample = Int16(bitPattern: UInt16(first) | UInt16(byte) << 8)
          samples.append(coding == .linear ? sample : sample.byteSwapped)
          odd = nil
        } else {
          odd = byte
        }
      }
      return samples
    }
  }

  /// The sound has ended.
  /// - Parameter interrupted: because its hearer has heard enough, not because there is no more.
  /// - Returns: the samples at 8 kHz that were held back, and in what way the sound is not whole.
  mutating func finish(interrupted: Bool) throws -> (telephone: [Int16], remark: String?) {
    var rest: [Int16] = []
    resampler?.flush(into: &rest)
    if interrupted { return (rest, "interrupted") }
    guard let wav else { return (rest, odd == nil ? nil : "ends in half a sample") }
    guard try wav.finish() else { return (rest, nil) }
    return (rest, wav.isUnfinished ? "its header was never finished" : "shorter than its header says")
  }
}
