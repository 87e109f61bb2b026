import Formats
import Machines
import Testing

/// A machine with a Go installation at /go, a compiler, and /h as home.
func goMachine(
  _ files: [ByteString: ExampleFile] = [:], environment: [ByteString: ByteString] = [:],
  version: ByteString = "go1.27.3", in directory: ByteString? = "/w/a"
) -> Machine {
  var all: [ByteString: ExampleFile] = [
    "/go/bin/go": .goCommand(version), "/go/pkg/tool": .directory(),
    "/go/VERSION": .file(version + "\ntime 2026-10-19T22:20:36Z\n"),
    "/usr/bin/gcc": .file("", mode: 0o755), "/h": .directory(), "/w/a": .directory(),
  ]
  if GoVersion(builtWith: version)?.language != "1.19" {
    all["/go/go.env"] = "# defaults\nGOPROXY=https://proxy\nGOSUMDB=sum\nGOTOOLCHAIN=auto\n"
  }
  let home: [ByteString: ByteString] = ["HOME": "/h", "PATH": "/usr/bin"]
  let variables = home.merging(environment) { $1 }
  return .example(
    all.merging(files) { $1 }, environment: variables, in: directory)
}

/// The settings and the making of the go command at `path`.
func goSettings(
  of machine: Machine, path: ByteString = "/go/bin/go",
  mayRead: (ByteString) -> Bool = { _ in true }
) throws -> (settings: GoSettings, build: BuildInformation) {
  let file = try #require(try machine.files.open(path))
  let build = try #require(try BuildInformation(fileSize: 1 << 20, read: file.read))
  let settings = try GoSettings(machine, executable: path, build: build, mayRead: mayRead)
  return (settings, build)
}

extension Machine {
  /// The environment that its go command would print.
  func goEnvironment() throws -> GoEnvironment {
    let (settings, build) = try goSettings(of: self)
    return try GoEnvironment(settings, build: build)
  }
}
