extension CallProgress {
  /// Whose tones, by ISO 3166 code.
  public enum Country: String, CaseIterable, Sendable {
    case korea = "kr"
    case northAmerica = "us"
    case japan = "jp"
    case unitedKingdom = "gb"
    /// The tones that CEPT agreed on (ETSI TR 101 041, 3GPP TS 22.001), which most of Europe has.
    case europe = "eu"
    case australia = "au"
    case austria = "at"
    case belgium = "be"
    case brazil = "br"
    case china = "cn"
    case czechia = "cz"
    case denmark = "dk"
    case estonia = "ee"
    case finland = "fi"
    case france = "fr"
    case germany = "de"
    case greece = "gr"
    case hungary = "hu"
    case india = "in"
    case israel = "il"
    case italy = "it"
    case lithuania = "lt"
    case malaysia = "my"
    case mexico = "mx"
    case netherlands = "nl"
    case newZealand = "nz"
    case norway = "no"
    case philippines = "ph"
    case poland = "pl"
    case portugal = "pt"
    case russia = "ru"
    case singapore = "sg"
    case southAfrica = "za"
    case spain = "es"
    case sweden = "se"
    case switzerland = "ch"
    case taiwan = "tw"
  }

  /// Some countries: those whose tone a heard one may be.
  public struct Countries: OptionSet, Hashable, Sendable, CustomStringConvertible {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    public init(_ countries: [Country]) {
      rawValue = 0
      for (i, country) in Country.allCases.enumerated() where countries.contains(country) {
        rawValue |= 1 << UInt64(i)
      }
    }
    public func contains(_ country: Country) -> Bool { !isDisjoint(with: Countries([country])) }
    /// In the order of `Country.allCases`.
    public var countries: [Country] { Country.allCases.filter { contains($0) } }
    /// `kr us tw`
    public var description: String { countries.map(\.rawValue).joined(separator: " ") }
  }
}
