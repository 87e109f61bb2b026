import Formats
import Testing

@Suite struct GoVersionTests {
  @Test func `versions come in the order of their releases`() throws {
    let ascending: [ByteString] = [
      "0.1", "1", "1.2rc3", "1.2", "1.2.1", "1.9", "1.19.8", "1.20rc1", "1.20", "1.20.1", "1.21",
      "1.21alpha1", "1.21beta1", "1.21rc1", "1.21rc2", "1.21rc10", "1.21.0", "1.21.13", "1.27",
      "1.27.3", "1.100", "1.99999999999999999999999", "2",
    ]
    let versions = try ascending.map { try #require(GoVersion($0)) }
    #expect(versions.sorted() == versions)
    for (one, other) in zip(versions, versions.dropFirst()) {
      #expect(one < other)
      #expect(!(other < one))
    }
  }

  @Test(arguments: [("1", "1.0.0"), ("1.20", "1.20.0"), ("1.0", "1.0.0")])
  func `before 1.21 a missing last number is a zero`(one: String, other: String) {
    #expect(GoVersion(ByteString(one)) == GoVersion(ByteString(other)))
    #expect(
      GoVersion(ByteString(one))?.hashValue == GoVersion(ByteString(other))?.hashValue)
  }

  @Test(arguments: [
    "", ".", "1.", "1..2", "01", "1.02", "1.2.03", "1.2.3.4", "1.2.3rc1", "1.21RC1", "1.21rc01",
    "1.21rc1x", "1.21-rc1", "v1.2", "go1.2", " 1.2", "1.2 ", "1.21r\u{e4}", "x",
  ]) func `what is no version is nil`(text: String) {
    #expect(GoVersion(ByteString(text)) == nil)
  }

  @Test(arguments: [
    ("go1.27.3", "1.27.3"), ("go1.21rc1", "1.21rc1"), ("go1.23.1-maker", "1.23.1"),
    ("go1.22.5 X:foo", "1.22.5"), ("go1.28-devel_abcdef", "1.28"), ("go1.2\tx", "1.2"),
    ("1.27.3", nil), ("go", nil), ("gccgo-go1.20", nil), ("go1.2/x", nil), ("go1.2-\\x", nil),
    ("devel go1.28-abcdef", nil), ("local", nil), ("go1.27.3\r", nil),
  ]) func `a toolchain is named go and its version`(name: String, version: String?) {
    #expect(GoVersion(toolchain: ByteString(name))?.text == version.map { ByteString($0) })
  }

  @Test func `a development version counts as its language version`() {
    let version = GoVersion(builtWith: "devel go1.28-abcdef Mon Nov 2 10:00:00 2026 +0000")
    #expect(version?.text == "1.28")
    #expect(version?.isLanguageVersion == true)
    #expect(GoVersion(builtWith: "go1.27.3")?.text == "1.27.3")
    #expect(GoVersion(builtWith: "devel +abcdef") == nil)
  }

  @Test func `only a version from 1.21 on without a last number is a language version`() {
    for text: ByteString in ["1.21", "1.27"] {
      #expect(GoVersion(text)?.isLanguageVersion == true)
    }
    for text: ByteString in ["1", "1.20", "1.21.0", "1.21rc1", "1.21rc"] {
      #expect(GoVersion(text)?.isLanguageVersion == false)
    }
  }

  @Test func `a version tells its language`() {
    #expect(GoVersion("1.27.3")?.language == "1.27")
    #expect(GoVersion("1.21rc1")?.language == "1.21")
    #expect(GoVersion("1.0.2")?.language == "1")
    #expect(GoVersion("1.21rc1")?.description == "go1.21rc1")
  }

  @Test func `no bytes whatever trap`() {
    var random = GoFuzzer(seed: 1)
    for _ in 0..<5000 {
      let text = random.mutation(of: Array("go1.21rc1-x".utf8))
      _ = GoVersion(toolchain: ByteString(text))
      _ = GoVersion(builtWith: ByteString(text))
      _ = GoVersion(ByteString(text))
    }
  }
}
