import Checks
import Formats
import Foundation

/// A configuration that a check fires on, a question to go that shows what it breaks, and the healthy twin.
struct GoFault: Sendable {
  let code: String
  let severity: Severity
  let bad: GoConfiguration
  let twin: GoConfiguration
  let question: [ByteString]
  /// What go says, on either stream, where things are bad; among the words of `gotools explain` where it is an error.
  let message: String
  /// Whether go ends with an error where things are bad, and where they are not.
  let fails: (bad: Bool, twin: Bool)
  /// Whether Go 1.19 does the same.
  let isOld: Bool

  init(
    _ code: String, _ severity: Severity, _ question: ByteString, says message: String,
    _ bad: Setting, _ twin: Setting, fails: (bad: Bool, twin: Bool) = (true, false),
    isOld: Bool = true, files: [ByteString: GoConfiguration.Entry] = [:]
  ) {
    self.code = code
    self.severity = severity
    self.question = question.split(on: UInt8(ascii: " "))
    self.message = message
    self.fails = fails
    self.isOld = isOld
    self.bad = bad.configuration("\(code) \(message)", files)
    self.twin = twin.configuration("\(code) the twin of \(message)", files)
  }

  /// What differs from the plain configuration.
  enum Setting: Sendable {
    case environment([ByteString: ByteString])
    /// The go/env file.
    case file(ByteString)

    func configuration(
      _ name: String, _ files: [ByteString: GoConfiguration.Entry]
    ) -> GoConfiguration {
      var configuration = GoConfiguration.downloading(name)
      configuration.files.merge(files) { $1 }
      switch self {
      case .environment(let variables): configuration.environment.merge(variables) { $1 }
      case .file(let text):
        configuration.files["h/.config/go/env"] = .file(text)
        // What the file sets must not be covered.
        for line in text.split(on: UInt8(ascii: "\n")) {
          let name = line.cut(at: UInt8(ascii: "="))?.before ?? ""
          configuration.environment[name.hasSuffix("GOPROXY") ? "GOPROXY" : name] = nil
        }
      }
      return configuration
    }
  }
}

extension GoConfiguration {
  /// A module that requires another one, which a proxy made of files has, and the go under test first in PATH.
  static func downloading(_ name: String) -> GoConfiguration {
    let proxy: ByteString = "p/a.com/x/@v/"
    var configuration = GoConfiguration(
      name,
      [
        "PATH": "{R}/bin:{D}/bin:/usr/bin:/bin", "GOPROXY": "file://{D}/p", "GONOSUMDB": "a.com/*",
        "GOFLAGS": "-modcacherw",
      ],
      files: [
        proxy + "list": .file("v1.0.0\n"),
        proxy + "v1.0.0.info": .file("{\"Version\":\"v1.0.0\"}"),
        proxy + "v1.0.0.mod": .file("module a.com/x\n"), proxy + "v1.0.0.zip": .file(archive),
        "w/a/b/m.go": .file("package m\n"),
        "w/a/b/go.mod": .file("module m\n\ngo 1.18\n\nrequire a.com/x v1.0.0\n"),
      ])
    configuration.program = "{R}/bin/go"
    return configuration
  }
}

/// The module as the go command downloads it: its go.mod, stored.
private let archive = ByteString(
  Array(
    Data(
      base64Encoded:
        "UEsDBBQAAAAAAAAAIQD8S1fFDwAAAA8AAAAVAAAAYS5jb20veEB2MS4wLjAvZ28ubW9kbW9kdWxlIGEuY29tL3gK"
        + "UEsBAhQDFAAAAAAAAAAhAPxLV8UPAAAADwAAABUAAAAAAAAAAAAAAIABAAAAAGEuY29tL3hAdjEuMC4wL2dvLm1v"
        + "ZFBLBQYAAAAAAQABAEMAAABCAAAAAAA=") ?? Data()))

private let another: [ByteString: GoConfiguration.Entry] = [
  "bin/go1.99.0": .file("#!/bin/sh\n", mode: 0o755),
  "w/a/b/go.mod": .file("module m\n\ngo 1.99.0\n"),
]
private let alone: [ByteString: GoConfiguration.Entry] = [
  "w/a/b/go.mod": .file("module m\n\ngo 1.18\n")
]
private let workspace: [ByteString: GoConfiguration.Entry] = [
  "w/a/b/go.mod": .file("module m\n\ngo 1.18\n"),
  "w/a/go.work": .file("go 1.18\n\nuse ./b\n"),
]

