/// Figures in the text format of Prometheus: a gauge a figure, its formula in the help line.
public enum MetricsText {
  /// - Parameter reports: each by one dimension, whose name becomes the label; the prefix of its metrics.
  public static func text(_ reports: [(prefix: String, report: FigureReport)]) -> String {
    var text = ""
    for (prefix, report) in reports {
      guard let dimension = report.dimensions.first else { continue }
      for figure in report.figures {
        let name = "ivrd_\(prefix)_\(figure.key)"
        var lines = ""
        for (label, value) in report.values(figure) {
          lines += "\(name){\(dimension.rawValue)=\"\(escaped(label, quotes: true))\"} \(value)\n"
        }
        if lines.isEmpty { continue }
        let help = "\(figure.name) = \(figure.formula.text)"
        text += "# HELP \(name) \(escaped(help, quotes: false))\n# TYPE \(name) gauge\n\(lines)"
      }
    }
    return text
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"" where quotes: result += "\\\""
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}

extension FigureReport {
  /// Of a report by one dimension, by name; groups without a value are left out.
  func values(_ figure: Figure) -> [(String, Double)] {
    groupNames.compactMap { name in value(figure, of: name).map { (name, $0) } }
  }
}
