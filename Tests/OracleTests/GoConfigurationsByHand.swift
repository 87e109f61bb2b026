import Formats

extension GoConfiguration {
  /// A configuration that differs from the plain one in these variables and files; an empty name unsets.
  init(
    _ name: String, _ environment: [ByteString: ByteString] = [:],
    unset: [ByteString] = [], files: [ByteString: Entry] = [:], userFile: ByteString? = nil,
    go: ByteString? = nil, in directory: ByteString? = nil, program: ByteString? = nil
  ) {
    self.init(name: name)
    self.environment.merge(environment) { $1 }
    for name in unset { self.environment[name] = nil }
    self.files.merge(files) { $1 }
    if let userFile { self.files["h/.config/go/env"] = .file(userFile) }
    if let go { self.files["w/go.mod"] = .file("module m\n\n" + go) }
    if let directory { self.directory = directory }
    if let program { self.program = program }
  }

  /// The cases somebody thought of.
  static let byHand: [GoConfiguration] =
    userFiles + places + trees + modules + toolchains + flags + checks + programs

  private static let userFiles: [GoConfiguration] = [
    .init("plain"),
    .init("values of the file", userFile: "GOPROXY=https://a,direct\nGOBIN=/b\nGOFLAGS=-mod=mod\n"),
    .init(
      "the environment wins", ["GOBIN": "/e", "GOPROXY": "off"], userFile: "GOBIN=/f\nGOPROXY=x\n"),
    .init("an empty variable is none", ["GOBIN": "", "GOPROXY": ""], userFile: "GOBIN=/f\n"),
    .init("a blank variable is one", ["GOPROXY": " ", "GOPRIVATE": " "]),
    .init("an empty value hides go.env", userFile: "GOPROXY=\nGOSUMDB=\n"),
    .init("an empty toolchain hides go.env", userFile: "GOTOOLCHAIN=\n", go: "go 1.99\n"),
    .init("carriage returns", userFile: "GOPROXY=https://a\r\nGOBIN=/b\r\nGOFLAGS=-x\r\n"),
    .init("a carriage return in GOTOOLCHAIN", userFile: "GOTOOLCHAIN=local\r\n"),
    .init("a carriage return in GO111MODULE", userFile: "GO111MODULE=on\r\n"),
    .init("the last of two", userFile: "GOBIN=/a\nGOBIN=/b"),
    .init("the last of two is empty", userFile: "GOBIN=/a\nGOBIN="),
    .init(
      "no lines", userFile: "export GOBIN=/a\n GOBIN=/b\n\u{FEFF}GOBIN=/c\ngobin=/d\n#GOBIN=/e\n=\n"
    ),
    .init("odd names", userFile: "GOBIN =/a\nGOBIN\t=/b\nGobin=/c\nODD=o\nodd=p\n"),
    .init("quotes and comments are kept", userFile: "GOPROXY=\"https://a\"\nGOSUMDB='off' # b\n"),
    .init(
      "what is no setting of a file",
      userFile:
        "GODEBUG=x\nGOTELEMETRY=on\nGOENV=/x\nGOVERSION=go9\nGOMOD=/m\nGOHOSTOS=x\nGOEXE=.x\nGOTOOLDIR=/t\nGOPACKAGESDRIVER=p\n"
    ),
    .init("GOWORK in the file", files: ["w/go.work": .file("go 1.20\n")], userFile: "GOWORK=off\n"),
    .init(
      "bytes that are no UTF-8", ["GOPRIVATE": ByteString([0xFF, 0x41])],
      userFile: ByteString(Array("GOBIN=/".utf8) + [0xFE, 0x0A])),
    .init("GOENV off", ["GOENV": "off"], userFile: "GOBIN=/f\n"),
    .init(
      "GOENV elsewhere", ["GOENV": "{D}/e"], files: ["e": .file("GOBIN=/g\n")],
      userFile: "GOBIN=/f\n"),
    .init("GOENV relative", ["GOENV": "e"], files: ["w/a/b/e": .file("GOBIN=/g\n")]),
    .init("GOENV relative and above", ["GOENV": "../e"], files: ["w/a/e": .file("GOBIN=/g\n")]),
    .init("GOENV missing", ["GOENV": "{D}/nonexistent/e"]),
    .init("GOENV a directory", ["GOENV": "{D}/h"]),
    .init("GOENV the null device", ["GOENV": "/dev/null"]),
    .init("GOENV in the file does nothing", userFile: "GOENV=off\nGOBIN=/f\n"),
    .init(
      "GOENV through a link", ["GOENV": "{D}/l"],
      files: ["e": .file("GOBIN=/g\n"), "l": .link("e")]),
    .init("private modules", ["GOPRIVATE": "a.b/*"], userFile: "GONOPROXY=none\n"),
    .init("private modules in the file", userFile: "GOPRIVATE=a.b\nGONOSUMDB=c\n"),
    .init("an empty list hides nothing", ["GOPRIVATE": "a"], userFile: "GONOPROXY=\n"),
  ]

