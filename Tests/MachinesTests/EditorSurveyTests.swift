import Formats
import Machines
import Testing

private let server: ByteString = "/home/u/.vscode-server/data/Machine/settings.json"

private func survey(
  _ files: [ByteString: ExampleFile] = [:], _ environment: [ByteString: ByteString] = [:],
  mounts: [Mount] = [], in directory: ByteString = "/home/u"
) throws -> EditorSurvey {
  let standard: [ByteString: ExampleFile] = [
    "/usr/local/go/bin/go": .goCommand("go1.27.3"), "/home/u": .directory(),
    "/usr/local/go/pkg/tool/linux_amd64": .directory(),
    "/usr/local/go/go.env": "GOPROXY=https://proxy.golang.org,direct\n",
  ]
  let variables: [ByteString: ByteString] = ["PATH": "/usr/local/go/bin", "HOME": "/home/u"]
  return try EditorSurvey(
    of: .example(
      standard.merging(files) { $1 }, environment: variables.merging(environment) { $1 },
      mounts: mounts, in: directory))
}

private func pin(_ value: String) -> ByteString {
  let literal = value.replacing("\\", with: "\\\\")
  return ByteString("{ \"go.alternateTools\": {\n\"go\": \"\(literal)\" // x\n} }")
}

private func target(of value: String, _ files: [ByteString: ExampleFile] = [:]) throws -> String {
  let survey = try survey(
    files.merging([server: .file(pin(value)), "/w/app/.vscode": .directory()]) { $1 },
    [
      "GO_HOME": "/opt/go", "EMPTY": "", "NAME": "go1.27",
      "PATH": ":relative:/usr/local/go:/usr/local/go/bin:/opt/go/bin",
    ], mounts: [Mount(point: "/mnt/c", type: "drvfs")],
    in: "/w/app/cmd")
  let pin = try #require(try survey.windows.compactMap { try survey.pin(in: $0) }.first)
  #expect(pin.value == ByteString(value) && pin.line == 2)
  switch pin.target {
  case .program(let command): return "program \(command.path)"
  case .nothing(let path): return "nothing \(path)"
  case .noProgram(let path): return "no program \(path)"
  case .onWindowsDrive(let path, let mount): return "drive \(mount.point) \(path)"
  case .windowsPath: return "windows"
  case .ordinary: return "ordinary"
  case .unknown(let reason): return "unknown \(reason)"
  }
}

