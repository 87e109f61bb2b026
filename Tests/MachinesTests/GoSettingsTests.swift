import Formats
import Machines
import Testing

private let userFile: ByteString = "/h/.config/go/env"

@Suite struct GoSettingsTests {
  @Test func `the environment comes before the file, and the file before go_env`() throws {
    let files: [ByteString: ExampleFile] = [userFile: "A=1\nGOBIN=/f\nGOPROXY=f\n"]
    let machine = goMachine(files, environment: ["GOBIN": "/e", "GOPROXY": ""])
    let settings = try goSettings(of: machine).settings
    #expect(settings.setting("GOBIN") == .init("/e", .environment))
    #expect(settings.setting("GOPROXY") == .init("f", .file(userFile, line: 3)))
    #expect(settings.setting("GOSUMDB") == .init("sum", .goEnv("/go/go.env", line: 3)))
    #expect(settings.setting("A") == .init("1", .file(userFile, line: 1)))
    #expect(settings.setting("GOFLAGS") == nil)
    #expect(settings.goFlags == .init("", .default))
    #expect(settings.notExamined.isEmpty)
  }

  @Test func `an empty value of the user's file hides that of go_env`() throws {
    let settings = try goSettings(of: goMachine([userFile: "GOPROXY=\n"])).settings
    #expect(settings.setting("GOPROXY") == .init("", .file(userFile, line: 1)))
    #expect(settings.value("GOPROXY") == "")
  }

  @Test(
    arguments: [
      ([:], userFile), (["GOENV": "off"], nil), (["GOENV": "/x"], "/x"), (["GOENV": "x"], "x"),
      (["XDG_CONFIG_HOME": "/c/"], "/c/go/env"), (["XDG_CONFIG_HOME": "c"], nil),
      (["HOME": ""], nil), (["HOME": "h"], "h/.config/go/env"),
    ] as [([ByteString: ByteString], ByteString?)])
  func `the user's file is where GOENV or the user's directory says`(
    environment: [ByteString: ByteString], path: ByteString?
  ) throws {
    let settings = try goSettings(of: goMachine(environment: environment)).settings
    #expect(settings.userFilePath == path)
  }

  @Test func `a relative GOENV counts from the working directory`() throws {
    let machine = goMachine(["/w/e": "GOBIN=/f\n"], environment: ["GOENV": "../e"])
    #expect(try goSettings(of: machine).settings.value("GOBIN") == "/f")
    let removed = goMachine(environment: ["GOENV": "../e"], in: nil)
    #expect(try goSettings(of: removed).settings.userFile == .missing("../e"))
  }

  @Test func `a file that cannot be read counts as missing`() throws {
    for file: ExampleFile in [.unreadable, .directory()] {
      let settings = try goSettings(of: goMachine([userFile: file])).settings
      guard case .unreadable(let path, _) = settings.userFile else {
        Issue.record("\(settings.userFile)")
        continue
      }
      #expect(path == userFile)
      #expect(settings.value("GOPROXY") == "https://proxy")
    }
  }

