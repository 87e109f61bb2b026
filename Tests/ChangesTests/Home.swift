import Changes
import Formats
import Foundation
import Glibc
import Machines

/// A home directory of its own on the real machine, with a journal in it.
struct Home {
  let url: URL
  let machine: Machine

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    url = base.appending(path: "gotools-changes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    machine = try .live(environment: [
      "HOME": ByteString(url.path), "XDG_STATE_HOME": ByteString(url.path + "/state"),
    ])
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  func path(_ name: ByteString) -> ByteString { ByteString(url.path).appending(name) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }

  func text(_ name: String) -> String? {
    (try? Data(contentsOf: url.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Gives a record of the journal another name.
  func moveRecord(_ name: String, to other: String) throws {
    let journal = url.appending(path: "state/gotools/changes")
    try FileManager.default.moveItem(
      at: journal.appending(path: name), to: journal.appending(path: other))
  }

  /// What lies in a directory of it.
  func names(_ directory: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path + "/" + directory).sorted()
  }

  /// Mode, times in nanoseconds and links of a file.
  func status(_ name: String) throws -> [Int] {
    var status = stat()
    guard unsafe lstat(url.path + "/" + name, &status) == 0 else {
      throw CocoaError(.fileNoSuchFile)
    }
    return [
      Int(status.st_mode), Int(status.st_uid), status.st_atim.tv_sec, status.st_atim.tv_nsec,
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
    ]
  }

  /// A plan that gives a file another text.
  func plan(_ texts: [(name: ByteString, text: String?)]) throws -> Plan {
    let edits = texts.map { name, text in
      FileEdit(path(name), mode: 0o640) { _ in text.map { Array($0.utf8) } }
    }
    return try Plan("a test", edits, reading: machine.files)
  }
}

/// Does something in a home of its own, and removes it.
func atHome(_ body: (Home) throws -> Void) throws {
  let home = try Home()
  defer { home.remove() }
  try body(home)
}
