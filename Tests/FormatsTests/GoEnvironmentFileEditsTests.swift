import Formats
import Testing

@Suite struct GoEnvironmentFileEditsTests {
  @Test(
    arguments: [
      ("", "GOPROXY=x\n"), ("A=1", "A=1\nGOPROXY=x\n"), ("A=1\n", "A=1\nGOPROXY=x\n"),
      ("GOPROXY=y\nA=1\n", "GOPROXY=x\nA=1\n"), ("A=1\nGOPROXY=y", "A=1\nGOPROXY=x"),
      ("GOPROXY=y\nGOPROXY=z\n", "GOPROXY=y\nGOPROXY=x\n"),
      ("GOPROXY=z\nGOPROXY=x\n", "GOPROXY=z\nGOPROXY=x\n"),
      (" GOPROXY=y\n", " GOPROXY=y\nGOPROXY=x\n"), ("GOPROXY=y\r\n", "GOPROXY=x\n"),
      ("# c\r\n\n\nA=1\r\n", "# c\r\n\n\nA=1\r\nGOPROXY=x\n"), ("GOPROXY=\n", "GOPROXY=x\n"),
      ("GOPROXYS=y\n", "GOPROXYS=y\nGOPROXY=x\n"),
    ] as [(String, String)])
  func `to set a variable changes the line that counts`(text: String, result: String) {
    let once = GoEnvironmentFile.setting("GOPROXY", to: "x", in: Array(text.utf8))
    #expect(ByteString(once) == ByteString(result))
    #expect(GoEnvironmentFile(parsing: once)["GOPROXY"]?.value == "x")
    #expect(GoEnvironmentFile.setting("GOPROXY", to: "x", in: once) == once)
  }

  @Test(
    arguments: [
      ("", ""), ("A=1\n", "A=1\n"), ("GOPROXY=y\n", ""), ("A=1\nGOPROXY=y", "A=1\n"),
      ("GOPROXY=y\nA=1\nGOPROXY=z\nB=2\n", "A=1\nB=2\n"), (" GOPROXY=y\n", " GOPROXY=y\n"),
    ] as [(String, String)])
  func `to unset a variable takes every line of it`(text: String, result: String) {
    let new = GoEnvironmentFile.unsetting("GOPROXY", in: Array(text.utf8))
    #expect(ByteString(new) == ByteString(result))
    #expect(GoEnvironmentFile(parsing: new)["GOPROXY"] == nil)
  }

  @Test(
    arguments: [
      ("GOPROXY=y\nGOPROXY=x\n", "GOPROXY=y\n"), ("GOPROXY=x\nA=1\nGOPROXY=x", "A=1\n"),
      ("GOPROXY=x\nGOPROXY=y\nGOPROXY=x\nGOPROXY=x\n", "GOPROXY=x\nGOPROXY=y\n"),
      ("GOPROXY=x\nGOPROXY=y\n", "GOPROXY=x\nGOPROXY=y\n"), ("GOPROXYS=x\n", "GOPROXYS=x\n"),
    ] as [(String, String)])
  func `faulty lines go until one counts that is fine`(text: String, result: String) {
    let new = GoEnvironmentFile.unsetting("GOPROXY", in: Array(text.utf8)) { $0 == "x" }
    #expect(ByteString(new) == ByteString(result))
  }

  @Test(
    arguments: [
      ("", ""), ("A=1\r\nB=2\r\n", "A=1\nB=2\n"), ("A=1\r", "A=1"), ("A=1\r\r\n", "A=1\n"),
      ("A=\r1\n", "A=\r1\n"), ("\r\n\r\n", "\n\n"),
    ] as [(String, String)])
  func `carriage returns go from the ends of lines alone`(text: String, result: String) {
    let new = GoEnvironmentFile.droppingCarriageReturns(in: Array(text.utf8))
    #expect(ByteString(new) == ByteString(result))
  }

  @Test(
    arguments: [
      ("export GOPROXY=direct\n", "GOPROXY=direct\n"), ("  GOPROXY=direct", "GOPROXY=direct"),
      ("\u{FEFF}GOPROXY=direct\n", "GOPROXY=direct\n"),
      ("export GOPROXY=\"direct\"\r\n", "GOPROXY=direct\n"),
      ("\tGOFLAGS='-mod=mod -x'\n", "GOFLAGS=-mod=mod -x\n"),
      ("goproxy=direct\n", "GOPROXY=direct\n"), (" GOPROXY = direct\n", "GOPROXY=direct\n"),
    ] as [(String, String)])
  func `a line that go passes over is made to count`(text: String, result: String) {
    let new = GoEnvironmentFile.mendingIgnoredLines(in: Array(text.utf8)) { _, _ in true }
    #expect(ByteString(new) == ByteString(result))
    #expect(GoEnvironmentFile(parsing: new).entries.count == 1)
  }

