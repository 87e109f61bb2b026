package import Changes
package import Formats

/// What a check found out.
package enum Outcome: Sendable {
  case ok
  /// Boxed, since most outcomes are none, and a report holds one for every check.
  indirect case finding(Finding)
  /// It could not be completed; the sentence says why.
  case unknown(String)
  /// It does not apply here; the sentence says why.
  case skipped(String)
}

/// Something that is wrong, how we know, and what to do about it.
package struct Finding: Sendable {
  package let severity: Severity
  /// The title where the case at hand has a sharper one than the check.
  package let title: String?
  /// What was seen, in a sentence.
  package let seen: String
  /// What stops working because of it.
  package let consequence: String
  package let evidence: [Evidence]
  package let remedies: [Remedy]
  /// The entries of PATH, counted from 0, that a shell is better off without.
  package let condemned: [Int]

  package init(
    _ severity: Severity, title: String? = nil, seen: String, so consequence: String,
    because evidence: [Evidence], remedies: [Remedy], condemned: [Int] = []
  ) {
    self.severity = severity
    self.title = title
    self.seen = seen
    self.consequence = consequence
    self.evidence = evidence
    self.remedies = remedies
    self.condemned = condemned
  }
}

/// A fact that a reader can look up again.
package struct Evidence: Sendable {
  package enum Kind: String, Sendable {
    case file
    case variable
    case probe
  }

  package let kind: Kind
  package let source: ByteString
  package let value: ByteString

  static func file(_ path: ByteString, says value: ByteString) -> Evidence {
    Evidence(kind: .file, source: path, value: value)
  }

  static func variable(_ name: ByteString, is value: ByteString) -> Evidence {
    Evidence(kind: .variable, source: name, value: value)
  }

  static func probe(_ path: ByteString, says value: ByteString) -> Evidence {
    Evidence(kind: .probe, source: path, value: value)
  }
}

/// A next step.
package enum Remedy: Sendable {
  /// A program that mends it, word by word, and one that takes that back.
  case command(
    _ summary: String, argv: [ByteString], needsRoot: Bool = false, undo: [ByteString]? = nil)
  /// Edits of files that an applet makes with `--apply` and shows with `--plan`; `by` is its name and the options that
  /// make it find what is to be mended.
  ///
  /// They are asked for by those two alone; where they throw, nothing can be mended that way.
  case change(
    _ summary: String, by: [ByteString], needsRoot: Bool = false,
    edits: @Sendable () throws -> [FileEdit])
  /// A line for the shell at hand alone, which no other program can run.
  case shell(_ summary: String, line: String)
  /// A change to a file that the user makes by hand.
  case edit(_ summary: String)
  /// Something no program should do.
  case manual(_ summary: String)

  package var summary: String {
    switch self {
    case .command(let summary, _, _, _), .change(let summary, _, _, _), .shell(let summary, _),
      .edit(let summary), .manual(let summary):
      summary
    }
  }

  /// The words of the command that mends it, and of the one that takes that back; `nil` where there is none.
  var commands: (mend: [ByteString], undo: [ByteString]?)? {
    switch self {
    case .command(_, let argv, let needsRoot, let undo):
      let sudo: [ByteString] = needsRoot ? ["sudo"] : []
      return (sudo + argv, undo.map { sudo + $0 })
    case .change(_, let words, let needsRoot, _):
      let sudo: [ByteString] = needsRoot ? ["sudo"] : []
      return (sudo + ["gotools"] + words + ["--apply"], sudo + ["gotools", "undo"])
    case .shell, .edit, .manual: return nil
    }
  }
}

extension Finding {
  /// A short name for what was found, by which a shell remembers that it has been told: the code and a hash of the words.
  package func key(of check: CheckDescription) -> String {
    // FNV-1a, 32 bits.
    let hash = seen.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return check.code + ":" + String(hash, radix: 16)
  }
}
