import Checks
import Formats
import Machines
import Testing

/// Ways to break a machine, the code that must tell it, and whether it takes a `go` whose version can be read.
private let faults:
  [(name: String, code: String, needsGo: Bool, apply: @Sendable (inout GeneratedMachine) -> Void)] =
    [
      ("a dot in front of PATH", "GT110", false, { $0.path.insert(".", at: 0) }),
      ("a variable nobody expanded", "GT112", false, { $0.path.insert("$HOME/bin", at: 0) }),
      (
        "a directory writable by all", "GT111", false,
        { machine in
          machine.files["/opt/shared"] = .directory(mode: 0o777)
          // Where there is no system directory, none is before it.
          machine.path = ["/opt/shared", "/usr/bin"] + machine.path
        }
      ),
      ("GOROOT that is gone", "GT104", false, { $0.environment["GOROOT"] = "/gone" }),
      ("a mode with a capital", "GT125", false, { $0.environment["GO111MODULE"] = "On" }),
      ("a workspace that is gone", "GT131", false, { $0.environment["GOWORK"] = "/gone/go.work" }),
      ("no temporary directory", "GT128", false, { $0.environment["GOTMPDIR"] = "/gone" }),
      ("another system", "GT129", false, { $0.environment["GOOS"] = "windows" }),
      (
        "no home", "GT132", true,
        { machine in
          for name: ByteString in [
            "HOME", "GOCACHE", "GOPATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
          ] {
            machine.environment[name] = nil
          }
        }
      ),
      (
        "no compiler", "GT133", true,
        { $0.environment.merge(["CGO_ENABLED": "1", "CC": "nocc -x"]) { $1 } }
      ),
      (
        "a newer module and no way to a newer go", "GT123", true,
        { machine in
          machine.files[machine.directory.appending("go.mod")] = "module app\n\ngo 1.99.0\n"
          machine.environment.merge(
            ["GOTOOLCHAIN": "local", "GOWORK": "off", "GO111MODULE": ""]
          ) { $1 }
          machine.prefer("go1.27.3")
        }
      ),
      (
        "a go before toolchains, and a module with a release", "GT124", false,
        { machine in
          machine.files[machine.directory.appending("go.mod")] = "module app\n\ngo 1.22.1\n"
          machine.environment.merge(
            ["GOWORK": "off", "GO111MODULE": "", "GOFLAGS": ""]
          ) { $1 }
          machine.prefer("go1.19.8")
        }
      ),
      ("an older go in front", "GT103", true, { $0.prefer("go1.18.1") }),
      (
        "a module cache on another machine", "GT126", false,
        { machine in
          machine.mounts.append(Mount(point: "/nfs", type: "nfs4", source: "nas:/export"))
          machine.environment["GOMODCACHE"] = "/nfs/mod"
        }
      ),
      (
        "a Windows go in front", "GT101", false,
        { machine in
          machine.mounts.append(Mount(point: "/mnt/d", type: "drvfs", source: "D:"))
          machine.files["/mnt/d/Go/bin/go"] = .file("MZ", mode: 0o777)
          machine.path.insert("/mnt/d/Go/bin", at: 0)
        }
      ),
      (
        "a module on a Windows drive", "GT127", false,
        { machine in
          machine.mounts.append(Mount(point: "/mnt/d", type: "drvfs", source: "D:"))
          machine.files["/mnt/d/src/app/go.mod"] = "module app\n"
          machine.directory = "/mnt/d/src/app"
        }
      ),
    ]

extension GeneratedMachine {
  /// Puts a Go of that version in front.
  fileprivate mutating func prefer(_ version: ByteString) {
    files["/opt/other/bin/go"] = .goCommand(version)
    files["/opt/other/VERSION"] = .file(version + "\n")
    files["/opt/other/pkg/tool/linux_amd64"] = .directory()
    path.insert("/opt/other/bin", at: 0)
  }
}

@Suite struct GeneratedMachineTests {
  @Test(arguments: 0..<300) func `a machine that is well is told nothing`(number: Int) {
    let generated = GeneratedMachine(number: number)
    for area in Area.all {
      for answer in area.answers(on: generated.machine) {
        switch answer.outcome {
        case .ok, .skipped: break
        case .finding(let finding):
          guard finding.severity > .info else { continue }
          Issue.record("\(answer.check.code) \(finding.seen)\n\(generated.report)")
        case .unknown(let reason):
          Issue.record("\(answer.check.code) \(reason)\n\(generated.report)")
        }
      }
    }
  }

  @Test(arguments: 0..<300) func `the same machine, broken, is told so`(number: Int) throws {
    var generated = GeneratedMachine(number: number)
    let fitting = faults.filter { !$0.needsGo || generated.version != nil }
    let fault = fitting[number % fitting.count]
    fault.apply(&generated)
    guard case .finding? = outcome(of: fault.code, on: generated.machine) else {
      let found = String(describing: outcome(of: fault.code, on: generated.machine))
      Issue.record("\(fault.name), \(fault.code): \(found)\n\(generated.report)")
      return
    }
  }

  @Test func `every kind of machine is among them`() {
    let choices = Set((0..<300).flatMap { GeneratedMachine(number: $0).choices })
    let expected = [
      "Debian", "Ubuntu", "Fedora", "Arch", "Alpine", "NixOS", "openSUSE", "golang image",
      "distroless", "package", "tarball", "snap", "Homebrew", "golang.org/dl", "shims", "~/sdk",
      "several", "nix profile", "container", "Docker in WSL2", "WSL1", "WSL2", "WSL2 with virtio9p",
      "WSL2 with virtiofs", "Windows PATH", "sub-mount of a drive", "root", "cgo", "go/env file",
      "GOROOT", "home", "module", "vendor", "workspace", "Windows drive", "GOENV=off", "GOWORK=off",
    ]
    #expect(choices.isSuperset(of: expected), "\(Set(expected).subtracting(choices))")
  }
}
