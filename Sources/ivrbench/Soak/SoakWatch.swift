import Foundation

/// What a process holds, at one moment.
struct ProcessHolds {
  var seconds: Double
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

  private static func median(_ values: inout [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    values.sort()
    return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
  }
}
