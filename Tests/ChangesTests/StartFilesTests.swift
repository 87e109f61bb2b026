import Changes
import Formats
import Foundation
import Machines
import Testing

@Suite struct StartFilesTests {
  @Test func `a profile gets one block, however often it is asked for`() throws {
    try atHome { home in
      try home.write("umask 022", to: ".profile")
      for directory: ByteString in ["/usr/local/go/bin", "/opt/go/bin", "/opt/go/bin"] {
        let edit = try #require(FileEdit.profile(home.path(".profile"), adding: directory))
        let plan = try Plan("PATH", [edit], reading: home.machine.files)
        if !plan.isEmpty { try plan.apply(on: home.machine) }
      }
      let text = try #require(home.text(".profile"))
      #expect(text.hasPrefix("umask 022\n# >>> gotools >>>\n"))
      #expect(text.hasSuffix("# <<< gotools <<<\n"))
      #expect(text.contains("/opt/go/bin") && !text.contains("/usr/local/go/bin"))
      for _ in 0..<2 { _ = try Undoing.undo(nil, on: home.machine) }
      #expect(home.text(".profile") == "umask 022")
    }
  }

  @Test func `a profile with broken markers is left alone`() throws {
    try atHome { home in
      try home.write("# >>> gotools >>>\n", to: ".profile")
      let edit = try #require(FileEdit.profile(home.path(".profile"), adding: "/go/bin"))
      let error = #expect(throws: Uneditable.self) {
        try Plan("PATH", [edit], reading: home.machine.files)
      }
      #expect(error?.description.contains("“\(home.path(".profile"))”") == true)
      #expect(error?.description.contains("# <<< gotools <<<") == true)
      #expect(home.text(".profile") == "# >>> gotools >>>\n")
    }
  }

  @Test func `systemd gets a file of its own`() throws {
    try atHome { home in
      let edit = try #require(
        FileEdit.environmentDirectory(in: home.path(".config"), adding: "/usr/local/go/bin"))
      try Plan("PATH", [edit], reading: home.machine.files).apply(on: home.machine)
      #expect(
        home.text(".config/environment.d/50-gotools-go.conf") == "PATH=/usr/local/go/bin:$PATH\n")
    }
  }

  @Test func `a directory that cannot be written there is refused`() {
    #expect(FileEdit.profile("/h/.profile", adding: "/a:b") == nil)
    #expect(FileEdit.environmentDirectory(in: "/h", adding: "/a$b") == nil)
  }
}
