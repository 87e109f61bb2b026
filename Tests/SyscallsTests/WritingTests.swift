import Foundation
import Glibc
import Syscalls
import Testing

@Suite struct WritingTests {
  /// A call on a directory with a file in it, and the reason it must be refused with.
  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let error: Int32
    let call: @Sendable (borrowing FileDescriptor) throws -> Void

    init(
      _ description: String, _ error: Int32,
      _ call: @escaping @Sendable (borrowing FileDescriptor) throws -> Void
    ) {
      testDescription = description
      self.error = error
      self.call = call
    }
  }

  static let refusals: [Refusal] = [
    Refusal("create, a file that is there", EEXIST) { _ = try $0.creating(name("file"), mode: 0) },
    Refusal("create, a link", EEXIST) { _ = try $0.creating(name("link"), mode: 0) },
    Refusal("create, a NUL", EINVAL) { _ = try $0.creating(name("a\0b"), mode: 0) },
    Refusal("create, a long name", ENAMETOOLONG) { _ = try $0.creating(longName, mode: 0) },
    Refusal("read, a link", ELOOP) { _ = try $0.reading(name("link")) },
    Refusal("read, a missing file", ENOENT) { _ = try $0.reading(name("gone")) },
    Refusal("lock, a link", ELOOP) { _ = try $0.locking(name("link"), mode: 0) },
    Refusal("name, a missing file", ENOENT) { _ = try $0.naming(name("gone")) },
    Refusal("rename, a missing file", ENOENT) { try $0.rename(name("gone"), to: name("x")) },
    Refusal("rename, over a directory", EISDIR) { try $0.rename(name("file"), to: name("inner")) },
    Refusal("rename, a NUL", EINVAL) { try $0.rename(name("file"), to: name("a\0")) },
    Refusal("rename, a name that is not free", EEXIST) {
      try $0.rename(name("file"), toFree: name("link"))
    },
    Refusal("rename to a free name, a NUL", EINVAL) {
      try $0.rename(name("file"), toFree: name("a\0"))
    },
    Refusal("exchange, a missing file", ENOENT) {
      try $0.exchange(name("file"), with: name("gone"))
    },
    Refusal("remove, a missing file", ENOENT) { try $0.remove(name("gone")) },
    Refusal("remove, a directory", EISDIR) { try $0.remove(name("inner")) },
    Refusal("rmdir, a file", ENOTDIR) { try $0.removeDirectory(name("file")) },
    Refusal("mkdir, a file that is there", EEXIST) {
      try $0.makeDirectory(name("file"), mode: 0o700)
    },
    Refusal("list, too many names", EFBIG) {
      _ = try $0.reading(name(".")).names(limit: 2)
    },
    Refusal("list, a file", ENOTDIR) { _ = try $0.reading(name("file")).names(limit: 9) },
    Refusal("write, a file opened to be read", EBADF) {
      try $0.reading(name("file")).write([1])
    },
    Refusal("chmod, a place that is only named", EBADF) { try $0.setMode(0o700) },
    Refusal("chown, a place that is only named", EBADF) { try $0.setOwner(0, group: 0) },
    Refusal("utimensat, nanoseconds beyond a second", EINVAL) {
      let time = Timestamp(seconds: 0, nanoseconds: 1_000_000_000)
      try $0.reading(name("file")).setTimes(accessed: time, modified: time)
    },
    Refusal("setxattr, a name without a space", EOPNOTSUPP) {
      try $0.reading(name("file")).setExtendedAttribute(name("note"), to: [])
    },
    Refusal("getxattr, a NUL", EINVAL) {
      _ = try $0.reading(name("file")).extendedAttribute(name("user.\0"))
    },
    Refusal("removexattr, one that is not there", ENODATA) {
      try $0.reading(name("file")).removeExtendedAttribute(name("user.gone"))
    },
  ]

  @Test(arguments: refusals) func `a call is refused with the kernel's reason`(
    _ refusal: Refusal
  ) throws {
    try inDirectory { directory in
      #expect(throws: Errno(code: refusal.error)) { try refusal.call(.root(directory)) }
    }
  }

  @Test func `what is written is there with its mode and times`() throws {
    try inDirectory { directory in
      let place = try FileDescriptor.root(directory)
      let file = try place.creating(name("new"), mode: 0o600)
      try file.write(name("bytes"))
      try file.setMode(0o4640)
      try file.setOwner(geteuid(), group: getegid())
      try file.setMode(0o4640)
      let modified = Timestamp(seconds: -5, nanoseconds: 999_999_999)
      try file.setTimes(accessed: Timestamp(seconds: 7, nanoseconds: 8), modified: modified)
      try file.sync()
      let attributes = try place.reading(name("new")).attributes()
      #expect(attributes.mode == 0o4640 && attributes.links == 1)
      #expect(attributes.owner == geteuid() && attributes.group == getegid())
      #expect(attributes.modified == modified)
      #expect(attributes.accessed == Timestamp(seconds: 7, nanoseconds: 8))
      try place.rename(name("new"), to: name("file"))
      #expect(try place.reading(name("file")).readToEnd(limit: 9) == name("bytes"))
    }
  }

  @Test func `every name of a directory is listed`() throws {
    try inDirectory { directory in
      let place = try FileDescriptor.root(directory)
      try place.makeDirectory(name("many"), mode: 0o700)
      let many = try place.naming(name("many"))
      for number in 0..<1500 {
        _ = try many.creating(name("\(number) \(String(repeating: "x", count: 200))"), mode: 0)
      }
      let names = try place.reading(name("many")).names(limit: 1500)
      #expect(Set(names).count == 1500)
      for name in names { try many.remove(name) }
      try place.removeDirectory(name("many"))
      #expect(
        Set(try place.reading(name(".")).names(limit: 3)) == [
          name("file"), name("inner"), name("link"),
        ])
    }
  }

  @Test func `a lock is held until its file is closed`() throws {
    try inDirectory { directory in
      let place = try FileDescriptor.root(directory)
      let other = try place.locking(name("lock"), mode: 0o600)
      do {
        let first = try place.locking(name("lock"), mode: 0o600)
        #expect(try first.lock())
        #expect(try !other.lock())
      }
      #expect(try other.lock())
    }
  }

  @Test func `attributes are set, read, listed and removed`() throws {
    try inDirectory { directory in
      let file = try FileDescriptor.root(directory).reading(name("file"))
      #expect(try file.extendedAttribute(name("user.a")) == nil)
      try file.setExtendedAttribute(name("user.a"), to: [0, 255])
      try file.setExtendedAttribute(name("user.b"), to: [])
      #expect(try file.extendedAttribute(name("user.a")) == [0, 255])
      #expect(try file.extendedAttribute(name("user.b")) == [])
      #expect(try Set(file.extendedAttributes()).isSuperset(of: [name("user.a"), name("user.b")]))
      try file.removeExtendedAttribute(name("user.a"))
      #expect(try file.extendedAttribute(name("user.a")) == nil)
    }
  }

  @Test func `the time of day is that of everybody else`() {
    let time = currentTime()
    #expect(abs(Double(time.seconds) - Date().timeIntervalSince1970) < 60)
    #expect((0..<1_000_000_000).contains(time.nanoseconds))
  }
}

/// Does something in a new directory with a file, a link to it and a directory, and removes it.
private func inDirectory(_ body: (_ directory: [UInt8]) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory.appending(
    path: "gotools-writing-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: url) }
  try Data("hello".utf8).write(to: url.appending(path: "file"))
  try #require(unsafe symlink("file", url.path + "/link") == 0)
  try #require(unsafe mkdir(url.path + "/inner", 0o700) == 0)
  try body(Array(url.path.utf8))
}

private func name(_ text: String) -> [UInt8] { Array(text.utf8) }

private let longName = [UInt8](repeating: 0x78, count: 256)
