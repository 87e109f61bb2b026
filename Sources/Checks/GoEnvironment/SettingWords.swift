internal import Formats
internal import Machines

extension GoSettings.Setting {
  /// To give the variable of that name another value where this one stands; `why` says what that is good for.
  func remedy(for name: ByteString, giving other: ByteString, _ why: String) -> Remedy {
    switch source {
    case .environment:
      return .edit(
        "\(why): set \(name) to \(other) where it is exported, or unset it and use go env -w")
    case .file:
      return .command(
        why, argv: ["go", "env", "-w", name + "=" + other],
        undo: ["go", "env", "-w", name + "=" + value])
    case .goEnv, .default:
      return .command(
        why, argv: ["go", "env", "-w", name + "=" + other], undo: ["go", "env", "-u", name])
    }
  }

  /// To take the variable of that name away from where it stands.
  func removal(of name: ByteString, _ why: String) -> Remedy {
    switch source {
    case .environment:
      return .edit("\(why): unset \(name), and take it out of the file that exports it")
    case .file:
      return .command(
        why, argv: ["go", "env", "-u", name], undo: ["go", "env", "-w", name + "=" + value])
    case .goEnv, .default:
      return .manual("\(why): give \(name) another value")
    }
  }
}

extension GoToolchain.Demand {
  /// What wants the toolchain, in words.
  var reason: String {
    switch origin {
    case .setting(let setting): "GOTOOLCHAIN is “\(setting.value)” (\(setting.place))"
    case .goLine(let file, let line), .toolchainLine(let file, let line):
      "“\(file)”, line \(line), asks for \(name)"
    }
  }

  var evidence: Evidence {
    switch origin {
    case .setting(let setting): setting.evidence(for: "GOTOOLCHAIN")
    case .goLine(let file, _), .toolchainLine(let file, _): .file(file, says: name)
    }
  }
}
