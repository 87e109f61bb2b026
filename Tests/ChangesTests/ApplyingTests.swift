import Changes
import Formats
import Foundation
import Glibc
import Machines
import Syscalls
import Testing

@Suite struct ApplyingTests {
  @Test func `a plan changes nothing until it is applied`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      let plan = try home.plan([("f", "new\n"), ("g", "made\n")])
      #expect(plan.diffs.count == 2)
      #expect(try home.names() == ["f"])
      #expect(home.text("f") == "old\n")
      try plan.apply(on: home.machine)
      #expect(home.text("f") == "new\n" && home.text("g") == "made\n")
      #expect(try home.names() == ["f", "g", "state"])
      #expect(try home.status("g")[0] == 0o100640)
    }
  }

  @Test func `a second run changes nothing`() throws {
    try atHome { home in
      try home.plan([("f", "new\n")]).apply(on: home.machine)
      #expect(try home.plan([("f", "new\n")]).isEmpty)
    }
  }

  @Test func `edits of one file build on each other, under any name of it`() throws {
    try atHome { home in
      try home.write("a", to: "f")
      let edits = ["f", "./f", "d/../f"].map { name in
        FileEdit(home.path(name)) { ($0 ?? []) + Array("+".utf8) }
      }
      let plan = try Plan("three", edits, reading: home.machine.files)
      #expect(plan.changes.count == 1)
      try plan.apply(on: home.machine)
      #expect(home.text("f") == "a+++")
    }
  }

  @Test(arguments: ["other\n", nil])
  func `a file that is not what the plan was made from is left alone`(now: String?) throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      try home.write("old\n", to: "g")
      let plan = try home.plan([("g", "new\n"), ("f", "new\n")])
      try FileManager.default.removeItem(at: home.url.appending(path: "f"))
      if let now { try home.write(now, to: "f") }
      let error = #expect(throws: Unwritable.self) { try plan.apply(on: home.machine) }
      #expect(error?.cause == .changed)
      #expect(home.text("f") == now && home.text("g") == "old\n")
      #expect(throws: NothingToUndo.noChange) { try Undoing(nil, on: home.machine) }
    }
  }

  @Test func `what cannot be staged leaves nothing behind`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      try home.write("", to: "file")
      let long = ByteString(String(repeating: "x", count: 256))
      for name: ByteString in [long, "file/below", "new/" + long] {
        let plan = Plan(
          "two",
          [
            .file(home.path("f"), from: Array("old\n".utf8), to: [], mode: 0o644),
            .file(home.path(name), from: nil, to: [], mode: 0o644),
          ])
        #expect(throws: Unwritable.self) { try plan.apply(on: home.machine) }
        #expect(home.text("f") == "old\n")
        #expect(try home.names() == ["f", "file", "state"])
        #expect(try home.names("state/gotools/changes") == ["lock"])
      }
    }
  }

  @Test func `through a link its target is edited, and the link stays`() throws {
    try atHome { home in
      try FileManager.default.createDirectory(
        at: home.url.appending(path: "repository"), withIntermediateDirectories: false)
      try home.write("old\n", to: "repository/profile")
      try #require(unsafe symlink("repository", home.url.path + "/inner") == 0)
      try #require(unsafe symlink("./inner/../inner/profile", home.url.path + "/.profile") == 0)
      try home.plan([(".profile", "new\n")]).apply(on: home.machine)
      #expect(home.text("repository/profile") == "new\n")
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: home.url.path + "/.profile")
          == "./inner/../inner/profile")
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(home.text("repository/profile") == "old\n")
    }
  }

  @Test func `two names of one file are not changed at once`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      try #require(unsafe symlink("f", home.url.path + "/g") == 0)
      let plan = try home.plan([("f", "one\n"), ("g", "two\n")])
      #expect(throws: Unwritable.self) { try plan.apply(on: home.machine) }
      #expect(home.text("f") == "old\n")
    }
  }

  @Test func `what is not provably ours alone is refused`() throws {
    try atHome { home in
      let path = home.url.path
      try home.write("old\n", to: "hard")
      try #require(unsafe link(path + "/hard", path + "/other") == 0)
      try #require(unsafe mkdir(path + "/open", 0o700) == 0)
      try home.write("old\n", to: "open/f")
      try #require(unsafe chmod(path + "/open", 0o777) == 0)
      try #require(unsafe mkfifo(path + "/fifo", 0o600) == 0)
      try #require(unsafe symlink("circle", path + "/circle") == 0)
      try #require(unsafe mkdir(path + "/directory", 0o700) == 0)
      for (name, old, reason) in [
        ("hard", "old\n", "2 names"), ("open/f", "old\n", "chmod o-w"),
        ("fifo", nil, "no regular file"), ("circle", nil, "symbolic links"),
        ("directory", nil, "directory"), ("nowhere/../f", nil, "No such file"),
        ("open/new/g", nil, "chmod o-w"),
      ] as [(ByteString, String?, String)] {
        let plan = Plan(
          "one",
          [
            .file(
              home.path(name), from: old.map { Array($0.utf8) }, to: Array("new\n".utf8),
              mode: 0o644)
          ])
        let error = #expect(throws: Unwritable.self) { try plan.apply(on: home.machine) }
        #expect(error?.reason.contains(reason) == true, "\(name): \(String(describing: error))")
      }
      #expect(home.text("hard") == "old\n" && home.text("open/f") == "old\n")
      #expect(try home.names("open") == ["f"])
    }
  }

  @Test func `a directory that all may write is fine with the sticky bit`() throws {
    try atHome { home in
      try #require(unsafe mkdir(home.url.path + "/shared", 0o700) == 0)
      try #require(unsafe chmod(home.url.path + "/shared", 0o1777) == 0)
      try home.plan([("shared/f", "new\n")]).apply(on: home.machine)
      #expect(home.text("shared/f") == "new\n")
    }
  }

  @Test(arguments: ["quote's \"f\"", "$(touch x)", "new\nline", "\u{1B}[31m", "blank ", "-n", "é"])
  func `a hostile name is a name like any other`(name: String) throws {
    try atHome { home in
      let name = ByteString(name)
      try home.plan([(name.appending(name), "one\n")]).apply(on: home.machine)
      try home.plan([(name.appending(name), "two\n")]).apply(on: home.machine)
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(home.text(name.appending(name).text) == "one\n")
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(try home.names() == ["state"])
    }
  }

  @Test func `attributes that hang on a file stay on it`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      let note = Array("user.note".utf8)
      try open(home).setExtendedAttribute(note, to: Array("kept".utf8))
      try home.plan([("f", "new\n")]).apply(on: home.machine)
      #expect(home.text("f") == "new\n")
      #expect(try open(home).extendedAttribute(note) == Array("kept".utf8))
    }
  }

  @Test func `a file may grow to 1 MiB and no further`() throws {
    try atHome { home in
      let most = [UInt8](repeating: 0x61, count: 1 << 20)
      let edits = [FileEdit(home.path("f")) { _ in most }]
      try Plan("large", edits, reading: home.machine.files).apply(on: home.machine)
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(home.text("f") == nil)
      let more = [FileEdit(home.path("f")) { _ in most + [0x61] }]
      let error = #expect(throws: (any Error).self) {
        try Plan("too large", more, reading: home.machine.files)
      }
      #expect(error.map { "\($0)" }?.contains("larger than the 1 MiB") == true)
    }
  }

  @Test(arguments: [(64, 4096, true), (65, 1, false), (1, 4097, false)])
  func `what could not be read again is not begun`(
    files: Int, title: Int, isRecorded: Bool
  ) throws {
    try atHome { home in
      let changes = (0..<files).map {
        Change.file(home.path(ByteString("f\($0)")), from: nil, to: [], mode: 0o600)
      }
      let plan = Plan(String(repeating: "t", count: title), changes)
      if isRecorded {
        try plan.apply(on: home.machine)
        _ = try Undoing.undo(nil, on: home.machine)
      } else {
        #expect(throws: Journal.Trouble.tooMuch) { try plan.apply(on: home.machine) }
      }
      #expect(try home.names() == ["state"])
    }
  }

  @Test func `more than 64 MiB are not begun`() throws {
    try atHome { home in
      let most = [UInt8](repeating: 0x61, count: 1 << 20)
      let changes = (0..<64).map {
        Change.file(home.path(ByteString("f\($0)")), from: nil, to: most, mode: 0o600)
      }
      let plan = Plan("large", changes)
      #expect(throws: Journal.Trouble.tooMuch) { try plan.apply(on: home.machine) }
      let names = try home.names()
      #expect(names == ["state"])
    }
  }

  @Test func `a directory that somebody else makes meanwhile is entered`() throws {
    try atHome { home in
      let writer = try #require(home.machine.writer)
      let destination = try writer.destination(of: home.path("a/b/f"))
      #expect(destination.missing == ["a", "b"])
      try FileManager.default.createDirectory(
        at: home.url.appending(path: "a"), withIntermediateDirectories: false)
      #expect(try destination.makingDirectories().directory.path == home.path("a/b"))
      try home.write("", to: "file")
      let other = try writer.destination(of: home.path("c/f"))
      try #require(unsafe symlink("a", home.url.path + "/c") == 0)
      #expect(throws: Unwritable.self) { try other.makingDirectories() }
    }
  }

  @Test func `files that somebody else writes at that moment are put back`() throws {
    try atHome { home in
      let writer = try #require(home.machine.writer)
      try home.write("mine", to: "f")
      try home.write("staged", to: "t")
      let destination = try writer.destination(of: home.path("f"))
      for old in [Array("old".utf8), nil] {
        let error = #expect(throws: Unwritable.self) {
          try destination.replace(with: "t", from: old)
        }
        #expect(error?.cause == .changed)
        #expect(home.text("f") == "mine" && home.text("t") == "staged")
      }
      #expect(throws: Unwritable.self) { try destination.remove(to: "u", from: [1]) }
      #expect(home.text("f") == "mine" && home.text("u") == nil)
    }
  }

  @Test func `files of another root are not changed`() throws {
    try atHome { home in
      let other = try Machine.live(
        root: ByteString(home.url.path), environment: home.machine.environment)
      let plan = Plan("one", [.file("/f", from: nil, to: [], mode: 0o644)])
      #expect(throws: Journal.Trouble.notHere) { try plan.apply(on: other) }
      #expect(throws: Journal.Trouble.notHere) { try plan.apply(on: .example()) }
      #expect(throws: Journal.Trouble.notHere) { try Undoing(nil, on: .example()) }
      #expect(try home.names().isEmpty)
    }
  }

  @Test func `where a journal would be another user's nothing is changed`() throws {
    try atHome { home in
      try FileManager.default.createDirectory(
        at: home.url.appending(path: "state"), withIntermediateDirectories: false)
      try #require(unsafe chmod(home.url.path + "/state", 0o777) == 0)
      #expect(throws: Unwritable.self) { try home.plan([("f", "x")]).apply(on: home.machine) }
      #expect(try home.names() == ["state"])
    }
  }

  @Test(
    arguments: [
      (["XDG_STATE_HOME": "/s", "HOME": "/h"], 1000, "/s/gotools/changes"),
      (["XDG_STATE_HOME": "s", "HOME": "/h"], 1000, "/h/.local/state/gotools/changes"),
      (["HOME": "/h"], 1000, "/h/.local/state/gotools/changes"),
      (["HOME": "/h"], 0, "/var/lib/gotools/changes"), ([:], 0, "/var/lib/gotools/changes"),
      (["XDG_STATE_HOME": "/s"], 0, "/s/gotools/changes"), (["HOME": "h"], 1000, nil),
      ([:], 1000, nil),
    ] as [([ByteString: ByteString], UInt32, ByteString?)])
  func `the journal is where the user keeps state`(
    environment: [ByteString: ByteString], user: UInt32, path: ByteString?
  ) {
    let machine = Machine(files: .only([:]), environment: Environment(environment), user: user)
    #expect((try? Journal.path(on: machine)) == path)
  }
}

private func open(_ home: Home) throws -> FileDescriptor {
  try .root(Array(home.url.path.utf8)).reading(Array("f".utf8))
}