@Suite struct EditorSurveyTests {
  @Test(arguments: [
    ("/opt/go/bin/go", "program /opt/go/bin/go"),
    ("${env:GO_HOME}/bin/go", "program /opt/go/bin/go"),
    ("${env: GO_HOME }/bin/go", "program /opt/go/bin/go"),
    ("~/sdk/bin/go", "program /home/u/sdk/bin/go"),
    ("${workspaceFolder}/go", "program /w/app/go"), ("${workspaceRoot}/go", "program /w/app/go"),
    ("/w/${workspaceFolderBasename}/go", "program /w/app/go"),
    ("${env:EMPTY}/opt/go/bin/go", "unknown"), ("${env:NOT_SET}/go", "unknown"),
    ("/gone/go", "nothing /gone/go"), ("/opt/go", "no program /opt/go"),
    ("/etc/go", "no program /etc/go"), ("/opt/circle", "nothing /opt/circle"),
    ("/opt/go/${other}/go", "nothing /opt/go/${other}/go"), ("/opt/${", "nothing /opt/${"),
    ("C:\\Go\\bin\\go.exe", "windows"), ("d:/Go/bin/go.exe", "windows"),
    ("\\\\server\\go.exe", "windows"),
    ("/mnt/c/Go/bin/go.exe", "drive /mnt/c /mnt/c/Go/bin/go.exe"),
    ("go", "ordinary"), ("go1.21.13", "unknown “go1.21.13” is no absolute path, and no directory"),
    ("go1.27", "program /opt/go/bin/go1.27"), ("bin/go", "program /usr/local/go/bin/go"),
    ("./go1.27", "program /opt/go/bin/go1.27"), ("../bin/go", "program /usr/local/go/bin/go"),
    ("${env:NAME}", "program /opt/go/bin/go1.27"), ("notes", "unknown"), ("locked", "unknown"),
  ]) func `a pin is read as the Go extension reads it`(value: String, expected: String) throws {
    let found = try target(
      of: value,
      [
        "/opt/go/bin/go": .goCommand("go1.27.3"), "/home/u/sdk/bin/go": .goCommand("go1.27.3"),
        "/w/app/go": .goCommand("go1.27.3"), "/etc/go": "notes", "/opt/circle": .link("circle"),
        "/opt/go/bin/go1.27": .goCommand("go1.27.3"), "/opt/go/bin/notes": "no program",
        "/opt/go/bin/locked": .unreadable,
        "/mnt/c": .directory(),
      ])
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test(arguments: [
    (["GOBIN": "/b", "GOROOT": "/r"], "", "/b/go1.20"), (["GOROOT": "/r"], "", "/r/bin/go1.20"),
    (["GOROOT": "/r"], "/s", "/s/bin/go1.20"), (["GOROOT": "/r"], "relative", "/p/go1.20"),
    ([:], "", "/p/go1.20"),
  ]) func `a mere name is looked for in GOBIN, in the root and in PATH`(
    variables: [ByteString: ByteString], root: String, expected: ByteString
  ) throws {
    let program = ExampleFile.goCommand("go1.20.1")
    let found = try survey(
      [
        "/b/go1.20": program, "/r/bin/go1.20": program, "/s/bin/go1.20": program,
        "/p/go1.20": program, server: .file(ByteString("{\"go.goroot\": \"\(root)\"}")),
        "/w/.vscode/settings.json": "{\"go.alternateTools\": {\"go\": \"go1.20\"}}",
      ], variables.merging(["PATH": "/usr/local/go/bin:/p"]) { $1 }, in: "/w")
    let pin = try #require(try found.pin(in: found.windows[0]))
    guard case .program(let command) = pin.target else {
      Issue.record("\(pin.target)")
      return
    }
    #expect(command.path == expected)
  }

  @Test
  func `a name that may lie on a mount which was not asked, and a relative root, are not told`()
    throws
  {
    for (settings, words) in [
      ("{\"go.alternateTools\": {\"go\": \"go1.20\"}}", "--all"),
      ("{\"go.goroot\": \"sdk/go\"}", "the editor was started"),
    ] as [(ByteString, String)] {
      let found = try survey(
        [server: .file(settings)], ["PATH": "/usr/local/go/bin:/mnt/c/Go/bin:/nfs"],
        mounts: [Mount(point: "/mnt/c", type: "drvfs"), Mount(point: "/nfs", type: "nfs4")])
      let pin = try #require(try found.pin(in: found.windows[0]))
      guard case .unknown(let reason) = pin.target else {
        Issue.record("\(pin.target)")
        return
      }
      #expect("\(reason)".contains(words), "\(reason)")
    }
  }

  @Test func `as long as a path may be is a pin, longer ones lead nowhere`() throws {
    for (length, isWhole) in [(4095, true), (4096, false)] {
      let path = "/" + String(repeating: "x", count: length - 1)
      let survey = try survey([server: .file(ByteString("{\"go.goroot\": \"\(path)\"}"))])
      let pin = try #require(try survey.pin(in: survey.windows[0]))
      #expect((pin.value == ByteString(path)) == isWhole)
      guard case .nothing = pin.target else {
        Issue.record("\(pin.target)")
        return
      }
    }
  }

  @Test func `go goroot names a directory, and counts where no program is named`() throws {
    let root = "{\"go.goroot\": \"/opt/go\"}"
    let files: [ByteString: ExampleFile] = [
      "/opt/go/bin/go": .goCommand("go1.27.3"), server: .file(ByteString(root)),
      "/w/.vscode/settings.json": "{\"go.alternateTools\": {\"dlv\": \"/x\", \"go\": \"\"}}",
    ]
    let found = try survey(files, in: "/w")
    let pin = try #require(try found.pin(in: found.windows[0]))
    #expect(pin.name == .root && pin.settings.path == server)
    guard case .program(let command) = pin.target else {
      Issue.record("\(pin.target)")
      return
    }
    #expect(command.path == "/opt/go/bin/go")
    let both = try survey(
      files.merging([
        "/w/.vscode/settings.json":
          "{\"go.alternateTools\": {\"go\": \"/x\"}, \"go.goroot\": \"/y\"}"
      ]) { $1 }, in: "/w")
    #expect(try both.pin(in: both.windows[0])?.value == "/x")
  }

  @Test(arguments: [
    ("/home/u/app/cmd", "/home/u/app", "module"), ("/home/u/src/app", "/home/u/src", "workspace"),
    ("/home/u/mono/app", "/home/u/mono", ".vscode"), ("/home/u/plain", "", ""), ("/", "", ""),
  ]) func `the folder is the nearest that an editor has had open, else the workspace or module`(
    directory: String, folder: String, reason: String
  ) throws {
    let found = try survey(
      [
        "/home/u/app/go.mod": "module app\n", "/home/u/app/cmd": .directory(),
        "/home/u/src/go.work": "go 1.27\n", "/home/u/src/app/go.mod": "module app\n",
        "/home/u/mono/.vscode": .directory(), "/home/u/mono/app/go.mod": "module app\n",
        "/home/u/plain": .directory(), "/home/u/.vscode": .directory(), "/.vscode": .directory(),
      ], in: ByteString(directory))
    #expect((found.folder?.path ?? "") == ByteString(folder))
    #expect(folder.isEmpty || found.folder?.reason.contains(reason) == true)
  }

  @Test(arguments: [
    ([".vscode-server", ".cursor-server"], "/home/u/.vscode-server/data/Machine/settings.json"),
    ([".cursor-server"], "/home/u/.cursor-server/data/Machine/settings.json"),
    ([".cursor-server", ".config/Code"], "/home/u/.cursor-server/data/Machine/settings.json"),
    ([".vscodium-server", ".cursor-server"], "several"),
    ([".config/Code", ".config/VSCodium"], "/home/u/.config/Code/User/settings.json"),
    ([".config/VSCodium"], "/home/u/.config/VSCodium/User/settings.json"),
    ([".config/VSCodium", ".config/Cursor"], "several"), ([], "missing"),
  ]) func `the machine's file is that of the only editor, or of VS Code among several`(
    directories: [String], expected: String
  ) throws {
    let files = directories.map { (ByteString("/home/u/" + $0), ExampleFile.directory()) }
    let found = try survey(Dictionary(uniqueKeysWithValues: files))
    do throws(PinDestination.Refusal) {
      let destination = try found.machineDestination()
      #expect(destination.path == ByteString(expected))
      #expect(!destination.reason.isEmpty)
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }

  @Test func `XDG_CONFIG_HOME moves a desktop's settings`() throws {
    let found = try survey(["/c/Code": .directory()], ["XDG_CONFIG_HOME": "/c"])
    #expect(try found.machineDestination().path == "/c/Code/User/settings.json")
    let relative = try survey(["/home/u/.config/Code": .directory()], ["XDG_CONFIG_HOME": "c"])
    #expect(
      try relative.machineDestination().path == "/home/u/.config/Code/User/settings.json")
  }

  @Test(arguments: [
    (ExampleFile.file("{"), "line 1, column 2"), (.directory(), "Is a directory"),
    (.unreadable, "Permission denied"), (.link("settings.json"), "symbolic links"),
    (.link("/nfs/x"), "looked into with --all"),
    (.file(ByteString([UInt8](repeating: 0x20, count: 4 << 20 | 1))), "too large"),
  ]) func `settings that cannot be read are named, and why`(file: ExampleFile, words: String) throws
  {
    let found = try survey([server: file], mounts: [Mount(point: "/nfs", type: "nfs4")])
    #expect(
      performing: { try found.everywhere.first?.content.get() },
      throws: { "\($0)".contains(words) && "\($0)".contains("“/") })
  }
}

