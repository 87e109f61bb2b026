package import Formats

/// The shell that a user's sessions begin with.
package struct UserShell: Sendable {
  package enum Kind: String, Sendable {
    case bash
    case zsh
    case fish
    /// One that reads what sh reads: dash, ash, ksh and sh itself.
    case sh
    case tcsh
  }

  package let path: ByteString
  package let kind: Kind

  package init(path: ByteString, kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// Why it cannot be asked.
  package struct Unfit: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// The one that SHELL names, else that of the user's line in /etc/passwd.
  package init(of machine: Machine) throws {
    guard let path = try machine.environment.nonEmpty("SHELL") ?? machine.accountLine()?.shell
    else {
      throw Unfit(description: "neither SHELL nor “/etc/passwd” says which shell is yours")
    }
    guard path.isAbsolute, machine.files.mayExecute(path) else {
      throw Unfit(
        description:
          "your shell “\(path)” is no program that can be run; SHELL must name one by its whole path"
      )
    }
    let name = path.lastComponent
    guard let kind = Self.kinds.first(where: { $0.name == name })?.kind else {
      throw Unfit(
        description: "how “\(path)” starts is not known, only bash, zsh, fish, sh and tcsh are")
    }
    self.init(path: path, kind: kind)
  }

  private static let kinds: [(name: ByteString, kind: Kind)] = [
    ("bash", .bash), ("zsh", .zsh), ("fish", .fish), ("sh", .sh), ("dash", .sh), ("ash", .sh),
    ("ksh", .sh), ("mksh", .sh), ("tcsh", .tcsh), ("csh", .tcsh),
  ]
}

extension Machine {
  /// The user's line in /etc/passwd; `nil` where there is none, or no such file.
  func accountLine() throws(Unreadable) -> AccountLine? {
    guard let text = try files.bytes(of: "/etc/passwd") else { return nil }
    return AccountLine(of: user, in: text)
  }
}
