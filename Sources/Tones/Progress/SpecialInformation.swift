/// Why a call failed, by the frequencies of North America's special information tone (Bellcore SR-2275).
public enum SpecialInformation: String, Sendable, Hashable {
  case intercept
  case vacantCode = "vacant code"
  case reorder
  case noCircuit = "no circuit"
}
