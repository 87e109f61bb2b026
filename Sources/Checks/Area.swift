package import Machines

/// The checks that look at one subject, and how that is read from a machine.
package struct Area: Sendable {
  package let checks: [CheckDescription]
  private let examine: @Sendable (Machine) -> Examination

  init<Subject: Sendable>(
    _ checks: [Check<Subject>], surveying survey: @escaping @Sendable (Machine) throws -> Subject
  ) {
    self.checks = checks.map(\.description)
    examine = { machine in
      do {
        let subject = try survey(machine)
        let answers = checks.map {
          Answer(check: $0.description, outcome: $0.outcome(for: subject))
        }
        return Examination(answers: answers, subject: subject)
      } catch {
        let outcome = Outcome.unknown(String(describing: error))
        let answers = checks.map { Answer(check: $0.description, outcome: outcome) }
        return Examination(answers: answers, subject: nil)
      }
    }
  }

  /// Every area there is, those too that start programs and so have no place where a shell starts.
  package static let all: [Area] = [
    .goEnvironment, .goSurroundings, .editors, .agents, .agentSurroundings,
  ]

  /// Asks every check of the area.
  package func examination(of machine: Machine) -> Examination { examine(machine) }

  /// What the checks of the area answer.
  package func answers(on machine: Machine) -> [Answer] { examine(machine).answers }
}

/// What the checks of an area answered, and what they looked at.
package struct Examination: Sendable {
  package let answers: [Answer]
  /// Such as a `GoSurvey`; `nil` where nothing could be read.
  let subject: (any Sendable)?
}

/// A check and what it found out.
package struct Answer: Sendable {
  package let check: CheckDescription
  package let outcome: Outcome

  package init(check: CheckDescription, outcome: Outcome) {
    self.check = check
    self.outcome = outcome
  }
}

extension Check {
  /// What the check finds; whatever it throws makes the outcome unknown.
  fileprivate func outcome(for subject: Subject) -> Outcome {
    do {
      return try examine(subject)
    } catch {
      return .unknown(String(describing: error))
    }
  }
}

extension CheckDescription {
  /// Every check there is, by code.
  package static let all: [CheckDescription] = Area.all.flatMap(\.checks).sorted {
    $0.code < $1.code
  }
}