  @Test func `a file of 1 MiB is read, a larger one is refused`() throws {
    let line: ByteString = "GOBIN=/f\n"
    let padding = ByteString([UInt8](repeating: 0x23, count: (1 << 20) - line.count))
    let settings = try goSettings(of: goMachine([userFile: .file(line + padding)])).settings
    #expect(settings.value("GOBIN") == "/f")
    for path in [userFile, "/go/go.env"] {
      let error = #expect(throws: GoSettings.Unfit.self) {
        try goSettings(of: goMachine([path: .file(line + padding + "#")]))
      }
      #expect(error == .tooLarge(path))
    }
  }

  @Test func `a file that may not be read is not opened, and is named`() throws {
    let machine = goMachine([userFile: "GOBIN=/f\n"])
    var asked: [ByteString] = []
    let settings = try goSettings(of: machine) { path in
      asked.append(path)
      return path != userFile
    }.settings
    #expect(asked == [userFile, "/go/pkg/tool", "/go/go.env"])
    #expect(settings.userFile == .notExamined(userFile))
    #expect(settings.notExamined == [userFile])
    #expect(settings.value("GOBIN") == "")
  }

  @Test func `a tree that may not be looked at is none, and is named`() throws {
    let settings = try goSettings(of: goMachine()) { !$0.isAtOrBelow("/go") }.settings
    #expect(settings.tree == nil)
    #expect(settings.notExamined == ["/go"])
    let named = goMachine(environment: ["GOROOT": "/go"])
    let other = try goSettings(of: named) { !$0.isAtOrBelow("/go") }.settings
    #expect(other.tree == .init("/go", .environment))
    #expect(other.notExamined == ["/go/go.env"])
  }

  @Test(
    arguments: [
      ([:], nil, "/go", "/go"), (["GOROOT": "/go/"], nil, "/go/", "/go"),
      ([:], "GOROOT=/t/\n", "/t", "/t"), (["GOROOT": "/go/"], "GOROOT=/t\n", "/go/", "/t"),
      (["GOROOT": ""], "GOROOT=\n", "/go", "/go"),
    ] as [([ByteString: ByteString], ByteString?, ByteString, ByteString)])
  func `the tree of go_env and the one that is printed may differ`(
    environment: [ByteString: ByteString], text: ByteString?, printed: ByteString, tree: ByteString
  ) throws {
    let files: [ByteString: ExampleFile] = text.map { [userFile: .file($0)] } ?? [:]
    let settings = try goSettings(of: goMachine(files, environment: environment)).settings
    #expect(settings.goRoot?.value == printed)
    #expect(settings.tree?.value == tree)
    #expect(settings.setting("GOROOT") == settings.goRoot)
  }

  @Test func `a go command may stand one directory deeper`() throws {
    let path: ByteString = "/go/bin/linux_amd64/go"
    let machine = goMachine([path: .goCommand("go1.27.3")])
    #expect(try goSettings(of: machine, path: path).settings.tree?.value == "/go")
    let copy = goMachine(["/x/y/go": .goCommand("go1.27.3")])
    let settings = try goSettings(of: copy, path: "/x/y/go").settings
    #expect(settings.tree == nil)
    #expect(settings.goRoot == nil)
    #expect(settings.treeFile == .none)
  }

  @Test func `without a go command the newest rules hold`() throws {
    let settings = try GoSettings(goMachine(), executable: "/go/bin/go", build: nil)
    #expect(settings.value("GOPROXY") == "https://proxy")
  }

  @Test(
    arguments: [
      ([:], "/h/go", "/h/go/pkg/mod", "/h/go/bin", "/h/.cache/go-build"),
      (["HOME": ""], "", "", "", "off"),
      (["HOME": "h"], "", "h/go/pkg/mod", "", "h/.cache/go-build"),
      (["GOROOT": "/h/./go"], "", "", "", "/h/.cache/go-build"),
      (["GOPATH": "/p/:/q"], "/p/:/q", "/p/pkg/mod", "/p/bin", "/h/.cache/go-build"),
      (["GOPATH": ":/q"], ":/q", "", "", "/h/.cache/go-build"),
      (["GOBIN": "b", "GOMODCACHE": "m/"], "/h/go", "m/", "b", "/h/.cache/go-build"),
      (["XDG_CACHE_HOME": "/k/"], "/h/go", "/h/go/pkg/mod", "/h/go/bin", "/k/go-build"),
      (["XDG_CACHE_HOME": "k"], "/h/go", "/h/go/pkg/mod", "/h/go/bin", "off"),
      (["GOCACHE": "k"], "/h/go", "/h/go/pkg/mod", "/h/go/bin", "off"),
      (["GOCACHE": "off"], "/h/go", "/h/go/pkg/mod", "/h/go/bin", "off"),
    ] as [([ByteString: ByteString], ByteString, ByteString, ByteString, ByteString)])
  func `directories follow from one another`(
    environment: [ByteString: ByteString], path: ByteString, modules: ByteString,
    programs: ByteString, cache: ByteString
  ) throws {
    let settings = try goSettings(of: goMachine(environment: environment)).settings
    #expect(settings.goPath.value == path)
    #expect(settings.goModCache.value == modules)
    #expect(settings.goBin.value == programs)
    #expect(settings.goCache.value == cache)
  }
}
