/// Takes a command line apart without judging it: what is wrong is one of its pieces.
struct Scanner {
  private var words: ArraySlice<[UInt8]>
  /// What is left of a cluster such as `-qv`, and all of it.
  private var cluster: (rest: ArraySlice<UInt8>, whole: [UInt8]) = ([], [])
  private var hasEnded = false
  private let parameters: [Parameter]

  init(_ words: [[UInt8]], _ command: Command) {
    self.words = words[...]
    parameters = command.parameters
  }

  enum Piece {
    case operand([UInt8])
    case flag(Parameter, isLong: Bool)
    case option(Parameter, value: [UInt8])
    case nonsense(UsageError)
  }

  mutating func next() -> Piece? {
    if !cluster.rest.isEmpty { return letter() }
    guard let word = words.popFirst() else { return nil }
    if hasEnded || word.first != dash || word.count == 1 { return .operand(word) }
    if word == [dash, dash] {
      hasEnded = true
      return next()
    }
    if word[1] == dash { return long(word) }
    cluster = (word.dropFirst(), word)
    return letter()
  }

  private mutating func long(_ word: [UInt8]) -> Piece {
    let parts = word.split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].dropFirst(2)
    guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(name) }) else {
      let typed = String(validating: name, as: UTF8.self)
      let near = typed.flatMap { nearest($0, among: parameters.map(\.name)) }
      return .nonsense(.unknownOption(Array(parts[0]), nearest: near.map { "--\($0)" }))
    }
    let attached = parts.count > 1 ? Array(parts[1]) : nil
    if parameter.value != nil { return option(parameter, attached) }
    return attached == nil
      ? .flag(parameter, isLong: true) : .nonsense(.needlessValue(of: parameter))
  }

  private mutating func letter() -> Piece {
    let rest = cluster.rest
    let parameter = parameters.first { parameter in
      parameter.short.map { rest.starts(with: $0.utf8) } ?? false
    }
    guard let parameter, let short = parameter.short else {
      // What follows an unknown letter may be its value: nothing more can be said of this word.
      cluster.rest = []
      return .nonsense(unknownLetter(in: rest))
    }
    cluster.rest = rest.dropFirst(short.utf8.count)
    guard parameter.value != nil else { return .flag(parameter, isLong: false) }
    let attached = cluster.rest.isEmpty ? nil : Array(cluster.rest)
    cluster.rest = []
    return option(parameter, attached)
  }

  private mutating func option(_ parameter: Parameter, _ attached: [UInt8]?) -> Piece {
    guard let value = attached ?? words.popFirst() else {
      return .nonsense(.missingValue(of: parameter))
    }
    return .option(parameter, value: value)
  }

  private func unknownLetter(in rest: ArraySlice<UInt8>) -> UsageError {
    let width = leadingScalar(of: rest).map(UTF8.width) ?? 1
    let letter = Array(rest.prefix(width))
    let typed = String(validating: cluster.whole.dropFirst(), as: UTF8.self)
    // `-quiet` is a long option with a dash too few, `-Q` a letter in the wrong case.
    let long = typed.flatMap { $0.count > 2 ? nearest($0, among: parameters.map(\.name)) : nil }
    let shorts = parameters.compactMap(\.short).map(String.init)
    let other = String(decoding: letter, as: UTF8.self)
    let short = shorts.first { $0.lowercased() == other.lowercased() }
    return .unknownLetter(
      letter, in: cluster.whole, nearest: long.map { "--\($0)" } ?? short.map { "-\($0)" })
  }
}
