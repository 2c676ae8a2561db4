import Foundation

/// What a process holds, at one moment.
struct ProcessHolds {
  var seconds: Double
  /// Calls that were over by then.
  var calls = 0
  /// Bytes.
  var resident: Double
  var descriptors: Double
  var threads: Double

  init(_ process: Int32, at seconds: Double) throws {
    self.seconds = seconds
    resident = try ProcessUse(process).resident
    descriptors = Double(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count)
    threads = Double(try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").count)
  }
}

/// Whether memory goes on growing as calls come and go: a leak does with every call, an allocator's high-water
/// mark once, when the machine was overloaded or a table first got that full.
///
/// The time is cut into eight parts with as many calls each. From the median of one part to that of the next
/// something has grown; of these seven growths the mean of the four smallest counts. A leak is in each of them,
/// a step in one, a slope of a few minutes in two. What steps there were is limited besides, all together.
struct MemoryGrowth {
  static let parts = 8
  /// A call that takes so much and never gives it back is a leak, in bytes: what is measured in an hour of
  /// 200 calls strays by a third of this.
  static let perCall = 50.0
  /// Together, whatever it was.
  static let most = 8_388_608.0

  /// By what goes on, over all calls, in bytes.
  var steady = 0.0
  /// From the first part to the last.
  var whole = 0.0
  var middle = 0.0
  var calls = 0
  var seconds = 0.0

  init(_ holds: [ProcessHolds]) {
    guard let first = holds.first, let last = holds.last, last.calls > first.calls else { return }
    (calls, seconds) = (last.calls - first.calls, last.seconds - first.seconds)
    var parts = [[Double]](repeating: [], count: MemoryGrowth.parts)
    for hold in holds {
      let part = (hold.calls - first.calls) * MemoryGrowth.parts / calls
      parts[min(part, MemoryGrowth.parts - 1)].append(hold.resident)
    }
    let levels = parts.filter { !$0.isEmpty }.map { Growth.median(of: $0) }
    guard levels.count > 1 else { return }
    let growths = zip(levels, levels.dropFirst()).map { $1 - $0 }.sorted()
    let small = growths[...(growths.count / 2)]
    // The medians of the outer parts lie half a part from the ends.
    steady = small.reduce(0, +) / Double(small.count) * Double(levels.count)
    whole = levels[levels.count - 1] - levels[0]
    middle = Growth.median(of: levels)
  }

  var aCall: Double { calls > 0 ? steady / Double(calls) : 0 }
  /// What it would come to in a day of such calls.
  var aDay: Double { seconds > 0 ? steady * 86_400 / seconds : 0 }

  /// - Parameter isShort: too few calls to tell: what a start takes is still being taken.
  func fault(isShort: Bool, _ shown: (Double) -> String) -> String? {
    let allowed = isShort ? 6_291_456 : max(1_048_576, MemoryGrowth.perCall * Double(calls))
    if steady > allowed {
      return "memory leaks: \(Int(aCall.rounded())) bytes a call, \(shown(aDay)) a day at this rate"
    }
    if whole > MemoryGrowth.most {
      return "memory: steps of \(shown(whole)) in all, more than \(shown(MemoryGrowth.most))"
    }
    return nil
  }
}

/// Whether something grows: by the median of the slopes between all pairs of measures, which a few that lie
/// far off do not move.
struct Growth {
  /// A second.
  var slope: Double
  /// From the first measure to the last, by that slope.
  var amount: Double
  var middle: Double

  init(_ points: [(x: Double, y: Double)]) {
    var slopes: [Double] = []
    slopes.reserveCapacity(points.count * points.count / 2)
    for i in points.indices {
      for j in points.indices[(i + 1)...] where points[j].x > points[i].x {
        slopes.append((points[j].y - points[i].y) / (points[j].x - points[i].x))
      }
    }
    slope = Growth.median(&slopes)
    amount = slope * ((points.last?.x ?? 0) - (points.first?.x ?? 0))
    var values = points.map(\.y)
    middle = Growth.median(&values)
  }

  static func median(of values: [Double]) -> Double {
    var values = values
    return median(&values)
  }
  private static func median(_ values: inout [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    values.sort()
    return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
  }
}
