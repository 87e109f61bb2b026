package import Machines

/// One question about a subject, with a machine on which it fires and one on which it is silent.
///
/// The subject is what an area has read of a machine, such as a `GoSurvey`.
package struct Check<Subject: Sendable>: Sendable {
  package let description: CheckDescription
  let examine: @Sendable (Subject) throws -> Outcome

  init(
    _ code: String, _ name: String, _ title: String, severity: Severity,
    follows scope: Scope = .environment, firesOn: @escaping @autoclosure @Sendable () -> Example,
    silentOn: @escaping @autoclosure @Sendable () -> Example,
    words: @escaping @autoclosure @Sendable () -> Words,
    examine: @escaping @Sendable (Subject) throws -> Outcome
  ) {
    description = CheckDescription(
      code: code, name: name, title: title, severity: severity, scope: scope
    ) {
      CheckDescription.Page(firesOn: firesOn(), silentOn: silentOn(), words: words())
    }
    self.examine = examine
  }

  private init(
    _ description: CheckDescription, examine: @escaping @Sendable (Subject) throws -> Outcome
  ) {
    self.description = description
    self.examine = examine
  }

  /// The same question about what is part of another subject.
  func about<Whole: Sendable>(_ part: @escaping @Sendable (Whole) -> Subject) -> Check<Whole> {
    Check<Whole>(description) { whole in try examine(part(whole)) }
  }
}

/// What there is to say about a check before it has looked at anything.
package struct CheckDescription: Sendable {
  /// `GT` and three digits: never reused, never renumbered.
  package let code: String
  /// A few words joined by hyphens.
  package let name: String
  package let title: String
  /// The gravest finding it makes.
  package let severity: Severity
  package let scope: Scope
  /// What only a reader asks for: a shell that starts never makes it.
  fileprivate let page: @Sendable () -> Page

  fileprivate struct Page {
    let firesOn: Example
    let silentOn: Example
    let words: Words
  }

  package var firesOn: Example { page().firesOn }
  package var silentOn: Example { page().silentOn }
  package var words: Words { page().words }
}

/// What a check's answer changes with.
package enum Scope: Sendable {
  /// The variables and files of a shell.
  case environment
  /// The directory the user stands in as well: told once, it is not told again on coming back.
  case directory
}

/// The long text of a check, for `gotools explain`.
package struct Words: Sendable {
  /// What is wrong, and how it comes about.
  package let problem: String
  /// What stops working, with the messages a user meets.
  package let breaks: String
  /// What to do, what that costs, and how to undo it.
  package let remedy: String
  /// When it is right to leave things as they are, and what the check stays silent on.
  package let exceptions: String
}

/// How grave a finding is.
package enum Severity: String, Comparable, CaseIterable, Sendable {
  case info
  case warning
  case error

  package static func < (left: Severity, right: Severity) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}
