extension Token {
  var isWord: Bool { kind == .word }
  var isString: Bool { if case .string = kind { true } else { false } }
}
