import Checks
import Formats
import Machines
import Testing

/// Machines on which nobody should be told anything: the list that binds as much as the conditions do.
private let healthy: [(name: String, machine: Example)] = [
  (
    "WSL's default PATH, Linux go first", wsl(path: "/usr/local/go/bin:" + systemPath + windowsPath)
  ),
  ("appendWindowsPath=false", wsl(path: "/usr/local/go/bin:" + systemPath)),
  (
    "a disk at /mnt/data",
    linux(
      ["/mnt/data/app/go.mod": "module app\n"], ["GOCACHE": "/mnt/data/cache"],
      mounts: [Mount(point: "/mnt/data", type: "ext4", source: "/dev/sdb1")], in: "/mnt/data/app")
  ),
  (
    "a tmpfs below /mnt/c",
    wsl(
      ["/mnt/c/ram/app/go.mod": "module app\n"], path: "/usr/local/go/bin:" + systemPath,
      mounts: [Mount(point: "/mnt/c/ram", type: "tmpfs")], in: "/mnt/c/ram/app")
  ),
  (
    "an ext4 disk of WSL's below /mnt/wsl",
    wsl(
      ["/mnt/wsl/disk/app/go.mod": "module app\n"], path: "/usr/local/go/bin:" + systemPath,
      mounts: [
        Mount(point: "/mnt/wsl", type: "tmpfs"),
        Mount(point: "/mnt/wsl/disk", type: "ext4", source: "/dev/sdd1"),
      ], in: "/mnt/wsl/disk/app")
  ),
  (
    "standing on drive C: without a module",
    wsl(path: "/usr/local/go/bin:" + systemPath + windowsPath, in: "/mnt/c/Users/u")
  ),
  (
    "Docker in WSL2",
    linux(
      ["/.dockerenv": "", "/proc/sys/kernel/osrelease": "5.15.167.4-microsoft-standard-WSL2\n"],
      mounts: [Mount(point: "/app", type: "ext4", source: "/dev/sdc")])
  ),
  ("an Azure kernel", linux(["/proc/sys/kernel/osrelease": "6.8.0-1021-azure\n"])),
  (
    "drvfs directories, which all are 0777, in front",
    wsl(path: "/mnt/c/Windows:/usr/local/go/bin:" + systemPath)
  ),
  (
    "the golang image",
    linux(
      ["/.dockerenv": "", "/go/bin": .directory(mode: 0o1777), "/go": .directory(mode: 0o1777)],
      [
        "GOPATH": "/go", "PATH": "/go/bin:/usr/local/go/bin:" + systemPath, "HOME": "/root",
        "GOTOOLCHAIN": "local", "GOLANG_VERSION": "1.27.3",
      ], in: "/go")
  ),
  ("Debian's /usr/local/bin", linux(["/usr/local/bin": .directory(mode: 0o2775)])),
  (
    "user-private groups",
    linux(["/home/u/bin": .directory(mode: 0o775)], ["PATH": "/home/u/bin:" + goPath])
  ),
  (
    "missing and duplicate entries",
    linux([:], ["PATH": "/gone:" + goPath + ":/usr/bin:/gone:/usr/bin"])
  ),
  ("a slash at the end of entries", linux([:], ["PATH": "/usr/local/go/bin/:/usr/bin/:/bin/"])),
  (
    "a merged /usr",
    linux(["/bin": .link("usr/bin"), "/sbin": .link("usr/sbin"), "/usr/sbin": .directory()])
  ),
  ("a directory called go", linux(["/usr/local/bin/go": .directory()])),
  (
    "a link to nothing called go",
    linux(["/usr/local/bin/go": .link("/gone")], ["PATH": "/usr/local/bin:" + goPath])
  ),
  (
    "a link in a circle called go",
    linux(["/usr/local/bin/go": .link("go")], ["PATH": "/usr/local/bin:" + goPath])
  ),
  (
    "a file that is no program called go",
    linux(["/usr/local/bin/go": "notes"], ["PATH": "/usr/local/bin:" + goPath])
  ),
  (
    "a pyenv, asdf or mise shim",
    linux(
      ["/home/u/shims/go": .file("#!/bin/sh\nexec mise x -- go \"$@\"\n", mode: 0o755)],
      ["PATH": "/home/u/shims:" + goPath, "GOROOT": "/home/u/.asdf/installs/golang/1.22/go"],
      tree: "/home/u/.asdf/installs/golang/1.22/go", version: "go1.22.10")
  ),
  (
    "snap",
    bare(
      ["/snap/bin/go": .link("/usr/bin/snap"), "/usr/bin/snap": .file("\u{7F}ELF", mode: 0o755)],
      ["PATH": systemPath + ":/snap/bin", "HOME": "/home/u"])
  ),
  (
    "Fedora's alternatives",
    bare(
      [
        "/usr/bin/go": .link("/etc/alternatives/go"),
        "/etc/alternatives/go": .link("/usr/lib/golang/bin/go"),
        "/usr/lib/golang/bin/go": .goCommand("go1.27.3"), "/usr/lib/golang/VERSION": "go1.27.3\n",
        "/usr/lib/golang/go.env": goEnv, "/usr/lib/golang/pkg/tool/linux_amd64": .directory(),
      ], ["PATH": systemPath, "HOME": "/home/u"])
  ),
  (
    "nix",
    bare(
      [
        "/run/current-system/sw/bin/go": .link("/nix/store/abc-go-1.27.3/bin/go"),
        "/nix/store/abc-go-1.27.3/bin/go": .link("../share/go/bin/go"),
        "/nix/store/abc-go-1.27.3/share/go/bin/go": .goCommand("go1.27.3"),
        "/nix/store/abc-go-1.27.3/share/go/VERSION": "go1.27.3\n",
        "/nix/store/abc-go-1.27.3/share/go/go.env": goEnv,
        "/nix/store/abc-go-1.27.3/share/go/pkg/tool/linux_amd64": .directory(),
      ], ["PATH": "/run/wrappers/bin:/run/current-system/sw/bin", "HOME": "/home/u"])
  ),
  (
    "Arch",
    bare(
      [
        "/usr/bin/go": .link("../lib/go/bin/go"), "/usr/lib/go/bin/go": .goCommand("go1.27.3"),
        "/usr/lib/go/VERSION": "go1.27.3\ntime 2026-11-01T00:00:00Z\n",
        "/usr/lib/go/go.env": .link("/etc/go.env"), "/etc/go.env": goEnv,
        "/usr/lib/go/pkg/tool/linux_amd64": .directory(),
      ], ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/bin", "HOME": "/home/u"])
  ),
  (
    "Homebrew",
    bare(
      [
        "/home/linuxbrew/.linuxbrew/bin/go": .link("../Cellar/go/1.27.3/bin/go"),
        "/home/linuxbrew/.linuxbrew/Cellar/go/1.27.3/bin/go": .link("../libexec/bin/go"),
        "/home/linuxbrew/.linuxbrew/Cellar/go/1.27.3/libexec/bin/go": .goCommand("go1.27.3"),
        "/home/linuxbrew/.linuxbrew/Cellar/go/1.27.3/libexec/VERSION": "go1.27.3\n",
        "/home/linuxbrew/.linuxbrew/Cellar/go/1.27.3/libexec/go.env": goEnv,
        "/home/linuxbrew/.linuxbrew/Cellar/go/1.27.3/libexec/pkg/tool/linux_amd64": .directory(),
      ], ["PATH": "/home/linuxbrew/.linuxbrew/bin:" + systemPath, "HOME": "/home/u"])
  ),
  (
    "a wrapper of golang.org/dl",
    linux(
      [
        "/home/u/go/bin/go1.21.13": .goCommand("go1.21.13"),
        "/home/u/sdk/go1.21.13/bin/go": .goCommand("go1.21.13"),
      ], ["PATH": goPath + ":/home/u/go/bin"])
  ),
  ("GOROOT with a slash", linux([:], ["GOROOT": "/usr/local/go/"])),
  ("GOROOT through a link", linux(["/opt/go": .link("/usr/local/go")], ["GOROOT": "/opt/go"])),
  ("an empty GOROOT", linux([:], ["GOROOT": ""])),
  (
    "a newer module that go may fetch the toolchain for", linux(newerModule, in: "/home/u/app")
  ),
  (
    "a newer module and GOTOOLCHAIN=path, with the toolchain in PATH",
    linux(
      newerModule.merging(["/usr/bin/go1.99.0": .file("", mode: 0o755)]) { $1 },
      ["GOTOOLCHAIN": "path"], in: "/home/u/app")
  ),
  (
    "a newer module and no proxy, with the toolchain in the module cache",
    linux(
      newerModule.merging(cachedToolchain) { $1 }, ["GOPROXY": "off"], in: "/home/u/app")
  ),
  (
    "a newer module and no proxy, past which toolchains are fetched",
    linux(
      newerModule, ["GOPROXY": "off", "GONOPROXY": "golang.org/toolchain"], in: "/home/u/app")
  ),
  (
    "a newer module and no checksums, which a directory of modules does without",
    linux(
      newerModule.merging(["/usr/local/go/go.env": "GOSUMDB=off\nGOTOOLCHAIN=auto\n"]) { $1 },
      ["GOPROXY": "file:///srv/go"], in: "/home/u/app")
  ),
  (
    "a newer module, and another file in its place",
    linux(
      newerModule, ["GOTOOLCHAIN": "local", "GOFLAGS": "-modfile=old.mod"], in: "/home/u/app")
  ),
  (
    "a newer module below an older workspace",
    linux(
      newerModule.merging([
        "/home/u/go.work": "go 1.20\nuse ./b\n", "/home/u/b/go.mod": "module b\n",
      ]) { $1 }, ["GOTOOLCHAIN": "local"],
      in: "/home/u/app")
  ),
  (
    "modules of a workspace that ask for no more than it does",
    linux(
      [
        "/home/u/go.work": "go 1.22\nuse (\n\t./a\n\t./b\n)\n",
        "/home/u/b/go.mod": "module b\n",
        "/home/u/a/go.mod": "module a\n\ngo 1.22\n",
      ], in: "/home/u/a")
  ),
  (
    "an old module's go line, which no go.work has to follow",
    linux(
      ["/home/u/go.work": "use ./a\n", "/home/u/a/go.mod": "module a\n\ngo 1.20\n"],
      in: "/home/u/a")
  ),
  (
    "-modfile in a workspace, and an old go",
    linux(
      ["/w/go.work": "use .\n", "/w/go.mod": "module w\n"],
      ["GOFLAGS": "-modfile=x.mod", "GOWORK": "/w/go.work"],
      version: "go1.19.8")
  ),
  (
    "-mod=vendor in a workspace",
    linux(
      ["/w/go.work": "use .\n", "/w/go.mod": "module w\n"],
      ["GOFLAGS": "-mod=vendor", "GOWORK": "/w/go.work"])
  ),
  (
    "values of flags in all their forms",
    linux([:], ["GOFLAGS": "-p=0x2 -race=f -buildvcs=auto -timeout=1h -ldflags=all=-w -mod="])
  ),
  ("a flag that came with a go", linux([:], ["GOFLAGS": "-pgo=off"], version: "go1.20.1")),
  (
    "values that go reads at every start",
    linux(
      [:],
      [
        "GOEXPERIMENT": "nojsonv2,,none", "GOMEMLIMIT": "2GiB", "GOAMD64": "x", "GOARM64": "v8.1",
        "CC": "ccache gcc", "CGO_CFLAGS": "'-DA=b c'", "GOFIPS140": "latest",
        "XDG_CACHE_HOME": "/c",
      ])
  ),
  (
    "an experiment that some go has had",
    linux([:], ["GOEXPERIMENT": "rangefunc"], version: "go1.22.1")
  ),
  ("a /tmp for all", linux(["/tmp": .directory(mode: 0o1777)])),
  ("a /tmp of the user's own", linux(["/tmp": .directory(mode: 0o700)])),
  (
    "a program that keeps the build cache",
    linux(["/usr/bin/keeper": .file("", mode: 0o755)], ["GOCACHEPROG": "keeper -x"])
  ),
  (
    "GOTOOLCHAIN=local that is satisfied",
    linux(
      ["/home/u/app/go.mod": "module app\n\ngo 1.27.3\n"], ["GOTOOLCHAIN": "local"],
      in: "/home/u/app")
  ),
  (
    "a go before toolchains, and a newer module without a release",
    linux(
      ["/home/u/app/go.mod": "module app\n\ngo 1.22 // of course\n"], in: "/home/u/app",
      version: "go1.19.8")
  ),
  ("GOWORK=off", linux([:], ["GOWORK": "off"])),
  ("a temporary directory of one's own", linux(["/t": .directory()], ["TMPDIR": "/t"])),
  (
    "a TMPDIR that is gone, which GOTMPDIR covers",
    linux(["/t": .directory()], ["TMPDIR": "/gone", "GOTMPDIR": "/t"])
  ),
  (
    "an older go, which starts nothing from its cache",
    linux(
      [:], ["GOCACHE": "/scratch/c"],
      mounts: [Mount(point: "/scratch", type: "tmpfs", options: "rw,noexec")], version: "go1.22.1")
  ),
  ("a build cache that is yet to be made", linux([:], ["GOCACHE": "/c/a/b"])),
  (
    "a build cache whose parts may be written",
    linux(["/c": .directory(mode: 0o555), "/c/00": .directory()], ["GOCACHE": "/c"])
  ),
  ("the processor's smaller brother", linux([:], ["GOARCH": "386"])),
  ("cgo left to go, and no compiler", linux([:], ["CC": "nocc"])),
  (
    "a compiler with options",
    linux(
      ["/opt/cc/bin/gcc 14": .file("", mode: 0o755)],
      ["CGO_ENABLED": "1", "CC": "'/opt/cc/bin/gcc 14' -pipe"])
  ),
  ("GOENV=off", linux([:], ["GOENV": "off"])),
  ("GO111MODULE=off", linux([:], ["GO111MODULE": "off"])),
  (
    "a newer go in front of the distribution's",
    linux(
      [
        "/usr/bin/go": .link("../lib/go-1.19/bin/go"),
        "/usr/lib/go-1.19/bin/go": .goCommand("go1.19.8"), "/usr/lib/go-1.19/VERSION": "go1.19.8",
        "/usr/lib/go-1.19/pkg/tool/linux_amd64": .directory(),
      ])
  ),
  (
    "a newer go that is a bare copy, or in the current directory",
    linux(
      ["/opt/copy/go": .goCommand("go1.28.0"), "/home/u/go": .goCommand("go1.28.1")],
      ["PATH": goPath + ":/opt/copy", "GOROOT": "/usr/local/go"])
  ),
  (
    "an experiment in the version",
    linux(version: "go1.27.3 X:nocoverageredesign", said: "go1.27.3")
  ),
  (
    "a container whose root is a FUSE file system",
    linux([:], mounts: [Mount(point: "/", type: "fuse.fuse-overlayfs")])
  ),
  (
    "GOFLAGS with quotation marks",
    linux([:], ["GOFLAGS": "'-ldflags=-s -w' -trimpath -buildvcs=false --race"])
  ),
  (
    "a mirror and private modules",
    linux(
      [
        "/home/u/.config/go/env": "GOPRIVATE=github.com/corp/*\nGOPROXY=https://goproxy.cn,direct\n"
      ],
      ["GONOSUMDB": "*.corp.example", "GOINSECURE": "git.corp", "GOSUMDB": "sum.golang.google.cn"])
  ),
  (
    "empty variables",
    linux(
      [:], ["GOPROXY": "", "GOSUMDB": "", "GOTOOLCHAIN": "", "GOFLAGS": "", "GOPATH": ""])
  ),
  ("GOTOOLCHAIN=local", linux(["/home/u/.config/go/env": "GOTOOLCHAIN=local\n"])),
  ("a toolchain that go would download", linux([:], ["GOTOOLCHAIN": "go1.22.5+auto"])),
  (
    "a version of the language that is on PATH",
    linux(["/usr/bin/go1.24": .goCommand("go1.24")], ["GOTOOLCHAIN": "go1.24"])
  ),
  (
    "a version of the language that a module may raise",
    linux(["/src/go.mod": "go 1.27.3\n"], ["GOTOOLCHAIN": "go1.24+auto"], in: "/src")
  ),
  (
    "the runtime's variables",
    linux([:], ["GOMAXPROCS": "2", "GOGC": "50", "GOMEMLIMIT": "1GiB", "GODEBUG": "x=1"])
  ),
  (
    "a go/env file with comments, nothing in it and names of others",
    linux(["/home/u/.config/go/env": "# ours\r\n\r\n\nMY_TOOL=x\n[go]\n"])
  ),
  (
    "GOENV=off beside a file with faults",
    linux(["/home/u/.config/go/env": "GOPROXY=\r\nexport GOBIN=b\n"], ["GOENV": "off"])
  ),
  (
    "lines that the environment outdoes",
    linux(
      ["/home/u/.config/go/env": "GOPROXY=none\nGOSUMDB=\nGOTOOLCHAIN=1.2\nGOFLAGS=x\nGOPATH=p\n"],
      [
        "GOPROXY": "direct", "GOSUMDB": "sum.golang.org", "GOTOOLCHAIN": "auto", "GOFLAGS": "-x",
        "GOPATH": "/home/u/go",
      ])
  ),
  (
    "an old go, to which newer variables mean nothing",
    bare(
      [
        "/usr/lib/go-1.19/bin/go": .goCommand("go1.19.8"), "/usr/lib/go-1.19/VERSION": "go1.19.8",
        "/usr/lib/go-1.19/pkg/tool/linux_amd64": .directory(),
        "/home/u/.config/go/env": "GOPROXY=\nGOTOOLCHAIN=1.19\n",
      ], ["PATH": "/usr/lib/go-1.19/bin:" + systemPath, "HOME": "/home/u"])
  ),
  ("a GOPATH of several directories", linux([:], ["GOPATH": "/home/u/go::/srv/go:"])),
  (
    "a GOPATH that begins with nothing, and a GOMODCACHE",
    linux([:], ["GOPATH": ":/a", "GOMODCACHE": "/m"])
  ),
  (
    "no modules",
    linux(
      [:],
      [
        "GO111MODULE": "off", "GOPROXY": "none", "GOSUMDB": "x", "GOTOOLCHAIN": "banana",
        "GOPRIVATE": "*", "GOMODCACHE": "m", "GOPATH": ":/a",
      ])
  ),
  (
    "-mod=mod and no workspace",
    linux(["/src/go.mod": "module a\n"], ["GOFLAGS": "-mod=mod"], in: "/src")
  ),
  (
    "-mod=mod and a workspace switched off, or a later -mod",
    linux(
      ["/src/go.mod": "module a\n", "/src/go.work": "use .\n"],
      ["GOFLAGS": "-mod=mod -mod=readonly"],
      in: "/src")
  ),
  (
    "-mod=vendor with a vendor directory",
    linux(
      ["/src/go.mod": "require b.c/d v1.0.0\n", "/src/vendor": .directory()],
      ["GOFLAGS": "-mod=vendor"], in: "/src")
  ),
  (
    "-mod=vendor and nothing to vendor",
    linux(["/src/go.mod": "module a\n"], ["GOFLAGS": "-mod=vendor"], in: "/src")
  ),
  (
    "-mod=vendor and an empty block of requirements",
    linux(["/src/go.mod": "module a\n\nrequire ()\n"], ["GOFLAGS": "-mod=vendor"], in: "/src")
  ),
  (
    "GOPRIVATE of everything that has no effect",
    linux([:], ["GOPRIVATE": "*", "GONOPROXY": "none", "GONOSUMDB": "none"])
  ),
  (
    "a distribution without a checksum database",
    linux(["/usr/local/go/go.env": "GOPROXY=direct\nGOSUMDB=off\nGOTOOLCHAIN=local\n"])
  ),
  ("no HOME", linux([:], ["HOME": "", "GOCACHE": "/var/cache/go", "GOPATH": "/go"])),
  (
    "an editor's pin of the same go by another name, or of the same version",
    linux(
      [
        server: .file(pin("/opt/go/bin/go")), "/opt/go": .link("/usr/local/go"),
        "/home/u/.config/Code/User/settings.json": .file(pin("/home/u/sdk/go1.27.3/bin/go")),
        "/home/u/sdk/go1.27.3/bin/go": .goCommand("go1.27.3"),
      ])
  ),
  (
    "an editor's pin that is in a comment, or empty",
    linux([
      server: "{ // \"go.goroot\": \"/gone\",\n\"go.goroot\": \"\", /* \"go.goroot\": 1 */ }",
      "/home/u/.cursor-server/data/Machine/settings.json": "",
      "/home/u/.config/Code/User/settings.json": "// {\"go.goroot\": \"/gone\"}",
    ])
  ),
  (
    "an editor's pin that the folder's settings outdo",
    linux(
      [
        server: .file(pin("/gone")),
        "/home/u/app/.vscode/settings.json": .file(pin("/usr/local/go/bin/go")),
      ], in: "/home/u/app")
  ),
  (
    "a stale go.goroot that a pinned program outdoes",
    linux([
      server:
        "{\"go.goroot\": \"/gone\", \"go.alternateTools\": {\"go\": \"/usr/local/go/bin/go\"}}"
    ])
  ),
  (
    "an editor's pin of what snap starts",
    bare(
      [
        "/snap/bin/go": .link("/usr/bin/snap"), "/usr/bin/snap": .file("\u{7F}ELF", mode: 0o755),
        "/snap/go/10971/bin/go": .goCommand("go1.27.3"), "/snap/go/current": .link("10971"),
        server: .file(pin("/snap/go/current/bin/go")),
      ], ["PATH": systemPath + ":/snap/bin", "HOME": "/home/u"])
  ),
  (
    "an editor's pin of a version manager's stand-in, or of a name",
    linux([
      "/home/u/.shims/go": .file("#!/bin/sh\n", mode: 0o755),
      server: .file(pin("/home/u/.shims/go")),
      "/home/u/.config/Code/User/settings.json": .file(pin("go1.21.13")),
      "/usr/local/bin/go1.21.13": .file("#!/bin/sh\n", mode: 0o755),
    ])
  ),
  (
    "an editor's pin where PATH has no go",
    bare(
      [server: .file(pin("/opt/go/bin/go")), "/opt/go/bin/go": .goCommand("go1.27.3")],
      ["PATH": systemPath, "HOME": "/home/u"])
  ),
  ("settings with every kind of entry but a pin", linux([server: .file(settings)])),
  ("nothing at all", Example(environment: [:])),
]

/// A module that asks for Go 1.99, in /home/u/app.
private let newerModule: [ByteString: ExampleFile] = [
  "/home/u/app/go.mod": "module app\n\ngo 1.99.0\n"
]

private let cachedToolchain: [ByteString: ExampleFile] = {
  let cache: ByteString = "/home/u/go/pkg/mod/"
  let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
  return [
    cache + "golang.org/toolchain@" + release + "/bin/go": .file("", mode: 0o755),
    cache + "cache/download/golang.org/toolchain/@v/" + release + ".ziphash": "h1:",
  ]
}()

let server: ByteString = "/home/u/.vscode-server/data/Machine/settings.json"

/// Settings that name the go command to run.
func pin(_ path: ByteString) -> ByteString {
  "{\r\n\t\"go.alternateTools\": {\"dlv\": \"/x\", \"go\": \"" + path + "\"},\r\n}\r\n"
}

private let settings: ByteString =
  "\u{FEFF}{\"go.toolsEnvVars\": {\"GOROOT\": \"/gone\"}, \"go.alternateTools\": {\"dlv\": \"/gone\"}, "
  + "\"[go]\": {\"go.goroot\": \"/gone\"}, \"gopls\": null, \"a\": [1, {}]}"

let systemPath: ByteString = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
let goPath: ByteString = "/usr/local/go/bin:" + systemPath
let goEnv: ExampleFile = "GOPROXY=https://proxy\nGOSUMDB=sum\nGOTOOLCHAIN=auto\n"
private let windowsPath: ByteString =
  ":/usr/lib/wsl/lib:/mnt/c/windows/system32:/mnt/c/windows:/mnt/c/Program Files/Go/bin"
  + ":/mnt/c/Users/u/AppData/Local/Programs/Microsoft VS Code/bin:/mnt/c/Users/u/go/bin:/snap/bin"

/// These files and variables, and nothing of Go's.
func bare(
  _ files: [ByteString: ExampleFile], _ environment: [ByteString: ByteString]
) -> Example {
  Example(files, environment: environment)
}

/// Go in /usr/local/go, first in PATH, and what is said besides.
func linux(
  _ files: [ByteString: ExampleFile] = [:], _ environment: [ByteString: ByteString] = [:],
  mounts: [Mount] = [], in directory: ByteString = "/home/u", tree: ByteString? = nil,
  version: ByteString = "go1.27.3", said: ByteString? = nil
) -> Example {
  var all: [ByteString: ExampleFile] = [
    "/usr/bin": .directory(), "/bin": .directory(), "/home/u": .directory(),
    "/usr/local/go/bin/go": .goCommand(version),
    "/usr/local/go/VERSION": .file((said ?? version) + "\n"), "/usr/local/go/go.env": goEnv,
    "/usr/local/go/pkg/tool/linux_amd64": .directory(),
  ]
  if let tree {
    all[tree.appending("VERSION")] = .file(version + "\n")
    all[tree.appending("go.env")] = goEnv
    all[tree.appending("pkg/tool/linux_amd64")] = .directory()
  }
  let variables: [ByteString: ByteString] = ["PATH": goPath, "HOME": "/home/u"]
  return Example(
    all.merging(files) { $1 }, environment: variables.merging(environment) { $1 }, mounts: mounts,
    in: directory)
}

/// The same under WSL2, with drive C:.
func wsl(
  _ files: [ByteString: ExampleFile] = [:], path: ByteString, mounts: [Mount] = [],
  in directory: ByteString = "/home/u"
) -> Example {
  let kernel: [ByteString: ExampleFile] = [
    "/proc/sys/kernel/osrelease": "6.6.87.2-microsoft-standard-WSL2\n",
    "/run/WSL": .directory(mode: 0o777), "/mnt/c/Users/u": .directory(mode: 0o777),
    "/mnt/c/Program Files/Go/bin/go.exe": .file("MZ", mode: 0o777),
  ]
  let drive = Mount(
    point: "/mnt/c", type: "9p", source: "C:\\134",
    options: "rw,aname=drvfs;path=C:\\134;uid=1000;gid=1000;symlinkroot=/mnt/,mmap")
  return linux(
    kernel.merging(files) { $1 }, ["PATH": path, "WSL_DISTRO_NAME": "Debian"],
    mounts: [drive] + mounts, in: directory)
}

@Suite struct HealthyMachineTests {
  @Test(arguments: healthy.indices) func `nobody is told anything`(index: Int) {
    var (name, example) = healthy[index]
    let agent: ByteString = "/run/user/1000/ssh-agent"
    example.files[agent] = .agent(.answers([AgentKey(blob: [0, 0, 0, 1, 7], comment: "u@laptop")]))
    example.environment["SSH_AUTH_SOCK"] = agent
    for area in Area.all {
      for answer in area.answers(on: example.machine) {
        switch answer.outcome {
        case .ok, .skipped: break
        case .finding(let finding): Issue.record("\(name): \(answer.check.code) \(finding.seen)")
        case .unknown(let reason): Issue.record("\(name): \(answer.check.code) \(reason)")
        }
      }
    }
  }
}