  private static let places: [GoConfiguration] = [
    .init("no home", unset: ["HOME"]),
    .init(
      "no home and XDG directories", ["XDG_CONFIG_HOME": "{D}/c", "XDG_CACHE_HOME": "{D}/k"],
      unset: ["HOME"], files: ["c/go/env": .file("GOBIN=/g\n")]),
    .init(
      "XDG directories", ["XDG_CONFIG_HOME": "{D}/c//", "XDG_CACHE_HOME": "{D}/./k/"],
      files: ["c/go/env": .file("GOBIN=/g\n")], userFile: "GOBIN=/f\n"),
    .init(
      "XDG directories that are relative", ["XDG_CONFIG_HOME": "c", "XDG_CACHE_HOME": "k"],
      userFile: "GOBIN=/f\n"),
    .init(
      "empty XDG directories", ["XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""], userFile: "GOBIN=/f\n"
    ),
    .init(
      "a relative home", ["HOME": "h"], files: ["w/a/b/h/.config/go/env": .file("GOINSECURE=x\n")]),
    .init("an empty home", ["HOME": ""]),
    .init("a missing home", ["HOME": "{D}/nonexistent"]),
    .init(
      "a home with blanks", ["HOME": "{D}/h h"],
      files: ["h h/.config/go/env": .file("GOINSECURE=x\n")]),
    .init("a home with slashes", ["HOME": "{D}//h/"]),
    .init("a home that is a file", ["HOME": "{D}/f"], files: ["f": .file("x")]),
    .init(
      "the root as home", ["HOME": "/", "XDG_CONFIG_HOME": "{D}/c", "XDG_CACHE_HOME": "{D}/k"]),
    .init("GOROOT is ~/go", ["GOROOT": "{D}/h/go"], files: ["h/go": .link("{R}")]),
    .init("GOROOT is ~/go with a slash", ["GOROOT": "{D}/h/./go/"], files: ["h/go": .link("{R}")]),
    .init(
      "GOROOT is ~/go in the file", files: ["h/go": .link("{R}")], userFile: "GOROOT={D}/h/go\n"),
    .init("a list", ["GOPATH": "{D}/p:{D}/q"]),
    .init("an empty first entry", ["GOPATH": ":{D}/q"]),
    .init("empty entries", ["GOPATH": "{D}/p::{D}/q:"]),
    .init("only a colon", ["GOPATH": ":"]),
    .init("a tilde", ["GOPATH": "~/go"]),
    .init("a tilde later", ["GOPATH": "{D}/p:~/go"]),
    .init("a tilde within", ["GOPATH": "{D}/p~"]),
    .init("a relative GOPATH", ["GOPATH": "p"]),
    .init("a variable in the file", userFile: "GOPATH=$HOME/go\n"),
    .init("GOPATH is GOROOT", ["GOPATH": "{R}"]),
    .init("GOPATH is GOROOT with a slash", ["GOPATH": "{R}/"]),
    .init("an unclean GOPATH", ["GOPATH": "{D}//p/../q/"]),
    .init("GOPATH with a carriage return", userFile: "GOPATH={D}/p\r\n"),
    .init("GOMODCACHE", ["GOMODCACHE": "{D}/m/"]),
    .init("a relative GOMODCACHE", ["GOMODCACHE": "m"]),
    .init("a relative GOBIN", ["GOBIN": "b"]),
    .init("GOCACHE", ["GOCACHE": "{D}/k/"]),
    .init("a relative GOCACHE", ["GOCACHE": "k"]),
    .init("GOCACHE off", ["GOCACHE": "off"]),
    .init("GOCACHE with a tilde in the file", userFile: "GOCACHE=~/k\n"),
    .init("GOTMPDIR", ["GOTMPDIR": "{D}/nonexistent"], userFile: "GOTMPDIR=/x\n"),
    .init("telemetry on a date", files: ["h/.config/go/telemetry/mode": .file("off 2024-01-01\n")]),
    .init("telemetry by default", files: ["h/.config/go/telemetry/mode": .directory]),
    .init("telemetry garbage", files: ["h/.config/go/telemetry/mode": .file("\u{a0}garbage in\n")]),
    .init("telemetry empty", files: ["h/.config/go/telemetry/mode": .file("\n")]),
    .init("telemetry in the environment", ["GOTELEMETRY": "on", "GOTELEMETRYDIR": "/x"]),
  ]

  private static let trees: [GoConfiguration] = [
    .init("a link to the command", files: ["sl/go": .link("{R}/bin/go")], program: "{D}/sl/go"),
    .init(
      "a link to a link", files: ["sl/go": .link("{R}/bin/go"), "sm/go": .link("../sl/go")],
      program: "{D}/sm/go"),
    .init("a link to the tree", files: ["t": .link("{R}")], program: "{D}/t/bin/go"),
    .init("a copied command", files: ["x/y/go": .program], program: "{D}/x/y/go"),
    .init(
      "a copied command and GOROOT", ["GOROOT": "{R}"], files: ["x/y/go": .program],
      program: "{D}/x/y/go"),
    .init(
      "a copied command and GOROOT in the file", files: ["x/y/go": .program],
      userFile: "GOROOT={R}\n", program: "{D}/x/y/go"),
    .init(
      "a tree without go.env", files: ["t/bin/go": .program, "t/pkg/tool": .directory],
      go: "go 1.99\n", program: "{D}/t/bin/go"),
    .init(
      "a tree with another go.env",
      files: [
        "t/bin/go": .program, "t/pkg/tool": .directory,
        "t/go.env": .file(
          "# c\nGOPROXY=off\nGOTOOLCHAIN=local\nGOFLAGS=-x\nGOROOT=/no\nGOBIN=/t\n"),
      ], userFile: "GOBIN=\n", program: "{D}/t/bin/go"),
    .init(
      "a tree one directory further up",
      files: [
        "t/bin/linux_amd64/go": .program, "t/pkg/tool": .directory,
        "t/go.env": .file("GOPROXY=off"),
      ], program: "{D}/t/bin/linux_amd64/go"),
    .init(
      "a tree whose tools are a file", files: ["t/bin/go": .program, "t/pkg/tool": .file("")],
      program: "{D}/t/bin/go"),
    .init(
      "a tree whose tools are a link",
      files: ["t/bin/go": .program, "t/pkg/tool": .link("{R}/pkg/tool")], program: "{D}/t/bin/go"),
    .init("GOROOT with a slash", ["GOROOT": "{R}/"]),
    .init("GOROOT through a link", ["GOROOT": "{D}/t"], files: ["t": .link("{R}")]),
    .init("GOROOT empty", ["GOROOT": ""]),
    .init("GOROOT missing", ["GOROOT": "{D}/nonexistent"]),
    .init("GOROOT a file", ["GOROOT": "{D}/f"], files: ["f": .file("")]),
    .init("GOROOT relative and there", ["GOROOT": "t"], files: ["w/a/b/t": .link("{R}")]),
    .init("GOROOT relative and missing", ["GOROOT": "./t"]),
    .init("GOROOT an empty directory", ["GOROOT": "{D}/h"]),
    .init(
      "GOROOT in the file and the environment", ["GOROOT": "{R}"], files: ["t": .directory],
      userFile: "GOROOT={D}/t\n"),
    .init("GOROOT in the file with a slash", userFile: "GOROOT={R}//\n"),
    .init("GOROOT in the file and empty", userFile: "GOROOT=\n"),
    .init("GOROOT in the file and missing", userFile: "GOROOT={D}/nonexistent\n"),
    .init(
      "GOROOT another tree with go.env", ["GOROOT": "{D}/t"],
      files: ["t/go.env": .file("GOPROXY=x\n")]),
  ]

  private static let modules: [GoConfiguration] = [
    .init("a module", go: "go 1.20\n"),
    .init("a nested module", files: ["w/a/go.mod": .file("module n\n")], go: "go 1.20\n"),
    .init("a module that is a directory", files: ["w/a/go.mod": .directory], go: "go 1.20\n"),
    .init(
      "a module that is a link", files: ["m": .file("module m\n"), "w/a/go.mod": .link("{D}/m")]),
    .init(
      "a module that is a broken link", files: ["w/a/go.mod": .link("{D}/nonexistent")], go: ""),
    .init("an empty module", files: ["w/a/go.mod": .file("")]),
    .init("modules off", ["GO111MODULE": "off"], go: "go 1.99\n"),
    .init("modules off and a list", ["GO111MODULE": "off", "GOPATH": "/x:{D}/w:/y"]),
    .init("modules off and GOBIN", ["GO111MODULE": "off", "GOBIN": "/b"]),
    .init("modules off and an empty entry", ["GO111MODULE": "off", "GOPATH": ":/x"]),
    .init("modules auto with", ["GO111MODULE": "auto"], go: "go 1.20\n"),
    .init("modules auto without", ["GO111MODULE": "auto", "GOTOOLCHAIN": "banana"]),
    .init(
      "modules auto with a workspace", ["GO111MODULE": "auto"],
      files: ["w/go.work": .file("go 1.20\n")]),
    .init(
      "modules auto with a newer workspace", ["GO111MODULE": "auto"],
      files: ["w/go.work": .file("go 1.99\n")]),
    .init("modules unknown", ["GO111MODULE": "yes"]),
    .init("modules unknown and a bad toolchain", ["GO111MODULE": "On", "GOTOOLCHAIN": "banana"]),
    .init("a module in the temporary directory", ["TMPDIR": "{D}/w"], go: "go 1.99\n"),
    .init(
      "a module in the temporary directory, auto", ["TMPDIR": "{D}/w", "GO111MODULE": "auto"],
      go: ""),
    .init("a module in the temporary directory with a slash", ["TMPDIR": "{D}/w/"], go: ""),
    .init(
      "a module in the temporary directory through a link", ["TMPDIR": "{D}/t"],
      files: ["t": .link("w")], go: ""),
    .init("a module below the temporary directory", ["TMPDIR": "{D}"], go: ""),
    .init(
      "PWD through a link", ["PWD": "{D}/l/a/b"], files: ["l": .link("w")], go: "", in: "{D}/w/a/b"),
    .init("PWD elsewhere", ["PWD": "{D}/h"], go: ""),
    .init("PWD relative", ["PWD": "."], go: ""),
    .init("PWD with dots", ["PWD": "{D}/w/./a/../a//b/"], go: ""),
    .init(
      "PWD through a link and dots", ["PWD": "{D}/l/../b"],
      files: ["l": .link("w/a/c"), "w/a/c": .directory], go: ""),
    .init(
      "PWD through a link, no modules",
      ["PWD": "{D}/l/b", "GO111MODULE": "off", "GOPATH": "/x:{D}/l"], files: ["l": .link("w/a")]),
    .init(
      "the temporary directory and PWD", ["PWD": "{D}/l/a/b", "TMPDIR": "{D}/w"],
      files: ["l": .link("w")], go: ""),
    .init("a workspace", files: ["w/go.work": .file("go 1.20\n")]),
    .init(
      "a workspace above a module",
      files: ["w/go.work": .file("go 1.20\n"), "w/a/go.mod": .file("module m\n")]),
    .init(
      "a workspace that is a directory", files: ["w/a/go.work": .directory, "w/go.work": .file("")]),
    .init("a workspace switched off", ["GOWORK": "off"], files: ["w/go.work": .file("go 1.99\n")]),
    .init("a workspace by name", ["GOWORK": "{D}/x.work"], files: ["x.work": .file("go 1.20\n")]),
    .init("a workspace to be", ["GOWORK": "{D}/nonexistent.work"], go: "go 1.20\n"),
    .init("a workspace auto", ["GOWORK": "auto"], files: ["w/go.work": .file("go 1.20\n")]),
    .init("a relative workspace", ["GOWORK": "go.work"]),
    .init("a relative workspace without modules", ["GOWORK": "go.work", "GO111MODULE": "off"]),
    .init("a workspace that is a directory by name", ["GOWORK": "{D}/w"]),
    .init(
      "an unclean workspace", ["GOWORK": "{D}//w/./go.work"],
      files: ["w/go.work": .file("go 1.20\n")]),
    .init(
      "a workspace above the tree", ["GOROOT": "{D}/t"],
      files: ["go.work": .file(""), "t/x": .directory], in: "{D}/t/x"),
    .init(
      "a workspace above the tree itself", ["GOROOT": "{D}/t"],
      files: ["go.work": .file(""), "t": .directory], in: "{D}/t"),
    .init(
      "a workspace in the tree", ["GOROOT": "{D}/t"],
      files: ["t/go.work": .file(""), "t/x": .directory], in: "{D}/t/x"),
    .init("the root", go: "", in: "/"),
    removedDirectory(),
    removedDirectory(["GO111MODULE": "off"]),
    removedDirectory(["PWD": "{D}/w", "GOTOOLCHAIN": "local"]),
  ]

  private static func removedDirectory(
    _ environment: [ByteString: ByteString] = [:]
  ) -> GoConfiguration {
    var configuration = GoConfiguration("a removed directory", environment)
    configuration.preparation = "rmdir \"$PWD\""
    return configuration
  }

  private static let other: [ByteString: Entry] = [
    "bin/go1.99.0": .file("#!/bin/sh\necho another \"$0\"\nexit 9\n", mode: 0o755)
  ]

  private static let cached: [ByteString: Entry] = {
    let cache: ByteString = "h/go/pkg/mod/"
    let release: ByteString = "v0.0.1-go1.99.0.linux-amd64"
    let record = cache + "cache/download/golang.org/toolchain/@v/" + release
    return [
      cache + "golang.org/toolchain@" + release + "/bin/go":
        .file("#!/bin/sh\necho another \"$0\"\nexit 9\n", mode: 0o755),
      cache + "golang.org/toolchain@" + release + "/src/go.mod": .file("x"),
      cache + "golang.org/toolchain@" + release + "/src/_go.mod": .file("x"),
      record + ".ziphash": .file("h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ]
  }()

  private static let toolchains: [GoConfiguration] =
    [
      "auto", "path", "local", "local+auto", "local+path", "go1.27.3", "go1.27.3+auto",
      "go1.20.1+path", "go1.99.0", "go1.99.0+path", "go1.99.0+auto", "go1.99", "go1.27.3-x",
      "go1.1+auto", "go2", "go2+auto", "1.27.3", "default", "Auto", "LOCAL", "local ", " local",
      "path+auto", "auto+path", "local+", "local+x", "x+y", "+auto", "+", "bash", "go1.99.0-../x",
      "go1.99.0+auto+path", "gccgo-go1.99.0", "go1.99.0 x", "go1.99.0-..", "go1.99.0-A.B",
      "go1.99.0-x_y",
    ].flatMap { (value: ByteString) -> [GoConfiguration] in
      let environment: [ByteString: ByteString] = ["GOTOOLCHAIN": value]
      return [
        .init("GOTOOLCHAIN=\(value)", environment, files: other, go: "go 1.20\n"),
        .init("GOTOOLCHAIN=\(value) and a newer go", environment, files: other, go: "go 1.99.0\n"),
        .init(
          "GOTOOLCHAIN=\(value) in the file", userFile: "GOTOOLCHAIN=" + value + "\n",
          go: "go 1.98\n"),
      ]
    }
    + [
      "go 1.27", "go 1.27.3", "go 1.27.4", "go 1.28rc1", "go 1.99", "go 1.99.0 // c", "go\t1.99.0",
      " go 1.99.0\r", "go 1.99.0x", "go 01.99", "go banana", "go ", "go 1.20\ngo 1.99.0",
      "// go 1.99.0", "go\u{a0}1.99.0", "\u{2003}go 1.99.0", "go \"1.99.0\"",
      "toolchain default\ngo 1.99.0",
      "toolchain go1.99.0", "toolchain go1.99.0-x", "toolchain go1.2", "toolchain local",
      "toolchain banana", "toolchain gccgo-go1.99.0", "toolchain go1.98.0\ngo 1.99.0",
      "toolchain go1.99.0\ngo 1.98.0", "toolchain", "toolchain //", "toolchain go1.99",
      "toolchain go1.27.3\ngo 1.27.3", "require (\n\tgo 1.99.0\n)", "go 1", "go 2", "go 1.21.0",
      "module go 1.99",
    ].flatMap { (text: ByteString) -> [GoConfiguration] in
      [
        .init("go.mod \(text)", files: other, go: text + "\n"),
        .init(
          "go.work \(text)", ["GOTOOLCHAIN": "local+path"],
          files: other.merging(["w/a/go.work": .file(text)]) { $1 }, go: "go 1.99.0\n"),
      ]
    }
    + [
      .init(
        "a toolchain in the cache", ["GOPROXY": "file:///nonexistent", "GOSUMDB": "off"],
        files: cached,
        go: "go 1.99\n"),
      .init("a toolchain in the cache, not checked", files: cached, go: "go 1.99\n"),
      .init(
        "a toolchain in the cache, and no checks", ["GOSUMDB": "off"], files: cached,
        go: "go 1.99\n"),
      .init(
        "a toolchain in the cache, path only", ["GOTOOLCHAIN": "path"], files: cached,
        go: "go 1.99\n"),
      .init(
        "a toolchain in the cache, one on the way",
        ["GOPROXY": "file:///nonexistent", "GOSUMDB": "off"],
        files: cached.merging([
          "h/go/pkg/mod/cache/download/golang.org/toolchain/@v/v0.0.1-go1.99.0.linux-amd64.partial":
            .file("")
        ]) { $1 }, go: "go 1.99\n"),
      .init(
        "a toolchain in another cache",
        ["GOPROXY": "file:///nonexistent", "GOSUMDB": "off", "GOMODCACHE": "{D}/m"],
        files: cached, go: "go 1.99\n"),
      .init("a relative cache", ["GOMODCACHE": "m"], files: cached, go: "go 1.99\n"),
      .init("no cache", ["GOPATH": ":"], files: cached, go: "go 1.99\n"),
      .init(
        "a cache that is a file", ["GOMODCACHE": "{D}/f"], files: ["f": .file("")], go: "go 1.99\n"),
      .init(
        "both", ["GOPROXY": "file:///nonexistent", "GOSUMDB": "off"],
        files: cached.merging(other) { $1 },
        go: "go 1.99\n"),
      .init(
        "a toolchain that may not be executed", ["GOPROXY": "off"],
        files: ["bin/go1.99.0": .file("")], go: "go 1.99\n"),
      .init(
        "a toolchain that is a directory", ["GOPROXY": "off"], files: ["bin/go1.99.0": .directory],
        go: "go 1.99\n"),
      .init(
        "a toolchain in a relative directory",
        ["PATH": "../../../bin:/usr/bin:/bin", "GOPROXY": "off"], files: other, go: "go 1.99\n"),
      .init(
        "a toolchain in the current directory", ["PATH": ":/usr/bin:/bin", "GOPROXY": "off"],
        files: other, go: "go 1.99\n", in: "{D}/bin"),
      .init(
        "a toolchain in a relative directory, allowed",
        ["PATH": "../../../bin:/usr/bin:/bin", "GODEBUG": "execerrdot=0"], files: other,
        go: "go 1.99\n"),
      .init(
        "switched to what it is", ["GOTOOLCHAIN_INTERNAL_SWITCH_VERSION": "go1.27.3"], files: other,
        go: "go 1.99\n"),
      .init(
        "switched to what it is not", ["GOTOOLCHAIN_INTERNAL_SWITCH_VERSION": "go1.99.0"],
        go: "go 1.99\n"),
      .init(
        "switched often", ["GOTOOLCHAIN_INTERNAL_SWITCH_COUNT": "99"], files: other, go: "go 1.99\n"
      ),
      .init(
        "switched too often", ["GOTOOLCHAIN_INTERNAL_SWITCH_COUNT": "100"], files: other,
        go: "go 1.99\n"),
      .init("an unreadable workspace", ["GOWORK": "{D}/w"], go: "go 1.99\n"),
      .init("no toolchain without modules", ["GO111MODULE": "off", "GOTOOLCHAIN": "banana"]),
      .init("a removed module", ["GOWORK": "{D}/x.work"], files: other, go: "go 1.99\n"),
    ]

  private static let flags: [GoConfiguration] =
    [
      "-mod=mod", "-mod vendor", "mod=vendor", "-nope", "'-x", "-ldflags=-s -w", "'-ldflags=-s -w'",
      "\"-ldflags='-s' -w\"", "-w", "--w", "-w=false", "-w -w=false", "-w=false -w=1", "-w=x", "-u",
      "-u=F", "-u=TRUE", "-json", "-json=maybe", "-changed", "-changed=0", "-n", "-x", "-x=2", "-C",
      "-C=/",
      "--C=/", "---C", "''", "-", "--", "=", "=w", "-=w", "--=w", "xw", "xxw", "w", "-tags=a b",
      "-tags a w",
      "\t-mod=mod\r\n", "-modfile=x", "-overlay={D}/nonexistent", "-race", "-p=0",
      "-trimpath -modcacherw",
      "\u{e4}w", "-w=", "-v -u=false -json=true",
    ].map { .init("GOFLAGS=\($0)", ["GOFLAGS": $0]) }

  private static let checks: [GoConfiguration] =
    [
      (
        "GOARCH",
        [
          "arm64", "386", "arm", "mips", "mips64le", "ppc64le", "riscv64", "wasm", "zzz", "amd64",
          "s390x",
        ]
      ),
      ("GOOS", ["windows", "darwin", "freebsd", "js", "zzz", "linux", "android"]),
      ("GOAMD64", ["v2", "v9", ""]), ("GOARM", ["5", "x", "7,softfloat"]),
      ("GOARM64", ["v8.0", "v9.5,lse,crypto", "v8", "v9.6", "v8.0,", "v8.0,x", "v10.0"]),
      ("GOMIPS", ["softfloat", "x"]), ("GOMIPS64", ["x"]), ("GOPPC64", ["power10", "power7"]),
      ("GORISCV64", ["rva23u64", "rva99"]), ("GOWASM", ["satconv,signext,", "x"]), ("GO386", ["x"]),
      (
        "GOEXPERIMENT",
        [
          "none", "noregabi", "regabi,arenas", "nope", "no", "banana", ",", "simd,", "Arenas",
          "boringcrypto", "nonone",
        ]
      ),
      (
        "GOFIPS140",
        [
          "off", "latest", "inprocess", "certified", "v1.0.0", "v1.0.0-rc1", "v1.0.0-c2097c7c",
          "v1.26.0", "v1.9.9", "zzz", "v1.0", "v1.0.0-x", "v1.0.0-12345678",
        ]
      ),
      (
        "GOMEMLIMIT",
        [
          "off", "1", "1GiB", "10B", "1GB", "x", "-1", "99999999999999999999", "8388608TiB",
          "8388607TiB", "1TiBB", "B", "iB",
        ]
      ),
      ("CGO_ENABLED", ["0", "1", "2", "true", ""]), ("GODEBUG", ["gctrace=0", ",,"]),
      ("GOPACKAGESDRIVER", ["off"]), ("GOAUTH", ["off"]), ("GOCACHEPROG", ["x y"]),
      ("GOVCS", ["*:off"]),
    ].flatMap { (name: ByteString, values: [ByteString]) -> [GoConfiguration] in
      values.flatMap { (value: ByteString) -> [GoConfiguration] in
        [
          .init("\(name)=\(value)", [name: value]),
          .init("\(name)=\(value) in the file", userFile: name + "=" + value + "\n"),
        ]
      }
    }
    + [
      .init("FIPS and boring", ["GOFIPS140": "latest", "GOEXPERIMENT": "boringcrypto"]),
      .init(
        "FIPS and no longer boring",
        ["GOFIPS140": "latest", "GOEXPERIMENT": "boringcrypto,noboringcrypto"]),
      .init("FIPS without a module cache", ["GOFIPS140": "v1.26.0", "GOMODCACHE": "m"]),
      .init("a good GOARM64 forgives GOARM", ["GOARM": "x", "GOARM64": "v8.0"]),
      .init(
        "a value of the file and a bad one of the environment", ["GOFIPS140": "v1.99.99"],
        userFile: "GOFIPS140=off\n"),
    ]

  private static let programs: [GoConfiguration] = [
    .init("no compiler", ["PATH": "{D}/bin"]),
    .init("no path", unset: ["PATH"]),
    .init("an empty path", ["PATH": ""]),
    .init("no compiler but CC", ["PATH": "{D}/bin", "CC": "/x/cc"]),
    .init("no compiler but CC in the file", ["PATH": "{D}/bin"], userFile: "CC=/x/cc\n"),
    .init("no compiler but CGO_ENABLED", ["PATH": "{D}/bin", "CGO_ENABLED": "1"]),
    .init("a compiler of our own", ["PATH": "{D}/bin"], files: ["bin/gcc": .file("", mode: 0o755)]),
    .init(
      "a compiler that may not be executed", ["PATH": "{D}/bin"], files: ["bin/gcc": .file("")]),
    .init("a compiler that is a directory", ["PATH": "{D}/bin"], files: ["bin/gcc": .directory]),
    .init(
      "a compiler in the current directory", ["PATH": ".:/usr/bin"],
      files: ["w/a/b/gcc": .file("", mode: 0o755)]),
    .init(
      "a compiler in the current directory, allowed", ["PATH": ".", "GODEBUG": "a=b,execerrdot=0"],
      files: ["w/a/b/gcc": .file("", mode: 0o755)]),
    .init(
      "a compiler in the current directory, last word",
      ["PATH": ".", "GODEBUG": "execerrdot=0,execerrdot=1"],
      files: ["w/a/b/gcc": .file("", mode: 0o755)]),
    .init(
      "a compiler through a link", ["PATH": "{D}/bin"], files: ["bin/gcc": .link("/usr/bin/gcc")]),
    .init(
      "a compiler through a broken link", ["PATH": "{D}/bin"],
      files: ["bin/gcc": .link("nonexistent")]),
    .init("another system's compiler", ["PATH": "{D}/bin", "GOOS": "freebsd"]),
    .init("gccgo", ["GCCGO": "mygccgo"], files: ["bin/mygccgo": .file("", mode: 0o755)]),
    .init(
      "gccgo by path", ["GCCGO": "{D}/bin/mygccgo"], files: ["bin/mygccgo": .file("", mode: 0o755)]),
    .init(
      "gccgo in the current directory", ["PATH": "./x"],
      files: ["w/a/b/x/gccgo": .file("", mode: 0o755)]),
    .init(
      "gccgo with an unclean path", ["PATH": "{D}//bin/"],
      files: ["bin/gccgo": .file("", mode: 0o755)]),
    .init("compilers with options", ["CC": "clang -x 'a b'", "CXX": "x", "AR": "y"]),
    .init(
      "compilers in the file",
      userFile: "CC=c\nCXX=d\nAR=e\nGCCGO=f\nPKG_CONFIG=g h\nCGO_CFLAGS=-O 'a b'\n"),
  ]
}
