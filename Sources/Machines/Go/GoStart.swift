package import Formats

extension GoSettings {
  /// Finds what would make `go env` fail, the choice of a toolchain aside.
  func checkStart() throws(GoRefusal) {
    try checkMemoryLimit()
    guard let root = goRoot else { throw .noTree }
    guard machine.isDirectory(root.value) else { throw .missingTree(root) }
    if let entry = badGoPathEntry { throw .goPathEntry(entry) }
    if let word = flagThatBreaksEnv { throw .flag(word) }
    try checkProcessors()
    try checkExperiments()
    let mode = value("GO111MODULE")
    if !["", "on", "off", "auto"].contains(mode) { throw .unknownModuleMode(mode) }
    if let file = moduleInGoPath { throw .moduleInGoPath(file) }
    try checkFips(root.value)
  }

  /// The first variable whose value stops go commands, whatever they are to do; `nil` where there is none.
  ///
  /// The variables that other checks are about are not among them.
  package func refusedValue() -> GoRefusedValue? {
    do throws(GoRefusal) {
      try checkMemoryLimit()
      try checkExperiments()
      try checkProcessors()
      if let root = goRoot { try checkFips(root.value) }
      return refusedCompiler ?? refusedCompilerFlags
    } catch {
      switch error {
      case .unknownValue("GOMEMLIMIT", _):
        return .init("GOMEMLIMIT", "malformed GOMEMLIMIT", .programs)
      case .unknownValue("GOEXPERIMENT", let value):
        let name = GoExperiment.unknownName(in: value, by: version) ?? value
        return .init("GOEXPERIMENT", "unknown GOEXPERIMENT \(name)", .commands)
      case .unknownValue(let name, _): return .init(name, "invalid \(name)", .commands)
      case .unknownFips(let value):
        return .init(
          "GOFIPS140",
          experimentsIncludeBoring
            ? "cannot use GOFIPS140 with GOEXPERIMENT=boringcrypto"
            : "unknown GOFIPS140 version \"\(value)\"", .builds)
      default: return refusedCompiler ?? refusedCompilerFlags
      }
    }
  }

  /// cmd/go's `work.BuildInit`.
  private var refusedCompiler: GoRefusedValue? {
    for name in ["CC", "CXX", "FC"] as [ByteString] {
      let value = value(name)
      if value.isEmpty { continue }
      guard let words = try? GoWords.split(value) else {
        return .init(name, "\(name) environment variable could not be parsed", .builds)
      }
      guard let path = words.first, !path.isAbsolute, path.contains(UInt8(ascii: "/")) else {
        continue
      }
      return .init(
        name, "\(name) environment variable is relative; must be absolute path: \(path)", .builds)
    }
    return nil
  }

  private var refusedCompilerFlags: GoRefusedValue? {
    for language: ByteString in ["C", "CPP", "CXX", "F", "LD"] {
      let name = "CGO_" + language + "FLAGS"
      if (try? GoWords.split(value(name))) == nil {
        return .init(name, "could not parse environment variable \(name)", .cgo)
      }
    }
    return nil
  }

  /// Whether anything sets a variable that `refusedValue` looks at: each name is looked at once.
  package var mayHaveRefusedValue: Bool {
    if case .read = userFile { return true }
    return machine.environment.hasName(GoRefusedValue.isLookedAt)
  }

  /// The runtime of every Go program reads it.
  fileprivate func checkMemoryLimit() throws(GoRefusal) {
    guard let value = machine.environment.nonEmpty("GOMEMLIMIT"), value != "off" else { return }
    var digits = value.bytes[...]
    var factor: Int64 = 1
    for (unit, size) in memoryUnits where value.hasSuffix(unit) {
      digits = digits.dropLast(unit.count)
      factor = size
      break
    }
    let isNumber = !digits.isEmpty && digits.allSatisfy { 0x30 <= $0 && $0 <= 0x39 }
    let number = isNumber ? Int64(String(decoding: digits, as: UTF8.self)) : nil
    if number?.multipliedReportingOverflow(by: factor).overflow != false {
      throw .unknownValue(name: "GOMEMLIMIT", value: value)
    }
  }

  /// The go.mod in GOPATH's first directory, of which the go command since 1.24 only warns; `nil` without modules.
  var moduleInGoPath: ByteString? {
    guard !version.isAtLeast("1.24rc1") else { return nil }
    let first = goPath.value.split(on: UInt8(ascii: ":"))[0]
    guard !first.isEmpty, (try? usesModules()) ?? false else { return nil }
    let file = first.appending("go.mod")
    return machine.place(of: file) == nil ? nil : file
  }

  /// Only the environment is looked at for these, and only before the file is.
  fileprivate func checkProcessors() throws(GoRefusal) {
    for (name, isKnown) in processorVariables {
      guard let value = machine.environment.nonEmpty(name), !isKnown(value) else { continue }
      // From 1.23 on a good GOARM64 makes the go command forget what it found before.
      let isNew = version.isAtLeast("1.23rc1")
      let isOverlooked =
        switch name {
        case "GOAMD64", "GOARM": isNew
        case "GOARM64", "GORISCV64": !isNew
        default: false
        }
      if !isOverlooked { throw .unknownValue(name: name, value: value) }
    }
  }

  fileprivate func checkExperiments() throws(GoRefusal) {
    let value = value("GOEXPERIMENT")
    if !value.isEmpty, GoExperiment.unknownName(in: value, by: version) != nil {
      throw .unknownValue(name: "GOEXPERIMENT", value: value)
    }
  }

