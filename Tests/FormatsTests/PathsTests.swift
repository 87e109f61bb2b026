import Formats
import Testing

@Suite struct PathsTests {
  /// What Go 1.27's `filepath.Clean` answers.
  static let cleaned: [(path: ByteString, cleaned: ByteString)] = [
    ("", "."), ("/", "/"), (".", "."), ("..", ".."), ("/..", "/"), ("/../..", "/"), ("/.", "/"),
    ("./", "."), ("../", ".."), ("//", "/"), ("///a", "/a"), ("a", "a"), ("a/", "a"),
    ("a//b", "a/b"), ("a/./b", "a/b"), ("a/../b", "b"), ("a/b/..", "a"), ("a/b/../..", "."),
    ("a/b/../../..", ".."), ("a/b/../../../c", "../c"), ("/a/../../b", "/b"), ("./a", "a"),
    ("../a", "../a"), ("../../a", "../../a"), ("../a/../b", "../b"), ("a/..", "."), ("/a/..", "/"),
    ("/a/b/../../c/./d//", "/c/d"), ("a/b/c/../../d", "a/d"), ("..a", "..a"), ("a..", "a.."),
    ("...", "..."), ("/...", "/..."), ("a/.../b", "a/.../b"), (".a", ".a"), ("/./a", "/a"),
    ("//a//b//", "/a/b"), ("a/./../b/", "b"), ("./..", ".."), ("../.", ".."), ("/a/./../..", "/"),
    ("a b/ c", "a b/ c"), (ByteString([0x61, 0x2F, 0xFF, 0x2F, 0x2E, 0x2E]), "a"),
  ]

  @Test(arguments: cleaned)
  func `a path is cleaned as Go does`(path: ByteString, cleaned: ByteString) {
    #expect(path.cleaned == cleaned)
    #expect(cleaned.cleaned == cleaned)
  }

  @Test(
    arguments: [
      ("/", "/", ""), ("/a", "/", "a"), ("/a/", "/", "a"), ("/a/b", "/a", "b"),
      ("//a//b//", "//a", "b"),
      ("a", "", "a"), ("a/b", "a", "b"), ("", "", ""), (".", "", "."), ("/a/..", "/a", ".."),
    ] as [(ByteString, ByteString, ByteString)])
  func `a path is its parent and its last component`(
    path: ByteString, parent: ByteString, last: ByteString
  ) {
    #expect(path.parent == parent)
    #expect(path.lastComponent == last)
  }

  @Test(
    arguments: [
      ("/", "a", "/a"), ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("", "a", "a"),
      ("a", "b/c", "a/b/c"),
      ("/a", "", "/a/"),
    ] as [(ByteString, ByteString, ByteString)])
  func `a name is appended with one slash`(
    directory: ByteString, name: ByteString, path: ByteString
  ) {
    #expect(directory.appending(name) == path)
  }

  @Test(
    arguments: [
      ("/", "/", true), ("/a", "/", true), ("/a", "/a", true), ("/a/b", "/a", true),
      ("/ab", "/a", false), ("/a", "/a/b", false), ("/", "/a", false), ("a", "/", false),
      ("/mnt/c", "/mnt/c", true), ("/mnt/cd", "/mnt/c", false), ("/mnt/C", "/mnt/c", false),
      ("", "/", false), ("/a b/c", "/a b", true),
    ] as [(ByteString, ByteString, Bool)])
  func `a directory holds itself and what is below it`(
    path: ByteString, directory: ByteString, isInside: Bool
  ) {
    #expect(path.isAtOrBelow(directory) == isInside)
  }

  @Test func `cleaning random paths leaves nothing to clean`() {
    var generator = GoFuzzer(seed: 1)
    let parts = ["/", "/", ".", "..", "a", "..b", " ", "\u{e4}"]
    for _ in 0..<20_000 {
      let names = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }
      let path = ByteString(names.joined())
      let cleaned = path.cleaned
      #expect(cleaned.cleaned == cleaned)
      #expect(cleaned.isAbsolute == path.isAbsolute)
      #expect(cleaned == "." || !cleaned.components.contains("."))
      #expect(!cleaned.isAbsolute || !cleaned.components.contains(".."))
    }
  }
}