extension GoFault {
  static let all: [GoFault] = files + ignored + directories + flags + downloads + toolchains

  private static let files: [GoFault] = [
    GoFault(
      "GT113", .error, "version", says: #"invalid GOTOOLCHAIN "local\r""#,
      .file("GOTOOLCHAIN=local\r\n"),
      .file("GOTOOLCHAIN=local\n"), isOld: false),
    GoFault(
      "GT113", .error, "list", says: "unknown environment setting GO111MODULE=on\r",
      .file("GO111MODULE=on\r\n"), .file("GO111MODULE=on\n"), files: alone),
    GoFault(
      "GT113", .error, "mod graph", says: "invalid GOSUMDB: malformed verifier id",
      .file("GONOSUMDB=none\nGOSUMDB=off\r\n"), .file("GONOSUMDB=none\nGOSUMDB=off\n")),
    GoFault(
      "GT113", .info, "mod graph", says: "a.com/x@v1.0.0",
      .file("GOPROXY=file://{D}/p\r\nGOFLAGS=-modcacherw\r\n"),
      .file("GOPROXY=file://{D}/p\nGOFLAGS=-modcacherw\n"), fails: (false, false)),
    GoFault(
      "GT114", .error, "mod graph",
      says: "GOPROXY list is not the empty string, but contains no entries",
      .file("GOPROXY=\n"), .file("GOPROXY=file://{D}/p\n"), isOld: false),
    GoFault(
      "GT114", .error, "mod graph", says: "missing GOSUMDB", .file("GONOSUMDB=none\nGOSUMDB=\n"),
      .file("GONOSUMDB=none\nGOSUMDB=off\n"), isOld: false),
    GoFault(
      "GT114", .warning, "list", says: "go.mod requires go >= 1.99", .file("GOTOOLCHAIN=\n"),
      .file(""), isOld: false, files: another),
  ]

  private static let ignored: [GoFault] =
    [
      "export GOPRIVATE=corp", " GOPRIVATE=corp", "\u{FEFF}GOPRIVATE=corp", "goprivate=corp",
      "Goprivate=corp", "GOPRIVATE =corp",
    ].map { line in
      GoFault(
        "GT115", .info, "env GOPRIVATE GOOS", says: "\nlinux", .file(line + "\n"),
        .file("GOPRIVATE=corp\n"), fails: (false, false))
    } + [
      GoFault(
        "GT115", .info, "env GODEBUG GOOS", says: "\nlinux", .file("GODEBUG=madvdontneed=1\n"),
        .environment(["GODEBUG": "madvdontneed=1"]), fails: (false, false), isOld: false)
    ]

  private static let directories: [GoFault] = [
    GoFault(
      "GT116", .error, "version", says: "GOPATH entry is relative; must be absolute path",
      .environment(["GOPATH": "rel"]), .environment(["GOPATH": "{D}/g::{D}/h:"])),
    GoFault(
      "GT116", .error, "version", says: "GOPATH entry cannot start with shell metacharacter '~'",
      .file("GOPATH=~/go\n"), .file("GOPATH={D}/g\n")),
    GoFault(
      "GT116", .error, "mod download a.com/x@v1.0.0",
      says: "module cache not found: neither GOMODCACHE nor GOPATH is set",
      .environment(["GOPATH": ":{D}/g"]), .environment(["GOPATH": ":{D}/g", "GOMODCACHE": "{D}/m"])),
    GoFault(
      "GT116", .error, "mod download a.com/x@v1.0.0",
      says: "GOMODCACHE entry is relative; must be absolute path",
      .environment(["GOMODCACHE": "~/m"]), .environment(["GOMODCACHE": "{D}/m"])),
    GoFault(
      "GT116", .error, "build",
      says:
        "build cache is required, but could not be located: GOCACHE is not an absolute path",
      .environment(["GOCACHE": "c"]), .environment(["GOCACHE": "{D}/c"]), files: alone),
    GoFault(
      "GT116", .error, "build",
      says: "build cache is disabled by GOCACHE=off, but required as of Go 1.12",
      .file("GOCACHE=off\n"), .file("GOCACHE={D}/c\n"), files: alone),
    GoFault(
      "GT116", .warning, "install", says: "cannot install, GOBIN must be an absolute path",
      .environment(["GOBIN": "bin"]), .environment(["GOBIN": "{D}/b"]), files: alone),
  ]

