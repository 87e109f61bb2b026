import Formats
import Foundation
import Machines
import Testing

@Suite(.enabled(if: isWanted))
struct BuildInformationOracleTests {
  @Test func `programs say of themselves what go version says of them`() throws {
    let oracle = try GoOracle.underTest()
    defer { oracle.finish() }
    let directory = oracle.tree.appending("bin").text
    var paths = try FileManager.default.contentsOfDirectory(atPath: directory)
      .map { oracle.tree.appending("bin").appending(ByteString($0)) }
    let tools = oracle.tree.appending("pkg/tool/linux_" + (oracle.build.architecture ?? "")).text
    paths += try FileManager.default.contentsOfDirectory(atPath: tools)
      .map { ByteString(tools).appending(ByteString($0)) }
    paths += ["/usr/lib/go-1.19/bin/go", "/usr/lib/go-1.19/bin/gofmt", "/bin/sh", "/bin/ls"]
    for (number, path) in paths.enumerated() {
      guard FileManager.default.fileExists(atPath: path.text) else { continue }
      var reads = 0
      let found = try buildInformation(path, reads: &reads)
      #expect(reads <= 6)
      let (own, settled) = try oracle.prepared(GoConfiguration("version"), number: number)
      let question = try oracle.start(settled, in: own, ["version", "-m", path])
      let lines = try question.answer().output.split(on: UInt8(ascii: "\n"))
      let first = lines[0].text.split(separator: " ", maxSplits: 1).last.map(String.init)
      #expect(found?.version.text == (lines[0].isEmpty ? nil : first), "\(path)")
      let named = lines.first { $0.hasPrefix("\tpath\t") }
      #expect(found?.mainPackage == named.map { ByteString($0.bytes.dropFirst(6)) }, "\(path)")
      #expect(found.map(\.isTrimmed) != !lines.contains("\tbuild\t-trimpath=true") || found == nil)
    }
  }
}
