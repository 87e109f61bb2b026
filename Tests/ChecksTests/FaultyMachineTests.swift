import Checks
import Formats
import Machines
import Testing

/// Machines with a fault, and what must be said of each: the code, how grave, and the entries of PATH condemned.
private let faulty:
  [(name: String, machine: Example, code: String, severity: Severity, condemned: [Int])] = [
    (
      "a link in a Linux directory to a Windows go",
      wsl(
        [
          "/home/u/bin/go": .link("/mnt/c/Go/bin/go"), "/mnt/c/Go/bin/go": .file("MZ", mode: 0o777),
        ],
        path: "/home/u/bin:/usr/local/go/bin"), "GT101", .error, []
    ),
    (
      "drvfs of WSL1",
      linux(
        ["/mnt/d/go/bin/go": .file("MZ", mode: 0o777)], ["PATH": "/mnt/d/go/bin:" + goPath],
        mounts: [Mount(point: "/mnt/d", type: "drvfs", source: "D:")]), "GT101", .error, [0]
    ),
    (
      "virtiofs of newer WSL, mounted elsewhere than /mnt",
      linux(
        ["/win/c/go/bin/go": .file("MZ", mode: 0o777)], ["PATH": "/win/c/go/bin:" + goPath],
        mounts: [Mount(point: "/win/c", type: "virtiofs", source: "drvfsC0")]), "GT101", .error, [0]
    ),
    (
      "a module and no go at all",
      bare(["/home/u/app/go.mod": "module app\n"], ["PATH": systemPath]).standing(
        in: "/home/u/app/cmd/x"),
      "GT102", .warning, []
    ),
    (
      "an older go in a home directory",
      linux(
        ["/home/u/bin/go": .goCommand("go1.22.1")], ["PATH": "/home/u/bin:" + goPath]), "GT103",
      .warning, []
    ),
    ("GOROOT that is gone", linux([:], ["GOROOT": "/usr/lib/go-1.18"]), "GT104", .error, []),
    ("GOROOT with a tilde", linux([:], ["GOROOT": "~/go"]), "GT104", .error, []),
    ("GOROOT of Windows", linux([:], ["GOROOT": "C:\\Go"]), "GT104", .error, []),
    ("GOROOT that is a file", linux(["/opt/go": ""], ["GOROOT": "/opt/go"]), "GT104", .error, []),
    (
      "GOROOT in the go/env file",
      linux(["/home/u/.config/go/env": "GOPROXY=direct\nGOROOT=/opt/go\n"]), "GT104", .error, []
    ),
    (
      "GOROOT without pkg/tool",
      linux(["/opt/go/bin/go": .goCommand("go1.27.3")], ["GOROOT": "/opt/go"]),
      "GT104", .error, []
    ),
    (
      "GOROOT of an older version, which has no go.env either",
      linux([:], ["GOROOT": "/opt/go1.19"], tree: "/opt/go1.19").replacing(
        ["/opt/go1.19/VERSION": "go1.19.8\n"]), "GT105", .error, []
    ),
    (
      "a tree that lost its go.env", linux().without("/usr/local/go/go.env"), "GT106", .error, []
    ),
    (
      "a tree that lost its go.env, which only GOTOOLCHAIN is missed from",
      linux([:], ["GOPROXY": "direct", "GOSUMDB": "off"]).without("/usr/local/go/go.env"), "GT106",
      .warning, []
    ),
    (
      "a release unpacked over an older one", linux(version: "go1.27.3", said: "go1.21.13"),
      "GT107",
      .error, []
    ),
    (
      "Go unpacked in ~/go, and GOROOT exported",
      bare(
        [
          "/home/u/go/bin/go": .goCommand("go1.27.3"), "/home/u/go/VERSION": "go1.27.3\n",
          "/home/u/go/go.env": goEnv, "/home/u/go/pkg/tool/linux_amd64": .directory(),
        ], ["PATH": "/home/u/go/bin:/usr/bin", "HOME": "/home/u", "GOROOT": "/home/u/go"]), "GT108",
      .error, []
    ),
    (
      "GOPATH set to the installation", linux([:], ["GOPATH": "/usr/local/go"]), "GT108", .warning,
      []
    ),
    (
      "a copy of go in /usr/local/bin",
      linux(["/usr/local/bin/go": .goCommand("go1.27.3")], ["PATH": systemPath]), "GT109", .error,
      []
    ),
    ("an empty PATH entry at the end", linux([:], ["PATH": goPath + ":"]), "GT110", .warning, [7]),
    ("a dot in front", linux([:], ["PATH": ".:" + goPath]), "GT110", .error, [0]),
    (
      "relative entries in the middle",
      linux([:], ["PATH": "/usr/local/go/bin:bin:/usr/bin:node_modules/.bin"]), "GT110", .error,
      [1, 3]
    ),
    ("an empty PATH", linux([:], ["PATH": ""]), "GT110", .warning, [0]),
    (
      "a directory writable by all before the system's",
      linux(["/opt/x": .directory(mode: 0o777)], ["PATH": "/opt/x:" + goPath]), "GT111", .error, [0]
    ),
    (
      "a shared directory with the sticky bit",
      linux(["/opt/x": .directory(mode: 0o1777)], ["PATH": "/opt/x:" + goPath]), "GT111", .warning,
      []
    ),
    (
      "a system directory writable by all is told, and stays in PATH",
      linux(["/usr/bin": .directory(mode: 0o777)]), "GT111", .error, []
    ),
    (
      "a variable nobody expanded", linux([:], ["PATH": "$HOME/bin:" + goPath]), "GT112", .error,
      [0]
    ),
    ("a carriage return", linux([:], ["PATH": goPath + ":/home/u/go/bin\r"]), "GT112", .error, [7]),
    ("quotes", linux([:], ["PATH": "\"/home/u/my bin\":" + goPath]), "GT112", .error, [0]),
    (
      "a tilde in zsh", linux([:], ["PATH": goPath + ":~/go/bin", "SHELL": "/bin/zsh"]), "GT112",
      .error,
      [7]
    ),
    (
      "a tilde in bash, which expands it",
      linux([:], ["PATH": goPath + ":~/go/bin", "SHELL": "/bin/bash"]), "GT112", .warning, []
    ),
    (
      "a module cache on NFS",
      linux(
        [:], ["GOMODCACHE": "/nfs/mod"],
        mounts: [Mount(point: "/nfs", type: "nfs4", source: "nas:/export")]), "GT126", .warning, []
    ),
    (
      "a build cache through a link on sshfs",
      linux(
        ["/home/u/.cache": .link("/net/cache")], [:],
        mounts: [Mount(point: "/net", type: "fuse.sshfs", source: "host:")]), "GT126", .warning, []
    ),
    (
      "a module on drive C:",
      wsl(["/mnt/c/src/app/go.mod": "module app\n"], path: goPath, in: "/mnt/c/src/app/internal/x"),
      "GT127", .warning, []
    ),
  ]

