/// A small chart over intervals, as SVG: stacked bars or lines. Where there is no value there is a gap.
public struct Chart: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case bars, lines }
  public struct Series: Hashable, Sendable {
    public var name: String
    public var values: [Double?]
    public init(_ name: String, _ values: [Double?]) { (self.name, self.values) = (name, values) }
  }
  public var title: String
  public var unit: String
  public var kind: Kind
  /// Of the intervals, under the axis as far as there is room.
  public var labels: [String]
  /// At most four, in the order of the page's colours.
  public var series: [Series]
  /// A line across, such as the goal of the service level.
  public var goal: Double?
  /// The axis ends there at least.
  public var top: Double
  public init(
    _ title: String, unit: String, _ kind: Kind, labels: [String], _ series: [Series], goal: Double? = nil,
    top: Double = 1
  ) {
    (self.title, self.unit, self.kind, self.labels) = (title, unit, kind, labels)
    (self.series, self.goal, self.top) = (series, goal, top)
  }

  // The drawing's units are those of a telephone's screen, where it stands alone in a row.
  private static let width = 380.0
  private static let height = 190.0
  private static let left = 38.0
  private static let right = 372.0
  private static let ceiling = 10.0
  private static let floor = 166.0

  /// The figure element with its caption and legend.
  public func html() -> String {
    let legend =
      series.count < 2
      ? ""
      : "<p class=legend>"
        + series.enumerated().map { "<span class=k\($0 + 1)>\(HTMLText.escaped($1.name))</span>" }.joined()
        + "</p>"
    let label = HTMLText.escaped("\(title)\(unit.isEmpty ? "" : ", \(unit)")")
    return """
      <figure>
      <figcaption>\(label)</figcaption>
      \(legend)<svg viewBox="0 0 \(n(Chart.width)) \(n(Chart.height))" role="img" aria-label="\(label)">
      \(axes())\(kind == .bars ? bars() : lines())</svg>
      </figure>

      """
  }

  // MARK: Scales

  private var highest: Double {
    var highest = max(top, goal ?? 0)
    for place in labels.indices {
      let values = series.compactMap { place < $0.values.count ? $0.values[place] : nil }
      highest = max(highest, kind == .bars ? values.reduce(0, +) : values.max() ?? 0)
    }
    return highest.isFinite ? highest : 1
  }
  /// 1, 2 or 5 times a power of ten, so that at most five lines are drawn.
  private var step: Double {
    var step = 1.0
    while highest / step > 5 {
      for factor in [2.0, 2.5, 2.0] where highest / step > 5 { step *= factor }
    }
    return step
  }
  private func x(_ place: Int) -> Double {
    Chart.left + (Chart.right - Chart.left) * (Double(place) + 0.5) / Double(max(labels.count, 1))
  }
  private func y(_ value: Double, _ limit: Double) -> Double {
    Chart.floor - (Chart.floor - Chart.ceiling) * min(max(value, 0), limit) / limit
  }
  private var limit: Double { (highest / step).rounded(.up) * step }

  // MARK: Parts

  private func axes() -> String {
    var svg = ""
    let limit = limit
    var value = 0.0
    while value <= limit {
      let y = n(y(value, limit))
      svg += "<path class=\(value == 0 ? "base" : "grid") d=\"M\(n(Chart.left)) \(y)H\(n(Chart.right))\"/>"
      svg += "<text class=y x=\(n(Chart.left - 5)) y=\(y) dy=4>\(Chart.short(value))</text>\n"
      value += step
    }
    if let goal {
      svg += "<path class=goal d=\"M\(n(Chart.left)) \(n(y(goal, limit)))H\(n(Chart.right))\"/>\n"
    }
    let longest = labels.map { DisplayWidth.of($0) }.max() ?? 1
    let fitting = max(1, Int((Chart.right - Chart.left) / (Double(longest) * 6.2 + 10)))
    // Every second, fourth or eighth half hour is a full one.
    var every = 1
    while labels.count > fitting * every { every *= 2 }
    for place in labels.indices where place % every == 0 {
      let half = Double(longest) * 3.1
      let middle = min(max(x(place), Chart.left + half - 6), Chart.width - half)
      svg +=
        "<text class=x x=\(n(middle)) y=\(n(Chart.floor + 16))>\(HTMLText.escaped(labels[place]))</text>\n"
    }
    return svg
  }

  private func bars() -> String {
    var svg = ""
    let limit = limit
    let slot = (Chart.right - Chart.left) / Double(max(labels.count, 1))
    let width = min(max(slot * 0.8, 1), 26)
    for place in labels.indices {
      var below = 0.0
      var told: [String] = []
      var shapes = ""
      for (index, series) in series.enumerated() {
        guard place < series.values.count, let value = series.values[place], value > 0 else { continue }
        let top = y(below + value, limit)
        let bottom = y(below, limit)
        shapes +=
          "<rect class=f\(index + 1) x=\(n(x(place) - width / 2)) y=\(n(top)) width=\(n(width)) height=\(n(bottom - top)) />"
        told.append("\(series.name) \(Chart.short(value))")
        below += value
      }
      if !shapes.isEmpty { svg += "<g><title>\(HTMLText.escaped(hint(place, told)))</title>\(shapes)</g>\n" }
    }
    return svg
  }

  private func lines() -> String {
    var svg = ""
    let limit = limit
    for (index, series) in series.enumerated() {
      var path = ""
      var isOpen = false
      var dots = ""
      for place in labels.indices {
        guard place < series.values.count, let value = series.values[place] else {
          isOpen = false
          continue
        }
        let point = "\(n(x(place))) \(n(y(value, limit)))"
        path += (isOpen ? "L" : "M") + point
        isOpen = true
        dots +=
          "<circle class=f\(index + 1) cx=\(n(x(place))) cy=\(n(y(value, limit))) r=\(labels.count > 60 ? "1.2" : "2.2")>"
          + "<title>\(HTMLText.escaped(hint(place, ["\(series.name) \(Chart.short(value)) \(unit)"])))</title></circle>"
      }
      svg += "<path class=s\(index + 1) d=\"\(path)\"/>\n\(dots)\n"
    }
    return svg
  }

  private func hint(_ place: Int, _ told: [String]) -> String {
    "\(labels[place]): \(told.joined(separator: ", "))"
  }
  private func n(_ number: Double) -> String {
    let text = ReportCell.decimal(number, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
  private static func short(_ number: Double) -> String {
    let text = ReportCell.decimal(number, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