  @Test(arguments: [
    "export GOPATH=$HOME/go\n", "export GOPATH=~/go\n", "export FOO=1\n",
    "# GOPROXY=direct\n", "GOPROXY=direct\n", "\n", "", "export GOPROXY\n", " GOPROXY=a\"b\"\n",
    " GOPROXY=direct\nGOPROXY=https://a\n", "export GOPROXY=\n", " GOTOOLCHAIN=`x`\n",
    "export GOEXPERIMENT=x\n", "export GOOS=foo\n", " GOARCH=x\n", "gofips140=x\n", "CC = x\n",
    "export CGO_CFLAGS=-O2\n", "export GOPRIVATE=a GOSUMDB=off\n", "export GOPRIVATE=a;b\n",
    "export GOPRIVATE=a&b\n", "export GOPRIVATE=a|b\n", "export GOPRIVATE=a #b\n",
    "export GOPRIVATE=a<b\n", "export GOPRIVATE=a>b\n", "export GOPRIVATE=(a)\n",
    "export GOPRIVATE=*.a\n", "export GOPRIVATE=a?\n", "export GOPRIVATE=[a]\n",
  ]) func `a line that cannot be told is left alone`(text: String) {
    let new = GoEnvironmentFile.mendingIgnoredLines(in: Array(text.utf8)) { _, _ in true }
    #expect(ByteString(new) == ByteString(text))
  }

  @Test func `a line that go would stop at is left alone`() {
    let text = Array(" GOPATH=go\n".utf8)
    let new = GoEnvironmentFile.mendingIgnoredLines(in: text) { $0 != "GOPATH" || $1 != "go" }
    #expect(new == text)
  }

  @Test func `all lines that can be told are made to count, and of two for one name the last`() {
    let text =
      "export GOBIN=/a\nGOFLAGS = -x\n# b\nexport GOPATH=$HOME/go\nexport GOBIN=/b\ngoproxy=direct"
    let mended =
      "export GOBIN=/a\nGOFLAGS=-x\n# b\nexport GOPATH=$HOME/go\nGOBIN=/b\nGOPROXY=direct"
    for start in [text, mended] {
      let new = GoEnvironmentFile.mendingIgnoredLines(in: Array(start.utf8)) { _, _ in true }
      #expect(ByteString(new) == ByteString(mended))
    }
  }

  @Test(
    arguments: [
      ("GOROOT", "/go"), ("GOVERSION", "go1.27"), ("GOENV", "off"), ("GODEBUG", "x=1"),
      ("GOMAXPROCS", "3"), ("FOO", "1"), ("", "x"), ("goproxy", "direct"),
      ("GOPROXY", ""), ("GOSUMDB", ""), ("GOTOOLCHAIN", ""), ("GOFLAGS", "a\nb"),
      ("GOFLAGS", "a\rb"), ("GOFLAGS", "a\0b"), ("GOFLAGS", "a\u{B}b"), ("GOPROXY=x", "y"),
    ] as [(ByteString, ByteString)])
  func `what no line can be is refused`(name: ByteString, value: ByteString) {
    #expect(GoSetting.refusal(ofSetting: name, to: value) != nil)
  }

  @Test(
    arguments: [
      ("GOPROXY", "direct"), ("GOPATH", "/a:/b"), ("GOPATH", ""), ("GO111MODULE", ""),
      ("GO111MODULE", "auto"), ("GOCACHE", "off"), ("GOFLAGS", "-mod=mod"), ("CC", "gcc -m32"),
      ("CC", "/usr/bin/gcc"), ("GOPRIVATE", "*.é"), ("GOBIN", "/home/u/bin"),
    ] as [(ByteString, ByteString)])
  func `what a line can be is not refused`(name: ByteString, value: ByteString) {
    #expect(GoSetting.refusal(ofSetting: name, to: value) == nil)
  }

  @Test func `a value that is no UTF-8 is refused`() {
    #expect(GoSetting.refusal(ofSetting: "GOFLAGS", to: ByteString([0xFF])) != nil)
  }
}