@Suite struct GoPinTests {
  @Test func `what this shell exports and go would not come to by itself is pinned`() throws {
    let found = try survey(
      ["/home/u/.config/go/env": "GOSUMDB=off\nGOPRIVATE=corp\n"],
      [
        "GOPROXY": "https://proxy.golang.org,direct", "GOPATH": "/home/u/go", "GOSUMDB": "off",
        "GOPRIVATE": "other", "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "", "GOROOT": "/opt/go",
        "GOWORK": "off", "GOMAXPROCS": "2", "GOOGLE_KEY": "x", "CC": "clang",
      ])
    func names(_ scope: EditorSettings.Scope) throws -> [ByteString] {
      try GoPin(for: found, scope: scope).variables.map(\.name).sorted()
    }
    #expect(try names(.machine) == ["CC", "GOFLAGS", "GOPRIVATE", "GOROOT"])
    #expect(try names(.workspace) == ["CC", "GOFLAGS", "GOPRIVATE", "GOROOT", "GOWORK"])
    let pin = try GoPin(for: found, scope: .machine)
    #expect(pin.go == "/usr/local/go/bin/go" && pin.leftOut.isEmpty)
  }

  @Test(arguments: [
    ("GOAUTH", "netrc", "secret"), ("GOPROXY", "https://u:p@proxy.corp", "password"),
    ("GOPROXY", "https://token@proxy.corp,direct", "password"),
    ("GOPROXY", "u:p@proxy.corp", "password"), ("GOFLAGS", "-x=a:b@c", "password"),
    ("GOPATH", "~/go", "~"), ("GOFLAGS", "-ldflags=-X=a=${b}", "${"), ("GOCACHE", "", ""),
    ("GOFLAGS", "-ldflags=-s -w", "go refuses"), ("GOTOOLCHAIN", "1.27.3", "go refuses"),
  ]) func `secrets, what the extension would expand and what go refuses is left out and said`(
    name: String, value: String, words: String
  ) throws {
    let bytes: ByteString = words.isEmpty ? ByteString([0x2F, 0xFF]) : ByteString(value)
    let found = try survey([:], [ByteString(name): bytes, "GOVCS": "*:git|hg"])
    let pin = try GoPin(for: found, scope: .machine)
    #expect(pin.variables.map(\.name) == ["GOVCS"])
    #expect(pin.leftOut.map(\.name) == [ByteString(name)])
    #expect(pin.leftOut[0].reason.contains(words.isEmpty ? "UTF-8" : words))
  }

