import Tones

/// One leg of sound and the digits in it.
struct EarCase {
  /// What a detector is asked with it; a row of the table.
  enum Question: String, CaseIterable {
    case plain, limits, noisy, dialTone, lost
    case short, offFrequency, faint, networkTones, noise, speech, music
  }
  var question: Question
  var samples: [Int16] = []
  var digits: [Key] = []
  /// Where each digit begins, in samples.
  var onsets: [Int] = []
}

/// What a detector reported of one case: digits, and how many samples it had been fed at each.
struct Heard {
  var digits: [UInt8]
  var times: [Int]
}

/// Missed, false and late digits of some cases.
struct EarScore {
  var sent = 0
  var missed = 0
  var surplus = 0
  var seconds = 0.0
  /// Milliseconds from onset to report, of the digits that were right.
  var latencies: [Double] = []

  mutating func add(_ sound: EarCase, _ heard: Heard) {
    let pairs = Self.pairs(sound.digits.map(\.ascii), heard.digits)
    sent += sound.digits.count
    missed += sound.digits.count - pairs.count
    surplus += heard.digits.count - pairs.count
    seconds += Double(sound.samples.count) / Double(Telephony.sampleRate)
    for (wanted, got) in pairs where heard.times.indices.contains(got) {
      latencies.append(Double(heard.times[got] - sound.onsets[wanted]) / 8)
    }
  }

  /// The places that a longest common subsequence pairs: a wrong digit is one missed and one false.
  static func pairs(_ a: [UInt8], _ b: [UInt8]) -> [(Int, Int)] {
    let width = b.count + 1
    var table = [Int](repeating: 0, count: (a.count + 1) * width)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        table[i * width + j] =
          a[i] == b[j]
          ? table[(i + 1) * width + j + 1] + 1
          : max(table[(i + 1) * width + j], table[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    var pairs: [(Int, Int)] = []
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        pairs.append((i, j))
        i += 1
        j += 1
      } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }

  /// The value below which a share of the latencies lies.
  func latency(_ share: Double) -> Double? {
    guard !latencies.isEmpty else { return nil }
    let sorted = latencies.sorted()
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}
