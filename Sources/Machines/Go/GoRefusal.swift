package import Formats

/// Why the go command would give no answer to `go env`, or another one would give it.
package enum GoRefusal: Error, Hashable, Sendable {
  /// The program is not where a tree is, and nothing names one.
  case noTree
  case missingTree(GoSettings.Setting)
  case missingWorkingDirectory
  case unreadable(ByteString)
  /// An entry of GOPATH that begins with `~`, which only a shell expands, or is not absolute.
  case goPathEntry(ByteString)
  case unknownModuleMode(ByteString)
  case moduleInGoPath(ByteString)
  case relativeGoWork(ByteString)
  /// A value that is none of those the go command knows for the variable.
  case unknownValue(name: ByteString, value: ByteString)
  /// A word of GOFLAGS that turns the question into a change, or that makes the go command stop.
  case flag(ByteString)
  case unknownFips(ByteString)
  case unusableModuleCache(ByteString)
  case invalidToolchain(ByteString)
  case invalidToolchainLine(ByteString, file: ByteString)
  /// GOSUMDB forbids the check that a toolchain of the module cache must pass.
  case uncheckedToolchain(GoToolchain.Demand)
  case toolchainNotOnPath(GoToolchain.Demand)
  /// The go command was started to be another toolchain than it is.
  case wrongToolchain(wanted: ByteString)
  case tooManySwitches
  /// Another toolchain, which is there, would answer.
  case anotherToolchain(GoToolchain.Demand, path: ByteString)
  /// Another toolchain, which would have to be downloaded, would answer.
  case download(GoToolchain.Demand)
}

extension GoRefusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noTree:
      "this go command is outside a Go installation and GOROOT is not set: set it, or link to the "
        + "command instead of copying it"
    case .missingTree(let setting): "GOROOT names “\(setting.value)”, which is no directory"
    case .missingWorkingDirectory: "the working directory has been removed: change to another one"
    case .unreadable(let path): "“\(path)” cannot be read"
    case .goPathEntry(let entry):
      "GOPATH has the entry “\(entry)”: each must be an absolute directory, with “~” written out"
    case .unknownModuleMode(let value):
      "GO111MODULE is “\(value)”: it must be “on”, “off”, “auto” or empty"
    case .moduleInGoPath(let file):
      "“\(file)” is in GOPATH, where this version of Go does not allow it"
    case .relativeGoWork(let value):
      "GOWORK is “\(value)”: it must be “off”, “auto” or an absolute path"
    case .unknownValue(let name, let value): "\(name) has the unknown value “\(value)”"
    case .flag(let word):
      "GOFLAGS has the word “\(word)”, which “go env” takes for an option of its own: it fails, or "
        + "changes the go/env file"
    case .unknownFips(let value):
      "GOFIPS140 names “\(value)”, which this installation does not have"
    case .unusableModuleCache(let path):
      "the module cache is needed and GOMODCACHE is “\(path)”: it must be an absolute directory"
    case .invalidToolchain(let value):
      "GOTOOLCHAIN is “\(value)”: it must be “auto”, “path”, “local” or a name such as “go1.27.3”"
    case .invalidToolchainLine(let value, let file):
      "“\(file)” asks for the toolchain “\(value)”, which is no name of one"
    case .toolchainNotOnPath(let demand):
      "the toolchain \(demand.name) is wanted, is not on PATH, and GOTOOLCHAIN forbids to download it"
    case .uncheckedToolchain(let demand):
      "the toolchain \(demand.name) is wanted, and GOSUMDB names no database to check it with"
    case .wrongToolchain(let wanted): "this go command was started to be \(wanted), and is another"
    case .tooManySwitches: "toolchains have started one another a hundred times"
    case .anotherToolchain(let demand, let path):
      "the toolchain \(demand.name) at “\(path)” would answer instead"
    case .download(let demand):
      "the toolchain \(demand.name) would be downloaded and answer instead"
    }
  }
}
