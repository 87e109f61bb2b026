internal import Formats
internal import Machines

/// Why nothing can be said about drives.
let noMountTable =
  "“/proc/self/mountinfo” is missing, empty or damaged, so a Windows drive cannot be told from a disk"

extension Mount {
  /// Its line in the mount table, in short.
  var evidence: Evidence {
    .file("/proc/self/mountinfo", says: point + " " + type + " " + source)
  }

  /// Drive C: as WSL2 shows it.
  static let wsl2Drive = Mount(
    point: "/mnt/c", type: "9p", source: "C:\\134",
    options: "rw,noatime,aname=drvfs;path=C:\\134;uid=1000;gid=1000;symlinkroot=/mnt/,cache=5")
}

extension GoSearch {
  /// The outcome where the first `go` may be in a directory that was not looked into; `nil` where there is none such.
  var unseen: Outcome? {
    notExamined.first.map { .unknown("the first “go” may be elsewhere: \($0)") }
  }
}

extension GoSearch {
  /// The outcome where the first `go` is no go command, or says no version: `nil` where there is nothing to say of it.
  var stranger: Outcome? {
    guard let first = commands.first, first.version == nil else { return nil }
    if case .unreadable(let reason) = first.program { return .unknown("\(reason)") }
    return .skipped(
      "“\(first.path)” is a shim or another program, whose version only running it would tell")
  }
}

extension GoCommand {
  /// Its file and the version inside.
  var evidence: Evidence {
    guard case .go(let information) = program else { return .file(real, says: "another program") }
    return .file(real, says: information.version)
  }
}

extension GoSettings.Setting {
  /// Where the value stands, in words.
  var place: String {
    switch source {
    case .environment: "in the environment"
    case .file(let path, let line), .goEnv(let path, let line): "“\(path)”, line \(line)"
    case .default: "by default"
    }
  }

  /// The value and where it stands, as evidence for a variable of that name.
  func evidence(for name: ByteString) -> Evidence {
    switch source {
    case .environment, .default: .variable(name, is: value)
    case .file(let path, _), .goEnv(let path, _): .file(path, says: name + "=" + value)
    }
  }
}

extension NamedTree {
  var evidence: Evidence { setting.evidence(for: "GOROOT") }
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
