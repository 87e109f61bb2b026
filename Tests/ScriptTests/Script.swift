/// A txtar archive whose first part is a script: what is typed, what must come of it, and the files it needs.
///
/// The script ends where the first file begins, at a line such as `-- etc/hosts --`. Every line of it is
/// a comment after `#`, or a verb and its words:
///
///     exec PROGRAM [WORD]...    runs it and expects status 0; `! exec` expects another status, `? exec`
///                               any, and `status` must follow; a signal or a deadline passes for none
///     status N                  the last exec ended with N (128 + N for signal N)
///     stdout PATTERN            the last exec wrote a match there; likewise stderr
///     grep PATTERN FILE         FILE has a match
///     cmp FILE FILE             both have the same bytes
///     exists FILE...            all are there, be it as links that lead nowhere
///     stdin FILE                what the next exec reads (otherwise nothing)
///     env NAME=VALUE...         sets variables for later lines; `env -u NAME` removes one
///     cd DIR   mkdir DIR...   chmod MODE FILE...   symlink LINK -> TARGET
///
/// `!` in front of stdout, stderr, grep, cmp and exists turns them round. For grep and cmp, `stdout` and
/// `stderr` are what the last exec wrote. A PATTERN is a Swift regular expression, `^` and `$` match at lines.
///
/// Words are separated by blanks. Single quotes keep everything literal, `''` among them is one quote.
/// Outside of them `$NAME` and `${NAME}` expand, to the longest name and as plain text even in a pattern; a
/// variable that is not set is a mistake. A script starts in `$WORK`, a new directory that holds its files,
/// with `PATH=$WORK/bin:/usr/bin:/bin`, `HOME=$WORK/home`, `TMPDIR=$WORK/tmp` and `LC_ALL=C.UTF-8`; `WORK`
/// itself can be expanded, but no program sees it. `$WORK/bin` has gotools and every applet.
struct Script {
  private(set) var lines: [Line] = []
  private(set) var files: [(path: String, text: String)] = []

  init(parsing text: String) throws(Mistake) {
    var number = 0
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if rest.last == "" { rest.removeLast() }
    while let line = rest.popFirst() {
      number += 1
      if let path = try fileName(line, at: number) {
        if files.contains(where: { $0.path == path }) {
          throw Mistake(line: number, "the file “\(path)” is there twice")
        }
        files.append((path, ""))
      } else if !files.isEmpty {
        files[files.count - 1].text += line + "\n"
      } else if let line = try Line(parsing: line, at: number) {
        lines.append(line)
      }
    }
    try review(length: number)
  }

  /// Throws where the lines together prove nothing.
  private func review(length: Int) throws(Mistake) {
    var unchecked: Line?
    for line in lines {
      if line.verb == .status { unchecked = nil }
      guard line.verb == .exec else { continue }
      if let unchecked {
        throw Mistake(line: unchecked.number, "no “status” follows this “? exec”")
      }
      if line.expectation == .either { unchecked = line }
    }
    if let unchecked { throw Mistake(line: unchecked.number, "no “status” follows this “? exec”") }
    if !lines.contains(where: { $0.verb.checks }) {
      throw Mistake(line: max(1, length), "the script checks nothing")
    }
  }
}

/// What is wrong with a script, or what a line of it found wrong.
struct Mistake: Error, Equatable {
  var line: Int
  var message: String

  init(line: Int, _ message: String) {
    self.line = line
    self.message = message
  }
}

/// A line of a script that does something.
struct Line {
  enum Expectation {
    case success
    case failure
    case either
  }

  var number: Int
  var text: String
  var expectation: Expectation
  var verb: Verb
  var words: [Word]

  /// Returns `nil` for a line that is empty but for a comment.
  init?(parsing text: Substring, at number: Int) throws(Mistake) {
    self.number = number
    self.text = String(text)
    var words = try split(text, at: number)[...]
    expectation = .success
    switch words.first?.literal {
    case "!": expectation = .failure
    case "?": expectation = .either
    default: break
    }
    if expectation != .success { words.removeFirst() }
    guard let first = words.popFirst() else {
      if expectation == .success { return nil }
      throw Mistake(line: number, "a verb must follow")
    }
    guard let verb = first.literal.flatMap(Verb.init) else {
      let known = Verb.allCases.map(\.rawValue).joined(separator: ", ")
      throw Mistake(line: number, "there is no such verb; there are: \(known)")
    }
    self.verb = verb
    self.words = Array(words)
    if !verb.expectations.contains(expectation) {
      throw Mistake(line: number, "“\(verb)” cannot be turned round")
    }
    if !verb.wordCounts.contains(words.count) {
      throw Mistake(line: number, "“\(verb)” is written: \(verb.usage)")
    }
    // An expansion only adds plain text, so the rest can be judged before anything runs.
    if verb.takesPattern { _ = try expression(self.words[0].spelled { _ in "x" }, at: number) }
  }
}

