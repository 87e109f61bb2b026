import Changes
import Formats
import Foundation
import Glibc
import Machines
import Testing

@Suite struct UndoingTests {
  @Test func `bytes, mode and times come back, and directories that were made go`() throws {
    try atHome { home in
      try home.write("old\r\n\0", to: "f")
      let path = home.url.path + "/f"
      try #require(unsafe chmod(path, 0o4751) == 0)
      let times = [
        timespec(tv_sec: 1_000_000_001, tv_nsec: 123_456_789),
        timespec(tv_sec: 987_654_321, tv_nsec: 999_999_999),
      ]
      try #require(unsafe utimensat(AT_FDCWD, path, times, 0) == 0)
      let before = try home.status("f")
      let plan = Plan(
        "three",
        [
          .file(home.path("f"), from: Array("old\r\n\0".utf8), to: [], mode: 0),
          .file(home.path("a/b/g"), from: nil, to: Array("made\n".utf8), mode: 0o600),
          .file(home.path("a/b/c/h"), from: nil, to: [], mode: 0o600),
        ])
      try plan.apply(on: home.machine)
      #expect(try home.status("f")[0] == before[0])
      #expect(try home.names("a/b") == ["c", "g"])
      #expect(try home.status("a")[0] == 0o40700)
      let undone = try Undoing.undo(nil, on: home.machine)
      #expect(undone.paths.count == 3)
      #expect(try home.names() == ["f", "state"])
      #expect(try home.status("f") == before)
      #expect(home.text("f") == "old\r\n\0")
    }
  }

