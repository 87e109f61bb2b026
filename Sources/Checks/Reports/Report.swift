package import Changes

/// What a run of checks found, ready to be shown.
package struct Report: Sendable {
  /// The program that asked: an applet's name.
  package let applet: String
  /// Most severe first, then by code.
  package let entries: [Entry]

  /// A result and whether the user asked not to be told.
  package struct Entry: Sendable {
    package let check: CheckDescription
    package let outcome: Outcome
    /// Why it is ignored; `nil` where it is not.
    package let ignored: String?
  }

  /// Ignored are the codes of `ignoring`, each for the reason given; only a finding or an unknown can be.
  package init(applet: String, of answers: [Answer], ignoring: [Ignored] = []) {
    self.applet = applet
    let entries = answers.map { answer in
      Entry(
        check: answer.check, outcome: answer.outcome,
        ignored: answer.outcome.isNoteworthy
          ? ignoring.last { $0.code == answer.check.code }?.reason : nil)
    }
    self.entries = entries.dealt
  }

  /// The findings that are not ignored.
  package var findings: [(check: CheckDescription, finding: Finding)] {
    entries.compactMap { entry in
      guard entry.ignored == nil, case .finding(let finding) = entry.outcome else { return nil }
      return (entry.check, finding)
    }
  }

  /// The edits that would mend what was found and is not ignored, in the order of the report.
  package func edits() throws -> [FileEdit] {
    var edits: [FileEdit] = []
    for (_, finding) in findings {
      for case .change(_, _, _, let made) in finding.remedies { edits += try made() }
    }
    return edits
  }

  /// 1 where a finding is at least as grave as `threshold`, else 2 where something could not be told, else 0.
  package func status(failingOn threshold: Severity) -> Int32 {
    if findings.contains(where: { $0.finding.severity >= threshold }) { return 1 }
    return entries.contains { $0.ignored == nil && $0.outcome.isUnknown } ? 2 : 0
  }

  /// Why the check of that code could not be completed; `nil` where it was, or is ignored.
  package func reason(thatUnknown code: String) -> String? {
    for entry in entries where entry.check.code == code && entry.ignored == nil {
      if case .unknown(let reason) = entry.outcome { return reason }
    }
    return nil
  }

  /// How many entries there are of each kind: an outcome's word and a number.
  package func count(_ word: String) -> Int { entries.count { $0.word == word } }
}

/// A check whose findings the user has asked to leave out.
package struct Ignored: Sendable {
  let code: String
  let reason: String

  package init(code: String, because reason: String) {
    self.code = code
    self.reason = reason
  }
}

extension Report.Entry {
  /// The outcome in a word, as text and JSON show it.
  package var word: String {
    if ignored != nil { return "ignored" }
    switch outcome {
    case .ok: return "ok"
    case .finding(let finding): return finding.severity.rawValue
    case .unknown: return "unknown"
    case .skipped: return "skipped"
    }
  }

  /// The words in the order of a report.
  package static let words = ["error", "warning", "info", "unknown", "ignored", "skipped", "ok"]

  /// The place of its word among `words`.
  fileprivate var rank: Int {
    if ignored != nil { return 4 }
    switch outcome {
    case .finding(let finding):
      switch finding.severity {
      case .error: return 0
      case .warning: return 1
      case .info: return 2
      }
    case .unknown: return 3
    case .skipped: return 5
    case .ok: return 6
    }
  }
}

extension [Report.Entry] {
  /// By rank, then by code; one area's are in the order of their codes already, and a shell start sorts nothing.
  fileprivate var dealt: [Report.Entry] {
    let isByCode = indices.dropFirst().allSatisfy { self[$0 - 1].check.code < self[$0].check.code }
    let entries = isByCode ? self : sorted { $0.check.code < $1.check.code }
    let ranks = entries.indices.map { entries[$0].rank }
    var dealt: [Report.Entry] = []
    dealt.reserveCapacity(count)
    for rank in Report.Entry.words.indices {
      for index in ranks.indices where ranks[index] == rank { dealt.append(entries[index]) }
    }
    return dealt
  }
}

extension Outcome {
  fileprivate var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  fileprivate var isNoteworthy: Bool {
    switch self {
    case .finding, .unknown: true
    case .ok, .skipped: false
    }
  }
}