  private static let flags: [GoFault] = [
    GoFault(
      "GT117", .error, "version", says: #"parsing $GOFLAGS: non-flag "vendor""#,
      .environment(["GOFLAGS": "-mod vendor"]), .environment(["GOFLAGS": "-mod=vendor"])),
    GoFault(
      "GT117", .error, "version", says: "parsing $GOFLAGS: unterminated ' string",
      .environment(["GOFLAGS": "'-x"]), .environment(["GOFLAGS": "'-x'"]), isOld: false),
    GoFault(
      "GT115", .warning, "env GOPRIVATE GOOS", says: "\nlinux",
      .file(ByteString([0xFF, 0xFE] + "GOPRIVATE=corp\n".utf8.flatMap { [$0, 0] })),
      .file("GOPRIVATE=corp\n"), fails: (false, false)),
    GoFault(
      "GT117", .error, "version", says: "parsing $GOFLAGS: unknown flag -w'",
      .environment(["GOFLAGS": "-ldflags='-s -w'"]), .environment(["GOFLAGS": "-ldflags=-s"])),
    GoFault(
      "GT117", .error, "list", says: "-mod=foo not supported",
      .environment(["GOFLAGS": "-mod=foo"]),
      .environment(["GOFLAGS": "-mod=readonly"]), files: alone),
    GoFault(
      "GT117", .error, "list", says: "flag needs an argument: -tags (from $GOFLAGS)",
      .file("GOFLAGS=-x -tags\n"), .file("GOFLAGS=-x -tags=\n"), files: alone),
    GoFault(
      "GT117", .error, "list", says: #"invalid boolean value "yes" for flag -race"#,
      .environment(["GOFLAGS": "-race=yes"]), .environment(["GOFLAGS": "-race=f"]), files: alone),
    GoFault(
      "GT117", .error, "list", says: #"invalid value "x" for flag -p"#,
      .environment(["GOFLAGS": "-p=x"]), .environment(["GOFLAGS": "-p=0x2"]), files: alone),
    GoFault(
      "GT117", .warning, "test", says: #"invalid value "x" for flag -count"#,
      .environment(["GOFLAGS": "-count=x"]), .environment(["GOFLAGS": "-count=1"]), files: alone),
    GoFault(
      "GT117", .info, "version", says: "parsing $GOFLAGS: unknown flag -nope",
      .file("GOFLAGS=-nope\n"), .file("GOFLAGS=--race\n")),
    GoFault(
      "GT118", .error, "env GOPATH", says: "arguments must be KEY=VALUE: invalid argument: GOPATH",
      .environment(["GOFLAGS": "-ldflags=-s -w"]),
      .environment(["GOFLAGS": "'-ldflags=-s -w'"]), isOld: false),
    GoFault(
      "GT118", .error, "env -json GOPATH", says: "cannot use -json with -w",
      .environment(["GOFLAGS": "-ldflags=-s -w"]), .environment(["GOFLAGS": "-ldflags=-w"])),
    GoFault(
      "GT118", .error, "env", says: "no KEY=VALUE arguments given", .environment(["GOFLAGS": "-w"]),
      .environment(["GOFLAGS": "-w=false"])),
    GoFault(
      "GT118", .error, "env", says: "'go env -u' requires an argument", .file("GOFLAGS=-u\n"),
      .file("GOFLAGS=-x\n")),
    GoFault(
      "GT118", .error, "env GOOS", says: "{", .environment(["GOFLAGS": "-json"]),
      .environment(["GOFLAGS": "-json=false"]), fails: (false, false)),
    GoFault(
      "GT118", .error, "version", says: "flag needs an argument: -C",
      .environment(["GOFLAGS": "-C"]),
      .environment(["GOFLAGS": "-x"]), isOld: false),
    GoFault(
      "GT118", .error, "version", says: "-C flag must be first flag on command line",
      .environment(["GOFLAGS": "-C=/tmp"]), .environment(["GOFLAGS": "-x"]), isOld: false),
    GoFault(
      "GT119", .error, "list",
      says: "-mod may only be set to readonly",
      .environment(["GOFLAGS": "-mod=mod"]),
      .environment(["GOFLAGS": "-mod=mod", "GOWORK": "off"]), files: workspace),
    GoFault(
      "GT119", .warning, "list", says: "inconsistent vendoring",
      .environment(["GOFLAGS": "-mod=vendor"]), .environment(["GOFLAGS": "-mod=mod"])),
  ]

