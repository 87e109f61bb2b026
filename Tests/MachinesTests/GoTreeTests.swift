import Formats
import Machines
import Testing

@Suite struct GoTreeTests {
  @Test func `a tree has tools, and says its version`() {
    let tree = GoTree(at: "/go", goMachine())
    #expect(tree?.version == "go1.27.3")
    #expect(tree?.hasDefaults == true)
  }

  @Test func `a directory without tools is no tree`() {
    #expect(GoTree(at: "/h", goMachine()) == nil)
    #expect(GoTree(at: "/go", goMachine(["/go/pkg/tool": ""])) == nil)
    #expect(GoTree(at: "go", goMachine(in: nil)) == nil)
  }

  @Test func `a tree may lack its version and defaults`() {
    for file: ExampleFile in ["", "\n", .unreadable, .directory()] {
      #expect(GoTree(at: "/go", goMachine(["/go/VERSION": file]))?.version == nil)
    }
    #expect(GoTree(at: "/go", goMachine(version: "go1.19.8"))?.hasDefaults == false)
  }

  @Test func `a version file of 4 KiB is read, a larger one is none`() {
    let line = "go1.2\r\n"
    let most = line + String(repeating: "x", count: 4096 - line.utf8.count)
    let small = goMachine(["/go/VERSION": .init(stringLiteral: most)])
    #expect(GoTree(at: "/go", small)?.version == "go1.2")
    let large = goMachine(["/go/VERSION": .init(stringLiteral: most + "x")])
    #expect(GoTree(at: "/go", large)?.version == nil)
  }
}
