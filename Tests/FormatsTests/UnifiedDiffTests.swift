import Formats
import Foundation
import Testing

@Suite struct UnifiedDiffTests {
  @Test(
    arguments: [
      ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
      ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
      ("a\n", "", "@@ -1 +0,0 @@\n-a\n"), ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
      ),
      (
        "0\n1\n2\n3\n4\n5\n6\n7\n8\n", "a\n1\n2\n3\n4\n5\n6\n7\nb\n",
        "@@ -1,4 +1,4 @@\n-0\n+a\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-8\n+b\n"
      ),
    ] as [(String, String, String)])
  func `a difference is told as diff -u tells it`(old: String, new: String, hunks: String) {
    let diff = UnifiedDiff("/f", from: Array(old.utf8), to: Array(new.utf8))
    #expect(ByteString(diff.bytes) == ByteString("--- /f\n+++ /f\n" + hunks))
  }

  @Test func `a file that is not there is the null device`() {
    let made = UnifiedDiff("/f", from: nil, to: Array("a\n".utf8))
    #expect(ByteString(made.bytes) == "--- /dev/null\n+++ /f\n@@ -0,0 +1 @@\n+a\n")
    let removed = UnifiedDiff("/f", from: Array("a\n".utf8), to: nil)
    #expect(ByteString(removed.bytes) == "--- /f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
    #expect(UnifiedDiff("/f", from: [], to: []).lines.isEmpty)
  }

  @Test(
    arguments: [
      ("/a b", "/a b\t"), ("/a\nb", "\"/a\\012b\""), ("/\"\\", "\"/\\\"\\\\\""), ("/é", "/é"),
    ] as [(ByteString, String)])
  func `a strange name is written as git writes it`(path: ByteString, name: String) {
    let diff = UnifiedDiff(path, from: Array("a\n".utf8), to: Array("b\n".utf8))
    #expect(ByteString(diff.bytes).text.hasPrefix("--- \(name)\n+++ \(name)\n"))
  }

  @Test func `patch and git make the new text of the old one`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "gotools-diff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    var generator = Seeded(state: 20_261_121)
    for round in 0..<60 {
      let old = text(&generator)
      let new = changed(old, &generator)
      let diff = UnifiedDiff("f", from: old, to: new)
      for tool in [["patch", "-s", "-p0"], ["git", "apply", "-p0", "--whitespace=nowarn"]] {
        try Data(old).write(to: directory.appending(path: "f"))
        try Data(diff.bytes).write(to: directory.appending(path: "d"))
        if old == new { continue }
        let words = tool[0] == "patch" ? tool + ["-i", "d"] : tool + ["d"]
        #expect(try run(words, in: directory).status == 0, "round \(round), \(tool[0])")
        let made = try? Data(contentsOf: directory.appending(path: "f"))
        // patch removes a file that comes out empty.
        #expect(made.map(Array.init) ?? [] == new, "round \(round), \(tool[0])")
      }
    }
  }

  @Test func `of texts that have little in common one hunk is made`() throws {
    let old = (0..<4000).map { "old \($0)\n" }.joined()
    let new = (0..<4000).map { $0 % 100 == 0 ? "old \($0)\n" : "new \($0)\n" }.joined()
    let diff = UnifiedDiff("f", from: Array(old.utf8), to: Array(new.utf8))
    #expect(diff.lines.count { $0.kind == .place } == 1)
    #expect(diff.lines.count { $0.kind == .removed } == 3999)
  }

  @Test func `fifty thousand lines with one change make one small hunk`() {
    var lines = (0..<50_000).map { "line \($0)\n" }
    let old = Array(lines.joined().utf8)
    lines[30_000] = "another\n"
    let diff = UnifiedDiff("f", from: old, to: Array(lines.joined().utf8))
    #expect(diff.lines.count == 11)
  }
}

private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
  }
}

private func text(_ generator: inout Seeded) -> [UInt8] {
  let lines = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
    ["a", "b", "c", "", "\r", "é"].randomElement(using: &generator) ?? ""
  }
  return Array(
    (lines.joined(separator: "\n") + (Bool.random(using: &generator) ? "\n" : "")).utf8)
}

private func changed(_ text: [UInt8], _ generator: inout Seeded) -> [UInt8] {
  var lines = text.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
  for _ in 0..<Int.random(in: 0...5, using: &generator) {
    let place = Int.random(in: 0..<lines.count, using: &generator)
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: lines.insert(Array("new".utf8), at: place)
    case 1: if lines.count > 1 { lines.remove(at: place) }
    default: lines[place] = Array("other".utf8)
    }
  }
  return Array(lines.joined(separator: [10]))
}
