package import Commands

/// A command and the code that answers it.
package struct Applet: Sendable {
  package let command: Command
  /// Whether it is a helper that also runs under its own name, through a symbolic link.
  package let isHelper: Bool
  package let answer: @Sendable (Call) throws -> Int32

  init(
    command: Command, isHelper: Bool = false, answer: @escaping @Sendable (Call) throws -> Int32
  ) {
    self.command = command.taking(Common.parameters, exits: Common.exits)
    self.isHelper = isHelper
    self.answer = answer
  }

  /// All there are: the helpers, then what serves them all, in the order of `gotools list`.
  ///
  /// Each is made when it is asked for: a shell start pays for one.
  private static let makers: [(name: String, make: @Sendable () -> Applet)] = [
    ("go-env-guard", { .goEnvGuard }),
    ("agent-fix", { .agentFix }),
    ("doctor", { .doctor }),
    ("explain", { .explain }),
    ("checks", { .checks }),
    ("undo", { .undo }),
    ("init", { .initialize }),
    ("completions", { .completions }),
    ("man", { .man }),
    ("list", { .list }),
    ("help", { .help }),
  ]

  package static var all: [Applet] { makers.map { $0.make() } }
  package static var names: [String] { makers.map(\.name) }

  /// The applet of that name.
  package static func named(_ name: [UInt8]) throws(UsageError) -> Applet {
    guard let applet = search(String(decoding: name, as: UTF8.self)) else {
      throw .unknownApplet(name)
    }
    return applet
  }

  /// The helper of that name, or `nil` where there is none.
  static func helper(named name: String) -> Applet? {
    search(name).flatMap { $0.isHelper ? $0 : nil }
  }

  private static func search(_ name: String) -> Applet? {
    makers.first { $0.name == name }?.make()
  }
}