enum Verb: String, CaseIterable {
  case exec
  case status
  case stdout
  case stderr
  case grep
  case cmp
  case exists
  case stdin
  case env
  case cd
  case mkdir
  case chmod
  case symlink

  var usage: String {
    switch self {
    case .exec: "exec PROGRAM [WORD]..."
    case .status: "status N"
    case .stdout: "stdout PATTERN"
    case .stderr: "stderr PATTERN"
    case .grep: "grep PATTERN FILE"
    case .cmp: "cmp FILE FILE"
    case .exists: "exists FILE..."
    case .stdin: "stdin FILE"
    case .env: "env NAME=VALUE... or env -u NAME"
    case .cd: "cd DIR"
    case .mkdir: "mkdir DIR..."
    case .chmod: "chmod MODE FILE..."
    case .symlink: "symlink LINK -> TARGET"
    }
  }

  var wordCounts: ClosedRange<Int> {
    switch self {
    case .exec, .exists, .env, .mkdir: 1...1000
    case .status, .stdout, .stderr, .stdin, .cd: 1...1
    case .grep, .cmp: 2...2
    case .chmod: 2...1000
    case .symlink: 3...3
    }
  }

  var expectations: Set<Line.Expectation> {
    switch self {
    case .exec: [.success, .failure, .either]
    case .stdout, .stderr, .grep, .cmp, .exists: [.success, .failure]
    default: [.success]
    }
  }

  var checks: Bool {
    switch self {
    case .exec, .status, .stdout, .stderr, .grep, .cmp, .exists: true
    default: false
    }
  }

  var takesPattern: Bool { self == .stdout || self == .stderr || self == .grep }
}

/// A word of a script, its variables still to be expanded.
struct Word {
  enum Part {
    case text(String)
    case variable(String)
  }

  var parts: [Part] = []

  /// The word where it has no variable in it.
  var literal: String? {
    var result = ""
    for part in parts {
      guard case .text(let text) = part else { return nil }
      result += text
    }
    return result
  }

  /// The word with `value` in the place of each variable.
  func spelled<Failure>(_ value: (String) throws(Failure) -> String) throws(Failure) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .variable(let name): result += try value(name)
      }
    }
    return result
  }
}

func expression(_ pattern: String, at line: Int) throws(Mistake) -> Regex<AnyRegexOutput> {
  do {
    return try Regex(pattern).anchorsMatchLineEndings().wordBoundaryKind(.simple)
      .matchingSemantics(.unicodeScalar)
  } catch {
    throw Mistake(line: line, "“\(pattern)” is no regular expression: \(error)")
  }
}

/// The name in a line such as `-- etc/hosts --`.
private func fileName(_ line: Substring, at number: Int) throws(Mistake) -> String? {
  guard line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 else { return nil }
  let path = String(line.dropFirst(3).dropLast(3))
  let names = path.split(separator: "/", omittingEmptySubsequences: false)
  if names.contains("") || names.contains(".") || names.contains("..") {
    throw Mistake(line: number, "“\(path)” must be a plain path below the script's directory")
  }
  return path
}

private func split(_ line: Substring, at number: Int) throws(Mistake) -> [Word] {
  var words: [Word] = []
  var word: Word?
  var rest = line[...]
  while let character = rest.popFirst() {
    switch character {
    case " ", "\t":
      if let word { words.append(word) }
      word = nil
    case "#" where word == nil: return words
    case "'":
      word = word ?? Word()
      word?.parts.append(.text(try quoted(&rest, at: number)))
    case "$":
      word = word ?? Word()
      word?.parts.append(try variable(&rest, at: number) ?? .text("$"))
    default:
      word = word ?? Word()
      word?.parts.append(.text(String(character)))
    }
  }
  if let word { words.append(word) }
  return words
}

/// What stands before the closing quote.
private func quoted(_ rest: inout Substring, at number: Int) throws(Mistake) -> String {
  var text = ""
  while let character = rest.popFirst() {
    if character != "'" {
      text.append(character)
    } else if rest.first == "'" {
      text.append("'")
      rest.removeFirst()
    } else {
      return text
    }
  }
  throw Mistake(line: number, "a quote is not closed")
}

/// The variable named behind a `$`, or `nil` where the `$` is just that.
private func variable(_ rest: inout Substring, at number: Int) throws(Mistake) -> Word.Part? {
  let isBraced = rest.first == "{"
  let name = (isBraced ? rest.dropFirst() : rest).prefix {
    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
  }
  if name.isEmpty || name.first?.isNumber == true {
    if isBraced { throw Mistake(line: number, "“${” begins no name") }
    return nil
  }
  rest = rest[name.endIndex...]
  if isBraced, rest.popFirst() != "}" { throw Mistake(line: number, "“${\(name)” is not closed") }
  return .variable(String(name))
}