  @Test func `a file that was removed is made anew as it was`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      try #require(unsafe chmod(home.url.path + "/f", 0o604) == 0)
      let plan = try home.plan([("f", nil)])
      let before = try home.status("f")
      try plan.apply(on: home.machine)
      #expect(home.text("f") == nil)
      _ = try Undoing.undo(nil, on: home.machine)
      let after = try home.status("f")
      #expect(home.text("f") == "old\n")
      #expect(after[0] == before[0] && after[4...] == before[4...])
    }
  }

  @Test func `a directory that somebody uses meanwhile stays`() throws {
    try atHome { home in
      try home.plan([("a/b/f", "x")]).apply(on: home.machine)
      try home.write("mine", to: "a/mine")
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(try home.names("a") == ["mine"])
    }
  }

  @Test func `what was changed since is not lost`() throws {
    try atHome { home in
      let id = try home.plan([("f", "one\n"), ("g", "one\n")]).apply(on: home.machine)
      try home.write("mine\n", to: "f")
      for name in [nil, id] {
        let error = #expect(throws: Unwritable.self) {
          try Undoing.undo(name, on: home.machine)
        }
        #expect(error?.cause == .changed)
      }
      #expect(home.text("f") == "mine\n" && home.text("g") == "one\n")
      try home.write("one\n", to: "f")
      _ = try Undoing.undo(id, on: home.machine)
      #expect(try home.names() == ["state"])
    }
  }

  @Test func `a mode that was changed since is kept`() throws {
    try atHome { home in
      try home.write("old\n", to: "f")
      try home.plan([("f", "new\n")]).apply(on: home.machine)
      try #require(unsafe chmod(home.url.path + "/f", 0o400) == 0)
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(home.text("f") == "old\n")
      #expect(try home.status("f")[0] == 0o100400)
    }
  }

  @Test func `changes are undone from the last one back, or by name`() throws {
    try atHome { home in
      let first = try home.plan([("f", "1")]).apply(on: home.machine)
      let other = try home.plan([("g", "2")]).apply(on: home.machine)
      let last = try home.plan([("f", "3")]).apply(on: home.machine)
      #expect([first, other, last].sorted() == [first, other, last])
      #expect(throws: Unwritable.self) { try Undoing.undo(first, on: home.machine) }
      _ = try Undoing.undo(other, on: home.machine)
      #expect(throws: NothingToUndo.undone(other)) { try Undoing.undo(other, on: home.machine) }
      #expect(try Undoing.undo(nil, on: home.machine).item.id == last)
      #expect(home.text("f") == "1" && home.text("g") == nil)
      #expect(try Undoing.undo(nil, on: home.machine).item.id == first)
      #expect(throws: NothingToUndo.noChange) { try Undoing.undo(nil, on: home.machine) }
      #expect(throws: NothingToUndo.unknown("x")) { try Undoing.undo("x", on: home.machine) }
      let items = try #require(try Journal(reading: home.machine)).items()
      #expect(items.map(\.state) == [.undone, .undone, .undone])
    }
  }

  @Test func `what was taken back by hand is passed over`() throws {
    try atHome { home in
      let first = try home.plan([("f", "1")]).apply(on: home.machine)
      try home.plan([("g", "2")]).apply(on: home.machine)
      try FileManager.default.removeItem(at: home.url.appending(path: "g"))
      #expect(try Undoing.undo(nil, on: home.machine).item.id == first)
    }
  }

  @Test func `a record that is damaged is named`() throws {
    try atHome { home in
      let id = try home.plan([("f", "1")]).apply(on: home.machine)
      try home.write("gotools change 1\n", to: "state/gotools/changes/\(id)")
      let error = #expect(throws: Journal.Trouble.self) { try Undoing.undo(nil, on: home.machine) }
      #expect(error?.description.contains(id.text) == true)
      #expect(home.text("f") == "1")
    }
  }

  @Test func `what somebody who was killed left behind is cleared up`() throws {
    try atHome { home in
      let id = try home.plan([("a/f", "1")]).apply(on: home.machine)
      // As if killed between the two renames, with the next version still waiting.
      try home.moveRecord(id.text, to: id.text + ".applying")
      try home.write("1", to: "a/.gotools-\(id)-0")
      let next = try home.plan([("g", "2")]).apply(on: home.machine)
      #expect(try home.names("a") == ["f"])
      #expect(try home.names("state/gotools/changes") == [id.text, next.text, "lock"])
      // And as if killed before the first.
      try home.moveRecord(id.text, to: id.text + ".applying")
      try FileManager.default.moveItem(
        at: home.url.appending(path: "a/f"), to: home.url.appending(path: "a/.gotools-\(id)-0"))
      _ = try Undoing.undo(nil, on: home.machine)
      #expect(try home.names() == ["state"])
      #expect(try home.names("state/gotools/changes") == [next.text + ".undone", "lock"])
    }
  }

  @Test(arguments: [false, true])
  func `of two files whoever is killed between them leaves what can be undone or done again`(
    undoes: Bool
  ) throws {
    try atHome { home in
      try home.write("old f\n", to: "f")
      try home.write("old g\n", to: "g")
      let texts: [(ByteString, String?)] = [("f", "new f\n"), ("g", "new g\n")]
      let id = try home.plan(texts).apply(on: home.machine)
      // As if killed when the first file had been exchanged, and the next version of the second still waited.
      try home.moveRecord(id.text, to: id.text + ".applying")
      try home.write("old f\n", to: ".gotools-\(id)-0")
      try home.write("old g\n", to: "g")
      try home.write("new g\n", to: ".gotools-\(id)-1")
      if undoes {
        let undone = try Undoing.undo(nil, on: home.machine)
        #expect(undone.paths == [home.path("f")])
        #expect(home.text("f") == "old f\n" && home.text("g") == "old g\n")
      } else {
        try home.plan(texts).apply(on: home.machine)
        #expect(home.text("f") == "new f\n" && home.text("g") == "new g\n")
        for _ in 0..<2 { _ = try Undoing.undo(nil, on: home.machine) }
        #expect(home.text("f") == "old f\n" && home.text("g") == "old g\n")
      }
      #expect(try home.names() == ["f", "g", "state"])
      let names = try home.names("state/gotools/changes")
      #expect(names.allSatisfy { $0 == "lock" || $0.hasSuffix(".undone") })
    }
  }

  @Test func `looking at what could be undone writes nothing`() throws {
    try atHome { home in
      let id = try home.plan([("a/f", "1")]).apply(on: home.machine)
      try home.moveRecord(id.text, to: id.text + ".applying")
      try home.write("1", to: "a/.gotools-\(id)-0")
      #expect(try Undoing(nil, on: home.machine).item.id == id)
      #expect(try home.names("a") == [".gotools-\(id)-0", "f"])
      #expect(try home.names("state/gotools/changes") == [id.text + ".applying", "lock"])
    }
  }

  @Test func `an interrupted change that cannot be settled is told and stops no other`() throws {
    try atHome { home in
      let first = try home.plan([("f", "1")]).apply(on: home.machine)
      let id = try home.plan([("a/f", "1")]).apply(on: home.machine)
      try home.moveRecord(id.text, to: id.text + ".applying")
      try #require(unsafe chmod(home.url.path + "/a", 0o777) == 0)
      var told: [String] = []
      let last = try home.plan([("g", "2")]).apply(on: home.machine) { told.append($0) }
      #expect(told.count == 1 && told.allSatisfy { $0.contains(id.text) && $0.contains("o-w") })
      #expect(try Undoing.undo(nil, on: home.machine).item.id == last)
      #expect(try Undoing.undo(nil, on: home.machine).item.id == first)
      #expect(throws: Unwritable.self) { try Undoing.undo(id, on: home.machine) }
      try #require(unsafe chmod(home.url.path + "/a", 0o700) == 0)
      #expect(try Undoing.undo(nil, on: home.machine).item.id == id)
      #expect(try home.names() == ["state"])
    }
  }

  @Test func `a record of a newer gotools is kept, and one that never got its name goes`() throws {
    try atHome { home in
      _ = try home.plan([("f", "1")]).apply(on: home.machine)
      let journal = "state/gotools/changes/"
      try home.write("gotools change 2\n", to: journal + "20200101-000000-0001.applying")
      try home.write("gotools ch", to: journal + "20200101-000000-0002.new")
      var told: [String] = []
      _ = try Undoing.undo(nil, on: home.machine) { told.append($0) }
      #expect(told.count == 1 && told.allSatisfy { $0.contains("newer gotools") })
      let names = try home.names(journal)
      #expect(names.count == 3 && names[0] == "20200101-000000-0001.applying")
    }
  }

  @Test func `what somebody else has written beside a file is not cleared up`() throws {
    try atHome { home in
      let id = try home.plan([("f", "1")]).apply(on: home.machine)
      try home.moveRecord(id.text, to: id.text + ".applying")
      try home.write("mine", to: ".gotools-\(id)-0")
      var told: [String] = []
      try home.plan([("g", "2")]).apply(on: home.machine) { told.append($0) }
      #expect(told.count == 1)
      #expect(home.text(".gotools-\(id)-0") == "mine")
    }
  }
}
