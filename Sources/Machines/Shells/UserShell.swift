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
    guard let path = machine.environment.nonEmpty("SHELL") ?? Self.registered(on: machine) else {
      throw Unfit(description: "neither SHELL nor “/etc/passwd” says which shell is yours")
    }
    guard path.isAbsolute, machine.files.mayExecute(path) else {
      throw Unfit(
        description: "your shell “\(path)” is no program that can be run; chsh sets another")
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

  private static func registered(on machine: Machine) -> ByteString? {
    AccountLine(of: machine)?.shell
  }
}

/// The user's line in /etc/passwd: passwd(5).
struct AccountLine {
  let name: ByteString
  let home: ByteString
  let shell: ByteString

  init?(of machine: Machine) {
    guard let text = try? machine.files.read("/etc/passwd", limit: 1 << 20) else { return nil }
    for line in ByteString(text).split(on: UInt8(ascii: "\n")) {
      let fields = line.split(on: UInt8(ascii: ":"))
      guard fields.count == 7, UInt32(fields[2].text) == machine.user else { continue }
      name = fields[0]
      home = fields[5]
      shell = fields[6].isEmpty ? "/bin/sh" : fields[6]
      return
    }
    return nil
  }
}
