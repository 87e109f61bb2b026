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
    (
      "a newer module, and GOTOOLCHAIN=local in go.env",
      linux(
        [
          "/home/u/app/go.mod": "module app\n\ngo 1.99\n",
          "/usr/local/go/go.env": "GOPROXY=p\nGOSUMDB=s\nGOTOOLCHAIN=local\n",
        ], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a newer workspace above an old module",
      linux(
        ["/home/u/go.work": "go 1.99\n", "/home/u/app/go.mod": "module app\n\ngo 1.20\n"],
        ["GOTOOLCHAIN": "local"], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "toolchain default", linux(newerModule("\ntoolchain default\n"), in: "/home/u/app"),
      "GT123", .error, []
    ),
    (
      "a newer module, and no proxy",
      linux(newerModule(), ["GOPROXY": "off"], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a newer module, no proxy, and private modules elsewhere",
      linux(
        newerModule(), ["GOPROXY": ",off", "GOPRIVATE": "*.corp.example,github.com/a"],
        in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a cached toolchain without its checksum, and no proxy",
      linux(
        newerModule().merging([cachedTree + "/bin/go": .file("", mode: 0o755)]) { $1 },
        ["GOPROXY": "off"], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a cached toolchain, no proxy and no checksums",
      linux(
        newerModule().merging([
          cachedTree + "/bin/go": .file("", mode: 0o755), cachedHash: "h1:",
        ]) { $1 },
        ["GOPROXY": "off", "GOSUMDB": "off"], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a newer module, and no checksums",
      linux(newerModule(), ["GOSUMDB": "off"], in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a newer module, and a toolchain in PATH that may not be run",
      linux(
        newerModule().merging(["/usr/bin/go1.99.0": ""]) { $1 }, ["GOTOOLCHAIN": "path"],
        in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a newer module on the Windows drive one stands on",
      wsl(
        [
          "/mnt/c/app/go.mod": "module app\n\ngo 1.99.0\n",
          "/home/u/.config/go/env": "GOTOOLCHAIN=local\n",
        ], path: goPath, in: "/mnt/c/app"), "GT123", .error, []
    ),
    (
      "a toolchain by name that is not there", linux([:], ["GOTOOLCHAIN": "go1.99.0+path"]),
      "GT123", .error, []
    ),
    (
      "a toolchain line, and a go before toolchains",
      linux(
        ["/home/u/app/go.mod": "module app\n\ngo 1.21\n\ntoolchain go1.21.1\n"],
        in: "/home/u/app", version: "go1.20.14"), "GT124", .error, []
    ),
    (
      "any toolchain line, and a go before toolchains",
      linux(
        ["/home/u/app/go.mod": "module app\n\ngo 1.19\n\ntoolchain x\n"],
        in: "/home/u/app", version: "go1.20.14"), "GT124", .error, []
    ),
    (
      "a prerelease, and a go before toolchains",
      linux(
        ["/home/u/app/go.mod": "module app\n\ngo 1.21rc1\n"], in: "/home/u/app",
        version: "go1.19.8"), "GT124", .error, []
    ),
    (
      "a block of tools, and a go before toolchains",
      linux(
        ["/home/u/app/go.mod": "module app\n\ngo 1.19\n\ntool (\n\tapp/x\n)\n"],
        in: "/home/u/app", version: "go1.19.8"), "GT124", .error, []
    ),
    (
      "a toolchain line without go in front",
      linux(
        ["/home/u/app/go.mod": "module app\n\ngo 1.21\n\ntoolchain 1.27.3\n"],
        in: "/home/u/app"), "GT123", .error, []
    ),
    (
      "a toolchain line of a workspace that names none",
      linux(["/home/u/go.work": "go 1.21\n\ntoolchain local\n"]), "GT123", .error, []
    ),
    (
      "a workspace for a release, and a go before toolchains",
      linux(["/home/u/go.work": "go 1.21.0\n"], version: "go1.19.8"), "GT124", .error, []
    ),
    (
      "a mode with a carriage return",
      linux(["/home/u/.config/go/env": "GO111MODULE=on\r\n"]), "GT125", .error, []
    ),
    (
      "no modules inside one", linux(newerModule(), ["GO111MODULE": "off"], in: "/home/u/app"),
      "GT125", .warning, []
    ),
    (
      "no modules inside one, by the file",
      linux(
        ["/home/u/app/go.mod": "", "/home/u/.config/go/env": "GO111MODULE=off\n"],
        in: "/home/u/app"), "GT125", .warning, []
    ),
    (
      "another module of a workspace for a release, and a go before toolchains",
      linux(
        [
          "/home/u/go.work": "go 1.18\n\nuse (\n\t./a // ours\n\t\"./b\"\n)\n",
          "/home/u/a/go.mod": "module a\n\ngo 1.18\n",
          "/home/u/b/go.mod": "module b\n\ngo 1.21.0\n",
        ], in: "/home/u/a", version: "go1.19.8"), "GT124", .error, []
    ),
    (
      "a module of a workspace newer than go.work says",
      linux(
        [
          "/home/u/go.work": "go 1.24\nuse ./a\nuse /srv/b\n",
          "/home/u/a/go.mod": "module a\n\ngo 1.24\n",
          "/srv/b/go.mod": "module b\n\ngo 1.25.1\n",
        ], in: "/home/u/a"), "GT124", .error, []
    ),
    (
      "a workspace without a go line, and a module of Go 1.21",
      linux(
        ["/home/u/go.work": "use ./a\n", "/home/u/a/go.mod": "module a\n\ngo 1.21\n"],
        in: "/home/u"), "GT124", .error, []
    ),
    ("-mod=foo in GOFLAGS", linux([:], ["GOFLAGS": "-mod=foo"]), "GT117", .error, []),
    ("-p without a number in GOFLAGS", linux([:], ["GOFLAGS": "-x -p"]), "GT117", .error, []),
    ("-count=x in GOFLAGS", linux([:], ["GOFLAGS": "-count=x"]), "GT117", .warning, []),
    (
      "a flag that an old go does not know",
      linux([:], ["GOFLAGS": "-pgo=off"], version: "go1.19.8"), "GT117", .error, []
    ),
    (
      "a flag that a newer go brought",
      linux([:], ["GOFLAGS": "-artifacts"], version: "go1.24.1"), "GT117", .error, []
    ),
    (
      "-modfile in a workspace",
      linux(
        ["/w/go.work": ""], ["GOFLAGS": "-modfile=x.mod", "GOWORK": "/w/go.work"]), "GT119",
      .error, []
    ),
    (
      "-mod=vendor in a workspace, and an old go",
      linux(
        ["/w/go.work": ""], ["GOFLAGS": "-mod=vendor", "GOWORK": "/w/go.work"],
        version: "go1.19.8"), "GT119", .error, []
    ),
    (
      "a go.mod as workspace",
      linux(["/w/go.mod": "module w\n"], ["GOWORK": "/w/go.mod"]), "GT131", .error, []
    ),
    (
      "a file of requirements as workspace",
      linux(["/w/x": "go 1.18\nrequire (\n)\n"], ["GOWORK": "/w/x"]), "GT131", .error, []
    ),
    ("an experiment that is none", linux([:], ["GOEXPERIMENT": "jsonv2,nox"]), "GT141", .error, []),
    (
      "an experiment of another go",
      linux([:], ["GOEXPERIMENT": "unified"]), "GT141", .error, []
    ),
    ("a module of FIPS that is none", linux([:], ["GOFIPS140": "x"]), "GT141", .error, []),
    (
      "a module of FIPS that is not there",
      linux(["/home/u/.config/go/env": "GOFIPS140=v1.9.9\n"]), "GT141", .error, []
    ),
    ("a limit of memory without a unit", linux([:], ["GOMEMLIMIT": "2G"]), "GT141", .error, []),
    ("a relative compiler", linux([:], ["CXX": "bin/g++ -x"]), "GT141", .error, []),
    ("flags of cgo that do not end", linux([:], ["CGO_LDFLAGS": "'-lm"]), "GT141", .error, []),
    ("GOMIPS that is none", linux([:], ["GOMIPS": "x"]), "GT141", .error, []),
    (
      "a relative directory for caches", linux([:], ["XDG_CACHE_HOME": "cache"]), "GT116", .error,
      []
    ),
    (
      "a program for the build cache that is gone", linux([:], ["GOCACHEPROG": "/none -x"]),
      "GT140", .error, []
    ),
    ("TMPDIR that is gone", linux([:], ["TMPDIR": "/gone"]), "GT128", .error, []),
    (
      "TMPDIR that may not be written",
      linux(["/t": .directory(mode: 0o555)], ["TMPDIR": "/t"]), "GT128", .error, []
    ),
    (
      "a build cache below a file", linux(["/f": ""], ["GOCACHE": "/f/c"]), "GT140", .error, []
    ),
    (
      "a build cache that cannot be made",
      linux(["/c": .directory(mode: 0o555)], ["GOCACHE": "/c/a/b"]), "GT140", .error, []
    ),
    (
      "a build cache that somebody else has filled",
      linux(
        ["/c": .directory(mode: 0o555), "/c/00": .directory(mode: 0o555)], ["GOCACHE": "/c"]),
      "GT140", .warning, []
    ),
    (
      "a build cache among the kernel's files",
      linux([:], ["GOCACHE": "/proc/x"], mounts: [Mount(point: "/proc", type: "proc")]),
      "GT140", .error, []
    ),
    (
      "/tmp that only somebody else may write", linux(["/tmp": .directory(mode: 0o555)]), "GT128",
      .error, []
    ),
    ("/tmp that is a file", linux(["/tmp": ""]), "GT128", .error, []),
    (
      "/tmp on a disk that is not to be written",
      linux(
        ["/tmp": .directory(mode: 0o555)],
        mounts: [Mount(point: "/tmp", type: "ext4", source: "/dev/sdb", options: "ro")]), "GT128",
      .error, []
    ),
    (
      "/tmp, a link to a mount without programs",
      linux(
        ["/scratch/t": .directory(mode: 0o1777), "/tmp": .link("/scratch/t")],
        mounts: [noPrograms("/scratch")]), "GT128", .warning, []
    ),
    ("GOTMPDIR that is a file", linux(["/t": ""], ["GOTMPDIR": "/t"]), "GT128", .error, []),
    (
      "GOTMPDIR in the file", linux(["/home/u/.config/go/env": "GOTMPDIR=/gone\n"]), "GT128",
      .error, []
    ),
    ("GOTMPDIR with a tilde", linux([:], ["GOTMPDIR": "~/tmp"]), "GT128", .error, []),
    (
      "/tmp without programs", linux(mounts: [noPrograms("/tmp")]), "GT128", .warning, []
    ),
    (
      "TMPDIR through a link to a mount without programs",
      linux(
        ["/scratch/t": .directory(), "/home/u/t": .link("/scratch/t")], ["TMPDIR": "/home/u/t"],
        mounts: [noPrograms("/scratch")]), "GT128", .warning, []
    ),
    (
      "a build cache without programs",
      linux([:], ["GOCACHE": "/scratch/c"], mounts: [noPrograms("/scratch")]), "GT128", .warning, []
    ),
    ("another processor", linux([:], ["GOARCH": "arm64"]), "GT129", .warning, []),
    (
      "another system in the file", linux(["/home/u/.config/go/env": "GOOS=darwin\n"]), "GT129",
      .warning, []
    ),
    ("a processor that is none", linux([:], ["GOARCH": "x"]), "GT129", .error, []),
    (
      "a system that this processor has not", linux([:], ["GOOS": "js"]), "GT129", .error, []
    ),
    (
      "a system and a processor in the file",
      linux(["/home/u/.config/go/env": "GOOS=js\nGOARCH=wasm\n"]), "GT129", .warning, []
    ),
    ("a relative workspace", linux([:], ["GOWORK": "go.work"]), "GT131", .error, []),
    ("a workspace that is a directory", linux([:], ["GOWORK": "/home/u"]), "GT131", .error, []),
    ("no home", linux([:], ["HOME": ""]), "GT132", .error, []),
    ("no home but a module cache", linux([:], ["HOME": "", "GOPATH": "/go"]), "GT132", .error, []),
    (
      "no home but a build cache", linux([:], ["HOME": "", "GOCACHE": "/c"]), "GT132", .warning, []
    ),
    (
      "no home but XDG's cache", linux([:], ["HOME": "", "XDG_CACHE_HOME": "/c"]), "GT132",
      .warning, []
    ),
    (
      "a compiler in the current directory",
      linux(
        ["/home/u/gcc": .file("", mode: 0o755)], ["CGO_ENABLED": "1", "PATH": goPath + ":."]),
      "GT133", .warning, []
    ),
    (
      "a compiler whose name is quoted and gone",
      linux(
        ["/usr/bin/gcc": .file("", mode: 0o755)],
        ["CGO_ENABLED": "1", "CC": "'/opt/my cc/gcc' -pipe"]), "GT133", .warning, []
    ),
    (
      "cgo asked for in the file, and only Windows directories besides",
      wsl(["/home/u/.config/go/env": "CGO_ENABLED=1\n"], path: goPath + ":/mnt/c/Windows"),
      "GT133", .warning, []
    ),
    (
      "the compiler of another system",
      linux(
        ["/usr/bin/gcc": .file("", mode: 0o755)], ["CGO_ENABLED": "1", "GOOS": "darwin"]), "GT133",
      .warning, []
    ),
    (
      "an editor's pin that is gone", linux([server: .file(pin("/gone/go"))]), "GT136", .warning, []
    ),
    (
      "an editor's pin that is a directory",
      linux([server: .file(pin("/usr/local/go"))]), "GT136", .warning, []
    ),
    (
      "an editor's pin that is no program",
      linux(["/home/u/.config/Code/User/settings.json": .file(pin("/usr/local/go/VERSION"))]),
      "GT136", .warning, []
    ),
    (
      "an editor's pin with a path of Windows",
      linux([
        "/home/u/.vscodium-server/data/Machine/settings.json": .file(pin("C:\\\\Go\\\\go.exe"))
      ]),
      "GT136", .warning, []
    ),
    (
      "an editor's pin on a Windows drive",
      wsl(
        [server: .file(pin("/mnt/c/Program Files/Go/bin/go.exe"))],
        path: "/usr/local/go/bin:" + systemPath), "GT136", .warning, []
    ),
    (
      "an editor's pin of an older go",
      linux([
        server: .file(pin("~/sdk/go1.21.13/bin/go")),
        "/home/u/sdk/go1.21.13/bin/go": .goCommand("go1.21.13"),
      ]), "GT136", .warning, []
    ),
    (
      "an editor's pin that is gone, beside settings that are damaged",
      linux([
        server: "{", "/home/u/.config/Code/User/settings.json": .file(pin("/gone/go")),
      ]), "GT136", .warning, []
    ),
    (
      "a GOROOT in the settings of a folder that has no go",
      linux(
        ["/home/u/app/.vscode/settings.json": "{\"go.goroot\": \"${env:HOME}/go\"}"],
        in: "/home/u/app/cmd"), "GT136", .warning, []
    ),
    (
      "a carriage return behind GOTOOLCHAIN",
      linux(["/home/u/.config/go/env": "GOTOOLCHAIN=local\r\n"]), "GT113", .error, []
    ),
    (
      "a carriage return in a line that the environment outdoes",
      linux(["/home/u/.config/go/env": "GOSUMDB=off\r\n"], ["GOSUMDB": "off"]), "GT113", .error, []
    ),
    (
      "carriage returns where go does not mind them",
      linux(["/home/u/.config/go/env": "GOFLAGS=-x\r\nGOPROXY=direct\r\n"]), "GT113", .info, []
    ),
    ("GOSUMDB taken away", linux(["/home/u/.config/go/env": "GOSUMDB=\n"]), "GT114", .error, []),
    (
      "GOTOOLCHAIN taken away", linux(["/home/u/.config/go/env": "GOTOOLCHAIN=\n"]), "GT114",
      .warning, []
    ),
    (
      "a byte order mark", linux(["/home/u/.config/go/env": "\u{FEFF}GOPROXY=direct\n"]), "GT115",
      .info, []
    ),
    (
      "GOMAXPROCS in the file", linux(["/home/u/.config/go/env": "GOMAXPROCS=2\n"]), "GT115", .info,
      []
    ),
    ("a relative GOPATH", linux([:], ["GOPATH": "/a:go"]), "GT116", .error, []),
    ("a GOPATH that begins with nothing", linux([:], ["GOPATH": ":/a"]), "GT116", .error, []),
    ("a tilde in GOMODCACHE", linux([:], ["GOMODCACHE": "~/mod"]), "GT116", .error, []),
    ("no build cache", linux([:], ["GOCACHE": "off"]), "GT116", .error, []),
    ("a relative GOBIN", linux([:], ["GOBIN": "bin"]), "GT116", .warning, []),
    ("an open quotation mark", linux([:], ["GOFLAGS": "'-ldflags=-s -w"]), "GT117", .error, []),
    (
      "quotation marks and an old go",
      linux([:], ["GOFLAGS": "'-ldflags=-s -w'"], version: "go1.19.8"),
      "GT117", .error, []
    ),
    (
      "quotation marks in the middle of a flag", linux([:], ["GOFLAGS": "-ldflags='-s -w'"]),
      "GT117", .error, []
    ),
    (
      "a go/env file in UTF-16",
      linux(["/home/u/.config/go/env": .file(ByteString([0xFF, 0xFE, 0x47, 0, 0x4F, 0, 0x0A, 0]))]),
      "GT115", .warning, []
    ),
    ("a flag nobody knows", linux([:], ["GOFLAGS": "-typo=x"]), "GT117", .info, []),
    ("-u in GOFLAGS", linux(["/home/u/.config/go/env": "GOFLAGS=-u\n"]), "GT118", .error, []),
    ("-json in GOFLAGS", linux([:], ["GOFLAGS": "-json"]), "GT118", .error, []),
    ("-C in GOFLAGS", linux([:], ["GOFLAGS": "-C=/tmp"]), "GT118", .error, []),
    (
      "-mod=mod and GOWORK",
      linux(["/w/go.work": ""], ["GOFLAGS": "-mod=mod", "GOWORK": "/w/go.work"]),
      "GT119", .error, []
    ),
    (
      "-mod=vendor and nothing there",
      linux(
        ["/src/go.mod": "module a\n\nrequire b.c/d v1.0.0\n"], ["GOFLAGS": "-mod=vendor"],
        in: "/src"), "GT119", .warning, []
    ),
    ("a word for GOPROXY", linux([:], ["GOPROXY": "none"]), "GT120", .error, []),
    ("a blank for GOPROXY", linux([:], ["GOPROXY": " "]), "GT120", .error, []),
    (
      "quotation marks in the go/env file",
      linux(["/home/u/.config/go/env": "GOPROXY=\"https://a,direct\"\n"]), "GT120", .error, []
    ),
    ("three words for GOSUMDB", linux([:], ["GOSUMDB": "a b c"]), "GT121", .error, []),
    ("no checksum database", linux([:], ["GOSUMDB": "off"]), "GT121", .info, []),
    ("GOTOOLCHAIN in capitals", linux([:], ["GOTOOLCHAIN": "Local"]), "GT122", .error, []),
    ("a blank behind GOTOOLCHAIN", linux([:], ["GOTOOLCHAIN": "go1.27.3 "]), "GT122", .error, []),
    ("a version of the language", linux([:], ["GOTOOLCHAIN": "go1.24"]), "GT122", .error, []),
    (
      "a version of the language at least", linux([:], ["GOTOOLCHAIN": "go1.24+auto"]), "GT122",
      .error, []
    ),
    ("GONOSUMDB of everything", linux([:], ["GONOSUMDB": "corp.example,*"]), "GT130", .warning, []),
    (
      "GOPRIVATE of everything in the file", linux(["/home/u/.config/go/env": "GOPRIVATE=*\n"]),
      "GT130", .warning, []
    ),
  ]

/// A module that asks for Go 1.99, in /home/u/app.
private func newerModule(_ more: ByteString = "\n") -> [ByteString: ExampleFile] {
  ["/home/u/app/go.mod": .file("module app\n\ngo 1.99.0" + more)]
}

private let cachedHash: ByteString =
  "/home/u/go/pkg/mod/cache/download/golang.org/toolchain/@v/v0.0.1-go1.99.0.linux-amd64.ziphash"

private let cachedTree: ByteString =
  "/home/u/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.99.0.linux-amd64"

private func noPrograms(_ point: ByteString) -> Mount {
  Mount(point: point, type: "tmpfs", options: "rw,nosuid,nodev,noexec")
}

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
    "whether a workspace above is on a network mount",
    linux(
      [:], ["GOFLAGS": "-mod=mod"], mounts: [Mount(point: "/nfs", type: "nfs4")], in: "/nfs/src"),
    "GT119"
  ),
  (
    "the go/env file cannot be told, and with it GOPROXY",
    linux([:], ["HOME": "/nfs/u"], mounts: [Mount(point: "/nfs", type: "nfs4")]), "GT120"
  ),
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
  ("an editor's settings are damaged", linux([server: "{\"go.goroot\": \"/gone\""]), "GT136"),
  ("an editor's settings may not be read", linux([server: .unreadable]), "GT136"),
  (
    "an editor's pin is on the network",
    linux([server: .file(pin("/nfs/go"))], mounts: [Mount(point: "/nfs", type: "nfs4")])
      .replacing(["/nfs": .directory()]), "GT136"
  ),
  (
    "an editor's pin hangs on a variable that is not set here",
    linux([server: .file(pin("${env:GO_HOME}/go"))]), "GT136"
  ),
  ("the mount table is empty", linux(["/proc/self/mountinfo": ""]), "GT101"),
  (
    "the go/env file is too large",
    linux(["/home/u/.config/go/env": .file(ByteString([UInt8](repeating: 0x41, count: 1 << 21)))]),
    "GT106"
  ),
  (
    "the module is on a network mount",
    linux(
      ["/nfs/app/go.mod": "go 1.99\n"], ["GOTOOLCHAIN": "local"],
      mounts: [Mount(point: "/nfs", type: "nfs4")], in: "/nfs/app"), "GT123"
  ),
  (
    "the toolchain may be on a network mount",
    linux(
      newerModule(), ["GOTOOLCHAIN": "path", "PATH": goPath + ":/nfs/bin"],
      mounts: [Mount(point: "/nfs", type: "nfs4")], in: "/home/u/app"), "GT123"
  ),
  (
    "the module cache is on a Windows drive",
    wsl(
      newerModule().merging(
        ["/home/u/.config/go/env": "GOMODCACHE=/mnt/c/mod\nGOPROXY=off\n"]
      ) { $1 }, path: goPath, in: "/home/u/app"), "GT123"
  ),
  (
    "go.mod cannot be read", linux(["/home/u/app/go.mod": .unreadable], in: "/home/u/app"), "GT123"
  ),
  (
    "the workspace is on a network mount",
    linux([:], ["GOWORK": "/nfs/go.work"], mounts: [Mount(point: "/nfs", type: "nfs4")]), "GT131"
  ),
  (
    "the temporary directory is on a network mount",
    linux([:], ["TMPDIR": "/nfs/tmp"], mounts: [Mount(point: "/nfs", type: "cifs")]), "GT128"
  ),
  (
    "the compiler may be on a network mount",
    linux(
      [:], ["CGO_ENABLED": "1", "PATH": goPath + ":/nfs/bin"],
      mounts: [Mount(point: "/nfs", type: "nfs4")]), "GT133"
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

  @Test(
    arguments: [
      (.directory(mode: 0o555), "", "chmod 1777 /tmp"), (.directory(mode: 0o555), "ro", nil),
      ("", "", nil),
    ] as [(ExampleFile, ByteString, String?)])
  func `/tmp is mended by what is wrong with it`(
    directory: ExampleFile, options: ByteString, line: String?
  ) throws {
    let disk = Mount(point: "/tmp", type: "ext4", source: "/dev/sdb", options: options)
    let example = linux(["/tmp": directory], mounts: options.isEmpty ? [] : [disk])
    guard case .finding(let finding)? = outcome(of: "GT128", on: example.machine) else {
      Issue.record("GT128 is silent")
      return
    }
    let commands = finding.remedies.compactMap { remedy in
      if case .command(_, let argv, true, _) = remedy { ShellWords.line(argv) } else { nil }
    }
    #expect(commands == (line.map { [$0] } ?? []))
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