  private static let downloads: [GoFault] = [
    GoFault(
      "GT120", .error, "mod graph", says: "invalid character \" \" in host name",
      .environment(["GOPROXY": "https://goproxy.cn direct"]),
      .environment(["GOPROXY": " file://{D}/p , direct"])),
    GoFault(
      "GT120", .error, "mod graph", says: "invalid proxy URL missing scheme: none",
      .file("GOPROXY=none\n"), .file("GOPROXY=file://{D}/p,off,none\n")),
    GoFault(
      "GT120", .error, "mod graph",
      says: "GOPROXY list is not the empty string, but contains no entries",
      .environment(["GOPROXY": " "]), .environment(["GOPROXY": ",file://{D}/p,"])),
    GoFault(
      "GT121", .error, "mod graph",
      says: "verifying go.mod: invalid GOSUMDB: malformed verifier id",
      .environment(["GOSUMDB": "https://sum.golang.org", "GONOSUMDB": "none"]),
      .environment(["GOSUMDB": "sum.golang.org", "GONOSUMDB": "a.com/*"])),
    GoFault(
      "GT121", .error, "mod graph", says: "invalid GOSUMDB: too many fields",
      .file("GOSUMDB=sum.golang.org a b\nGONOSUMDB=none\n"),
      .file("GOSUMDB=sum.golang.org\nGONOSUMDB=a.com\n")),
    GoFault(
      "GT121", .error, "mod graph", says: "missing GOSUMDB",
      .environment(["GOSUMDB": " ", "GONOSUMDB": "none"]),
      .environment(["GOSUMDB": "", "GONOSUMDB": "a.com/*"])),
    GoFault(
      "GT121", .info, "mod graph", says: "a.com/x@v1.0.0",
      .environment(["GOSUMDB": "off", "GONOSUMDB": "none"]),
      .environment(["GOSUMDB": "sum.golang.org", "GONOSUMDB": "none"]), fails: (false, true)),
    GoFault(
      "GT130", .warning, "mod graph", says: "a.com/x@v1.0.0",
      .environment(["GONOSUMDB": "*"]), .environment(["GONOSUMDB": "*.corp"]),
      fails: (false, true)),
    GoFault(
      "GT130", .warning, "mod graph", says: "a.com/x@v1.0.0",
      .environment(["GONOSUMDB": "*.*"]), .environment(["GONOSUMDB": "b.com,none"]),
      fails: (false, true)),
  ]

  private static let toolchains: [GoFault] = [
    GoFault(
      "GT122", .error, "version", says: #"invalid GOTOOLCHAIN "1.27.3""#,
      .environment(["GOTOOLCHAIN": "1.27.3"]), .environment(["GOTOOLCHAIN": "local"]),
      isOld: false),
    GoFault(
      "GT122", .error, "version", says: "invalid GOTOOLCHAIN", .file("GOTOOLCHAIN=Auto\n"),
      .file("GOTOOLCHAIN=auto\n"), isOld: false),
    GoFault(
      "GT122", .error, "version", says: "download go1.27.3 : non-semver module version",
      .environment(["GOTOOLCHAIN": "go1.27.3 "]), .environment(["GOTOOLCHAIN": "local"]),
      isOld: false),
    GoFault(
      "GT122", .error, "version", says: "go1.24 is a language version but not a toolchain version",
      .environment(["GOTOOLCHAIN": "go1.24", "GOPROXY": "file://{D}/none"]),
      .environment(["GOTOOLCHAIN": "local+auto"]), isOld: false),
  ]
}
