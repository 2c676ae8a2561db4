/// One page that stands alone: no script, nothing from elsewhere; for a telephone, a desk and paper.
public struct HTMLPage: Sendable {
  public var title: String
  /// Lines under the title: of what, when, counted how.
  public var subtitles: [String]
  /// Large figures at the top: name and value.
  public var highlights: [(name: String, value: String)] = []
  public var charts: [Chart] = []
  public var tables: [(title: String, table: ReportTable)] = []
  public init(_ title: String, subtitles: [String] = []) { (self.title, self.subtitles) = (title, subtitles) }

  public func html() -> String {
    let title = HTMLText.escaped(title)
    var page = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(HTMLPage.style)
      </style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>

      """
    for line in subtitles { page += "<p class=sub>\(HTMLText.escaped(line))</p>\n" }
    if !highlights.isEmpty {
      page += "<dl>\n"
      for item in highlights {
        page += "<div><dt>\(HTMLText.escaped(item.name))</dt><dd>\(HTMLText.escaped(item.value))</dd></div>\n"
      }
      page += "</dl>\n"
    }
    if !charts.isEmpty {
      page += "<section class=charts>\n" + charts.map { $0.html() }.joined() + "</section>\n"
    }
    for (heading, table) in tables { page += section(heading, table) }
    return page + "</main>\n</body>\n</html>\n"
  }

  private func section(_ heading: String, _ table: ReportTable) -> String {
    var html = "<section>\n<h2>\(HTMLText.escaped(heading))</h2>\n<div class=scroll><table>\n<thead><tr>"
    let places = table.columns.indices.filter { !table.columns[$0].isDetail && !table.columns[$0].isHidden }
    for place in places { html += cell("th", table.columns[place].title, table.columns[place].isText) }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += row.first?.shown == "(all)" ? "<tr class=all>" : "<tr>"
      for place in places where place < row.count {
        html += cell("td", row[place].shown, table.columns[place].isText)
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table></div>\n"
    if !table.notes.isEmpty {
      html += "<p class=note>\(HTMLText.note(table.notes.joined(separator: " ")))</p>\n"
    }
    return html + "</section>\n"
  }
  private func cell(_ element: String, _ text: String, _ isText: Bool) -> String {
    "<\(element)\(isText ? " class=t" : "")>\(HTMLText.escaped(text))</\(element)>"
  }

  private static let style = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1c2024;--soft:#5c6670;--rule:#d9dee3;--card:#f5f7f9;--shade:#0003;
    --c1:#2465b0;--c2:#d1701a;--c3:#7a8691;--c4:#3f8f5a}
    @media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e6e9ec;--soft:#9aa4ae;--rule:#343b42;
    --card:#1d2226;--shade:#fff3;--c1:#6aa8f0;--c2:#f0a050;--c3:#8d99a5;--c4:#74c391}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:15px/1.45 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK KR",sans-serif}
    main{max-width:62rem;margin:0 auto;padding:1rem}
    h1{font-size:1.45rem;line-height:1.2;margin:.4rem 0 .3rem}
    h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
    .sub,.note{color:var(--soft);margin:.1rem 0;font-size:.85rem}
    .note{margin:.4rem 0 0;max-width:50rem}
    dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.5rem;margin:1rem 0}
    dl div{background:var(--card);border-radius:.4rem;padding:.5rem .7rem}
    dt{color:var(--soft);font-size:.8rem}
    dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}
    @media (min-width:40rem){dl{grid-template-columns:repeat(4,1fr)}}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(21rem,100%),1fr));gap:1rem;margin:1rem 0}
    figure{margin:0;min-width:0;break-inside:avoid}
    figcaption{font-weight:600;font-size:.9rem}
    .legend{margin:.1rem 0;font-size:.8rem;color:var(--soft);min-height:1.2rem}
    .legend span{margin-right:.9rem;white-space:nowrap}
    .legend span::before{content:"";display:inline-block;width:.7em;height:.7em;margin-right:.35em;border-radius:2px}
    .k1::before{background:var(--c1)}.k2::before{background:var(--c2)}
    .k3::before{background:var(--c3)}.k4::before{background:var(--c4)}
    svg{display:block;width:100%;height:auto}
    svg text{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
    svg .y{text-anchor:end}svg .x{text-anchor:middle}
    svg path{fill:none}.grid{stroke:var(--rule)}.base{stroke:var(--soft)}
    .goal{stroke:var(--c4);stroke-dasharray:5 4}
    .s1{stroke:var(--c1)}.s2{stroke:var(--c2)}.s3{stroke:var(--c3)}.s4{stroke:var(--c4)}
    .s1,.s2,.s3,.s4{stroke-width:2;stroke-linejoin:round}
    .f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}
    .scroll{overflow-x:auto;-webkit-overflow-scrolling:touch;background:
    linear-gradient(to left,var(--paper) 1rem,transparent) right/2rem 100% local,
    linear-gradient(to left,var(--shade),transparent) right/.8rem 100% scroll;background-repeat:no-repeat}
    table{border-collapse:separate;border-spacing:0;font-size:.87rem;font-variant-numeric:tabular-nums;min-width:100%}
    th,td{padding:.28rem .5rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--rule)}
    th{color:var(--soft);font-weight:600;border-bottom:1.5px solid var(--soft)}
    .t{text-align:left}
    th:first-child,td:first-child{padding-left:0;position:sticky;left:0;background:var(--paper);
    max-width:11rem;overflow:hidden;text-overflow:ellipsis}
    tr.all td{font-weight:600}
    @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--card:#fff;
    --c1:#2465b0;--c2:#d1701a;--c3:#7a8691;--c4:#3f8f5a}
    @page{margin:14mm}body{font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
    main{max-width:none;padding:0}.charts{grid-template-columns:1fr 1fr}dl div{border:1px solid var(--rule)}
    .scroll{overflow:visible;background:none}
    th:first-child,td:first-child{position:static;background:none;max-width:none}
    table{font-size:8pt}th,td{padding:.15rem .3rem}
    tr,figure{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
    """
}