  fileprivate func checkFips(_ root: ByteString) throws(GoRefusal) {
    guard version.isAtLeast("1.24rc1") else { return }
    if let value = machine.environment.nonEmpty("GOFIPS140"), !isFipsName(value) {
      throw .unknownValue(name: "GOFIPS140", value: value)
    }
    let value = value("GOFIPS140")
    if value.isEmpty || value == "off" { return }
    if experimentsIncludeBoring { throw .unknownFips(value) }
    if value == "latest" { return }
    if value.contains(UInt8(ascii: "/")) || value.contains(UInt8(ascii: "\\")) {
      throw .unknownFips(value)
    }
    let directory = root.appending("lib/fips140")
    var name = value
    if let path = machine.absolute(directory.appending(value + ".txt")),
      let text = try? machine.files.read(path, limit: 1 << 12)
    {
      name = ByteString(text).trimmingSpace
    }
    guard machine.place(of: directory.appending(name + ".zip")) != nil else {
      throw .unknownFips(value)
    }
    let cache = goModCache.value
    guard cache.isAbsolute else { throw .unusableModuleCache(cache) }
  }

  private var experimentsIncludeBoring: Bool {
    let words = value("GOEXPERIMENT").split(on: UInt8(ascii: ","))
    return words.last { $0 == "boringcrypto" || $0 == "noboringcrypto" || $0 == "none" }
      == "boringcrypto"
  }
}

/// A variable with a value that go refuses, and what then ends with which words.
package struct GoRefusedValue: Hashable, Sendable {
  package enum Victims: Sendable {
    /// Every program that is written in Go.
    case programs
    /// Every go command.
    case commands
    /// Whatever builds or lists packages, and `go env` without names.
    case builds
    /// What uses cgo, and `go env` without names.
    case cgo
  }

  package let name: ByteString
  /// As go prints it, from its beginning.
  package let message: String
  package let victims: Victims

  fileprivate init(_ name: ByteString, _ message: String, _ victims: Victims) {
    self.name = name
    self.message = message
    self.victims = victims
  }

  /// Whether a variable may be one of those, by its first letters: a list of names would be made anew at every shell start.
  fileprivate static func isLookedAt(_ name: ArraySlice<UInt8>) -> Bool {
    func starts(with letters: String) -> Bool { name.starts(with: letters.utf8) }
    switch name.first {
    case UInt8(ascii: "C"): return starts(with: "CC") || starts(with: "CXX") || starts(with: "CGO_")
    case UInt8(ascii: "F"): return starts(with: "FC")
    case UInt8(ascii: "G"):
      return starts(with: "GOEX") || starts(with: "GOFI") || starts(with: "GOME")
        || starts(with: "GOMI") || starts(with: "GOAM") || starts(with: "GOARM")
        || starts(with: "GOPP") || starts(with: "GORI") || starts(with: "GOWA")
    default: return false
    }
  }
}

private let memoryUnits: [(ByteString, Int64)] = [
  ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("B", 1),
]

private let processorVariables: [(ByteString, @Sendable (ByteString) -> Bool)] = [
  ("GOAMD64", { ["v1", "v2", "v3", "v4"].contains($0) }),
  ("GOARM", isArmVersion),
  ("GOARM64", isArm64Version),
  ("GOMIPS", { ["hardfloat", "softfloat"].contains($0) }),
  ("GOMIPS64", { ["hardfloat", "softfloat"].contains($0) }),
  ("GOPPC64", { ["power8", "power9", "power10"].contains($0) }),
  ("GORISCV64", { ["rva20u64", "rva22u64", "rva23u64"].contains($0) }),
  (
    "GOWASM",
    { $0.split(on: UInt8(ascii: ",")).allSatisfy { ["", "satconv", "signext"].contains($0) } }
  ),
]

@Sendable private func isArmVersion(_ value: ByteString) -> Bool {
  let parts = value.split(on: UInt8(ascii: ","))
  guard ["5", "6", "7"].contains(parts[0]) else { return false }
  return parts.dropFirst().allSatisfy { ["softfloat", "hardfloat"].contains($0) }
}

@Sendable private func isArm64Version(_ value: ByteString) -> Bool {
  let parts = value.split(on: UInt8(ascii: ","))
  let version = parts[0].bytes
  guard parts.dropFirst().allSatisfy({ ["lse", "crypto"].contains($0) }), version.count == 4,
    version[0] == UInt8(ascii: "v"), version[2] == UInt8(ascii: ".")
  else { return false }
  switch version[1] {
  case UInt8(ascii: "8"): return (0x30...0x39).contains(version[3])
  case UInt8(ascii: "9"): return (0x30...0x35).contains(version[3])
  default: return false
  }
}

/// `off`, `latest`, `inprocess`, `certified`, or a version such as `v1.0.0`, `v1.0.0-rc1` and `v1.0.0-c2097c7c`.
private func isFipsName(_ value: ByteString) -> Bool {
  if ["off", "latest", "inprocess", "certified"].contains(value) { return true }
  guard value.hasPrefix("v1.") else { return false }
  let rest = ByteString(value.bytes.dropFirst(3))
  let (release, suffix) =
    rest.cut(at: UInt8(ascii: "-")).map { ($0.before, Optional($0.after)) } ?? (rest, nil)
  let numbers = release.split(on: UInt8(ascii: "."))
  guard numbers.count == 2, numbers.allSatisfy(isNumber) else { return false }
  guard let suffix else { return true }
  if suffix.hasPrefix("rc") { return isNumber(ByteString(suffix.bytes.dropFirst(2))) }
  return suffix.count == 8
}

private func isNumber(_ text: ByteString) -> Bool {
  !text.isEmpty && text.bytes.allSatisfy { 0x30 <= $0 && $0 <= 0x39 }
}