/// Commands that a report offers, ready to be pasted.
private let pasted: [(words: [ByteString], line: String)] = [
  (["chmod", "o-w", "/opt/x"], "chmod o-w /opt/x"),
  (["chmod", "o-w", "/opt/my tools"], "chmod o-w '/opt/my tools'"),
  (["chmod", "o-w", "/opt/x; rm -rf y"], "chmod o-w '/opt/x; rm -rf y'"),
  (["chmod", "o-w", "/opt/it's"], #"chmod o-w '/opt/it'\''s'"#),
  (["chmod", "o-w", "/opt/\u{1B}[31m"], #"chmod o-w $'/opt/\x1b[31m'"#),
  (["chmod", "o-w", ByteString([0x2F, 0xFF])], #"chmod o-w $'/\xff'"#),
  (["echo", ""], "echo ''"),
]

/// Machines of which something cannot be told, and the code that says so.
private let obscure: [(name: String, machine: Example, code: String)] = [
  (
    "the first go may be on a network mount",
    linux([:], ["PATH": "/nfs/bin:" + goPath], mounts: [Mount(point: "/nfs", type: "nfs4")]),
    "GT103"
  ),
  (
    "the go/env file is on a network mount",
    linux([:], ["HOME": "/nfs/u"], mounts: [Mount(point: "/nfs", type: "nfs4")]), "GT126"
  ),
  (
    "GOROOT is on a network mount",
    linux([:], ["GOROOT": "/nfs/go"], mounts: [Mount(point: "/nfs", type: "cifs")]), "GT104"
  ),
  (
    "a line of the mount table is cut off",
    linux(
      [
        "/proc/self/mountinfo":
          "30 1 8:1 / / rw - ext4 /dev/sda rw\n36 30 0:40 / /mnt/c rw -\n",
        "/mnt/c/Go/bin": .directory(mode: 0o777),
      ], ["PATH": "/mnt/c/Go/bin:" + goPath]), "GT111"
  ),
  ("the mount table is empty", linux(["/proc/self/mountinfo": ""]), "GT101"),
  (
    "the go/env file is too large",
    linux(["/home/u/.config/go/env": .file(ByteString([UInt8](repeating: 0x41, count: 1 << 21)))]),
    "GT106"
  ),
]

@Suite struct FaultyMachineTests {
  @Test(arguments: faulty.indices) func `a fault is told, as gravely as it is`(index: Int) {
    let (name, example, code, severity, condemned) = faulty[index]
    guard case .finding(let finding)? = outcome(of: code, on: example.machine) else {
      Issue.record("\(name): \(String(describing: outcome(of: code, on: example.machine)))")
      return
    }
    #expect(finding.severity == severity, "\(name)")
    #expect(finding.condemned == condemned, "\(name)")
  }

  @Test(arguments: obscure.indices) func `what cannot be told is said to be unknown`(index: Int) {
    let (name, example, code) = obscure[index]
    guard case .unknown? = outcome(of: code, on: example.machine) else {
      Issue.record("\(name): \(String(describing: outcome(of: code, on: example.machine)))")
      return
    }
  }

  @Test(arguments: pasted.indices) func `a command can be pasted, and drives no terminal`(
    index: Int
  ) {
    #expect(ShellWords.line(pasted[index].words) == pasted[index].line)
  }

  @Test func `who may wait is told what is on the network`() {
    var machine = linux(
      ["/nfs/bin/go": .goCommand("go1.21.13"), "/nfs/u/.config/go/env": "GOFLAGS=\n"],
      ["PATH": "/nfs/bin:" + goPath, "HOME": "/nfs/u"], mounts: [Mount(point: "/nfs", type: "nfs4")]
    ).machine
    machine.mayWait = true
    for code in ["GT103", "GT126"] {
      guard case .finding? = outcome(of: code, on: machine) else {
        Issue.record("\(code) \(String(describing: outcome(of: code, on: machine)))")
        continue
      }
    }
  }
}

extension Example {
  fileprivate func standing(in directory: ByteString) -> Example {
    Example(files, environment: environment, mounts: mounts, in: directory)
  }

  fileprivate func replacing(_ other: [ByteString: ExampleFile]) -> Example {
    Example(
      files.merging(other) { $1 }, environment: environment, mounts: mounts, in: directory)
  }

  fileprivate func without(_ path: ByteString) -> Example {
    Example(
      files.filter { $0.key != path }, environment: environment, mounts: mounts, in: directory)
  }
}