  @Test(arguments: [
    (["PATH": "/usr/bin"], "no go command"), (["PATH": "/mnt/c/Go:/usr/local/go/bin"], "Windows"),
    (["PATH": "/shims:/usr/local/go/bin"], "stand-in"),
    (["PATH": "/nfs:/usr/local/go/bin"], "--all"),
    (["PATH": "go/bin"], "depends on the directory"), (["PATH": "/${x}"], "UTF-8"),
    (["PATH": "/locked:/usr/local/go/bin"], "stand-in"),
  ]) func `a go that is none to pin is refused`(
    environment: [ByteString: ByteString], words: String
  ) throws {
    let found = try survey(
      [
        "/mnt/c/Go/go": .file("MZ", mode: 0o777), "/shims/go": .file("#!/bin/sh\n", mode: 0o755),
        "/home/u/go/bin/go": .goCommand("go1.27.3"), "/${x}/go": .goCommand("go1.27.3"),
        "/locked/go": .file("#!/bin/false\n", mode: 0o111), "/nfs": .directory(),
      ], environment,
      mounts: [Mount(point: "/mnt/c", type: "drvfs"), Mount(point: "/nfs", type: "nfs4")])
    let refusal = #expect(throws: GoPin.Refusal.self) { try GoPin(for: found, scope: .machine) }
    #expect("\(refusal.map { "\($0)" } ?? "")".contains(words))
  }

