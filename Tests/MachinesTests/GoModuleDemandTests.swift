import Formats
import Machines
import Syscalls
import Testing

@Suite struct GoModuleDemandTests {
  @Test(
    arguments: [
      ("off", "", true), ("off,https://a", "", true), (" , off |direct", "", true),
      ("https://a,off", "", false), ("direct", "", false), ("", "", false), ("OFF", "", false),
      ("off", "*", false), ("off", "golang.org", false), ("off", "golang.org/toolchain", false),
      ("off", "a,*.org/x", false), ("off", "golang.or?", false), ("off", "[a-z]*", false),
      ("off", "*.corp.example", true), ("off", "github.com/*", true),
      ("off", "x.golang.org", true), ("off", ",", true),
    ] as [(ByteString, ByteString, Bool)])
  func `a proxy that is off forbids downloads, but not of what goes past it`(
    proxy: ByteString, past: ByteString, isForbidden: Bool
  ) throws {
    for name: ByteString in ["GOPRIVATE", "GONOPROXY"] {
      let machine = goMachine(environment: ["GOPROXY": proxy, name: past])
      #expect(try goSettings(of: machine).settings.forbidsDownloads == isForbidden, "\(name)")
    }
  }

  @Test(
    arguments: [
      ("file:///srv", true), ("file:///srv,direct", false), ("file:///srv|off", false),
      ("https://a", false), ("", false),
    ] as [(ByteString, Bool)])
  func `only a directory as the one proxy does without checksums`(proxy: ByteString, isLocal: Bool)
    throws
  {
    let machine = goMachine(environment: ["GOPROXY": proxy])
    #expect(try goSettings(of: machine).settings.hasLocalProxy == isLocal)
  }

  @Test func `what a choice needs is not looked for on the network`() throws {
    var machine = goMachine(
      ["/w/a/go.mod": "go 1.99.0\n", "/nfs/bin/go1.99.0": .file("", mode: 0o755)],
      environment: ["PATH": "/go/bin:/nfs/bin"])
    machine.files = machine.files.adding(mount: "/nfs", of: "nfs4")
    #expect(throws: NotExamined.self) { try GoSurvey(of: machine).choice.get() }
    machine.mayWait = true
    guard case .another(_, let path)? = try GoSurvey(of: machine).choice.get()?.toolchain else {
      Issue.record("not found")
      return
    }
    #expect(path == "/nfs/bin/go1.99.0")
  }

  @Test func `what a Windows drive is made of is looked at by who stands on it alone`() throws {
    var machine = goMachine(
      ["/c/app/go.mod": "go 1.99.0\n"], environment: ["PATH": "/go/bin:/c/bin"], in: "/c/app")
    machine.files = machine.files.adding(mount: "/c", of: "drvfs")
    #expect(try GoSurvey(of: machine).choice.get()?.demand?.file == "/c/app/go.mod")
    machine.workingDirectory = "/w/a"
    machine.environment["GOWORK"] = "/c/app/go.work"
    #expect(throws: NotExamined.self) { try GoSurvey(of: machine).choice.get() }
  }
}

extension FileTree {
  /// The same files with a mount table that has a mount beside the root.
  fileprivate func adding(mount point: ByteString, of type: ByteString) -> FileTree {
    let table: ByteString = "1 0 8:1 / / rw - ext4 /dev/sda rw\n"
    let text = table + "2 1 0:9 / " + point + " rw - " + type + " x rw\n"
    let mounts = FileTree.only(["/proc/self/mountinfo": .file(text)])
    return FileTree(
      status: status, link: link, mayExecute: mayExecute,
      open: { path throws(Errno) in
        try path == "/proc/self/mountinfo" ? mounts.open(path) : self.open(path)
      })
  }
}
