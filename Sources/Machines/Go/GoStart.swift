internal import Formats

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
    if mode != "off" { try checkModuleInGoPath() }
    try checkFips(root.value)
  }

  /// The runtime of every Go program reads it.
  private func checkMemoryLimit() throws(GoRefusal) {
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

  /// Since 1.24 the go command only warns of a module that has GOPATH's first directory as its root.
  private func checkModuleInGoPath() throws(GoRefusal) {
    let first = goPath.value.split(on: UInt8(ascii: ":"))[0]
    guard !version.isAtLeast("1.24rc1"), !first.isEmpty else { return }
    let file = first.appending("go.mod")
    if machine.place(of: file) != nil { throw .moduleInGoPath(file) }
  }

  /// Only the environment is looked at for these, and only before the file is.
  private func checkProcessors() throws(GoRefusal) {
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

  /// The names change with every release: only those of Go 1.27 are known here.
  private func checkExperiments() throws(GoRefusal) {
    let value = value("GOEXPERIMENT")
    guard version?.language == "1.27", !value.isEmpty else { return }
    for word in value.split(on: UInt8(ascii: ",")) where !word.isEmpty && word != "none" {
      let name = word.hasPrefix("no") ? ByteString(word.bytes.dropFirst(2)) : word
      if !experiments.contains(name) { throw .unknownValue(name: "GOEXPERIMENT", value: value) }
    }
  }

  private func checkFips(_ root: ByteString) throws(GoRefusal) {
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

private let experiments: [ByteString] = [
  "arenas", "boringcrypto", "cgocheck2", "dwarf5", "fieldtrack", "greenteagc",
  "heapminimum512kib", "jsonv2", "loopvar", "mapsplitgroup", "newinliner", "preemptibleloops",
  "randomizedheapbase64", "regabi", "regabiargs", "regabiwrappers", "runtimefreegc",
  "runtimesecret", "simd", "sizespecializedmalloc", "staticlockranking",
]