  @Test func `snap's stand-in is pinned by what it starts`() throws {
    let snap: [ByteString: ExampleFile] = [
      "/snap/bin/go": .link("/usr/bin/snap"), "/usr/bin/snap": .file("\u{7F}ELF", mode: 0o755),
    ]
    let inside: [ByteString: ExampleFile] = [
      "/snap/go/current": .link("10971"), "/snap/go/10971/bin/go": .goCommand("go1.27.3"),
    ]
    let found = try survey(snap.merging(inside) { $1 }, ["PATH": "/snap/bin"])
    #expect(try GoPin(for: found, scope: .machine).go == "/snap/go/current/bin/go")
    let bare = try survey(snap, ["PATH": "/snap/bin"])
    #expect(throws: GoPin.Refusal.self) { try GoPin(for: bare, scope: .machine) }
  }

  @Test(
    arguments: [
      ("/w/.vscode/settings.json", "/opt/old", EditorSettings.Scope.workspace, true),
      ("/w/.vscode/settings.json", "/opt/old", .machine, false),
      ("/home/u/.vscode-server/data/Machine/settings.json", "/opt/old", .workspace, true),
      ("/home/u/.vscode-server/data/Machine/settings.json", "/opt/old", .machine, true),
      ("/w/.vscode/settings.json", "/opt/go", .workspace, false),
      ("/w/.vscode/settings.json", "", .workspace, false),
    ] as [(ByteString, String, EditorSettings.Scope, Bool)])
  func `a go goroot of another tree is emptied where that can be outdone`(
    file: ByteString, root: String, scope: EditorSettings.Scope, isEmptied: Bool
  ) throws {
    let found = try survey(
      [
        "/w/.vscode": .directory(), "/opt/go": .link("/usr/local/go"),
        "/opt/old/bin/go": .goCommand("go1.19.8"),
        file: .file(ByteString("{\"go.goroot\": \"\(root)\"}")),
      ], in: "/w")
    let edited = try GoPin(for: found, scope: scope).edit(nil)
    let root = try CommentedJSON(parsing: edited).value(at: "go.goroot")
    #expect((root != nil) == isEmptied)
  }

  @Test func `an edit keeps what is there and does nothing the second time`() throws {
    let found = try survey([:], ["GOFLAGS": "-mod=mod", "GOPRIVATE": "corp/*"])
    let pin = try GoPin(for: found, scope: .machine)
    let old =
      "{\n  // mine\n  \"go.alternateTools\": {\"dlv\": \"/d\", \"go\": \"/old\"},\n"
      + "  \"go.toolsEnvVars\": {\n    \"PATH\": \"/p\",\n    \"GOFLAGS\": \"-x\"\n  }\n}\n"
    let new =
      "{\n  // mine\n  \"go.alternateTools\": {\"dlv\": \"/d\", \"go\": \"/usr/local/go/bin/go\"},\n"
      + "  \"go.toolsEnvVars\": {\n    \"PATH\": \"/p\",\n    \"GOFLAGS\": \"-mod=mod\",\n"
      + "    \"GOPRIVATE\": \"corp/*\"\n  }\n}\n"
    let edited = try pin.edit(Array(old.utf8))
    #expect(String(decoding: edited, as: UTF8.self) == new)
    #expect(try pin.edit(edited) == edited)
    let made = try pin.edit(nil)
    #expect(try pin.edit(made) == made)
    #expect(throws: (any Error).self) { try pin.edit(Array("{\"go.toolsEnvVars\": [1]}".utf8)) }
    #expect(throws: (any Error).self) { try pin.edit(Array("{".utf8)) }
  }
}
