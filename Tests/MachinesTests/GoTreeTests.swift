import Formats
import Machines
import Testing

@Suite struct GoTreeTests {
  @Test func `a tree has tools, and says its version`() {
    let found = tree(at: "/go", goMachine())
    #expect(found?.version == "go1.27.3")
  }

  @Test func `a directory without tools is no tree`() {
    #expect(tree(at: "/h", goMachine()) == nil)
    #expect(tree(at: "/go", goMachine(["/go/pkg/tool": ""])) == nil)
  }

  @Test func `a tree may lack its version`() {
    for file: ExampleFile in ["", "\n", .unreadable, .directory()] {
      #expect(tree(at: "/go", goMachine(["/go/VERSION": file]))?.version == nil)
    }
  }

  @Test func `a version file of 4 KiB is read, a larger one is none`() {
    let line = "go1.2\r\n"
    let most = line + String(repeating: "x", count: 4096 - line.utf8.count)
    let small = goMachine(["/go/VERSION": .init(stringLiteral: most)])
    #expect(tree(at: "/go", small)?.version == "go1.2")
    let large = goMachine(["/go/VERSION": .init(stringLiteral: most + "x")])
    #expect(tree(at: "/go", large)?.version == nil)
  }
}

private func tree(at path: ByteString, _ machine: Machine) -> GoTree? {
  GoTree(at: path, machine.files, walker: PathWalker(machine.files, mounts: nil))
}
