import Commands
import Testing

@Suite struct HelpPageTests {
  @Test func `the short help has usage, options, two examples and a pointer`() {
    #expect(
      Sample.probe.shortHelp(of: "demo probe") == """
        usage: demo probe [OPTION]... SUBJECT [FILE]...
        probe: tell what is broken

        options:
          -q, --quiet         print nothing; answer with the exit status alone
          -v, --verbose       also say what is fine
              --color WHEN    whether to use colour: auto, always or never (default:
                              auto)
          -o, --output FILE   write the report there
              --root DIR      look at the machine whose root file system is DIR, which
                              may be an unpacked image
          -c, --count N       stop after N findings
          -i, --ignore CODES  leave these codes out
          -h, --help          print this help
              --version       print the version

        examples:
          demo probe memory
              look at memory
          demo probe -q files && make
              go on only where nothing is broken

        More: demo probe --help

        """)
  }

  @Test func `the full help has everything that is declared`() {
    #expect(
      Sample.probe.help(of: "probe") == """
        usage: probe [OPTION]... SUBJECT [FILE]...
        probe: tell what is broken

        Looks at the subject and at every file, in that order, and says what is broken.
        It changes nothing and needs no privileges.

          demo probe memory
          demo probe files a.txt

        A file that cannot be read is a finding.

        options:
          -q, --quiet         print nothing; answer with the exit status alone
          -v, --verbose       also say what is fine
              --color WHEN    whether to use colour: auto, always or never (default:
                              auto)
          -o, --output FILE   write the report there
              --root DIR      look at the machine whose root file system is DIR, which
                              may be an unpacked image
          -c, --count N       stop after N findings
          -i, --ignore CODES  leave these codes out
          -h, --help          print this help
              --version       print the version

        operands:
          SUBJECT  what to look at: memory or files
          FILE     where to look

        exit status:
          0  nothing is broken
          1  something is

        environment:
          DEMO_ROOT  stands for --root

        files:
          /etc/demo/a-rather-long-name.conf
                what to leave out

        examples:
          demo probe memory
              look at memory
          demo probe -q files && make
              go on only where nothing is broken
          demo probe --count=1 files
              stop early

        see also:
          ptrace(2)
          demo-list(1)

        """)
  }

  @Test func `what is not declared leaves no trace`() {
    let bare = Command("bare", "do nothing", exits: [:], details: "")
    #expect(bare.help(of: "bare") == "usage: bare\nbare: do nothing\n")
    #expect(
      bare.shortHelp(of: "bare") == "usage: bare\nbare: do nothing\n\nMore: bare --help\n")
  }

  @Test(arguments: [Sample.probe, Sample.list, Sample.program.command])
  func `lines end within eighty columns, and without blanks`(command: Command) {
    for page in [command.help(of: "demo"), command.shortHelp(of: "demo")] {
      for line in page.split(separator: "\n") {
        #expect(line.count <= 80)
        #expect(line.last != " ")
      }
      #expect(page.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A) })
    }
  }

  @Test func `a line may have eighty columns, and a longer word stays whole`() {
    let eighty = String(repeating: "a", count: 39) + " " + String(repeating: "b", count: 40)
    let long = String(repeating: "c", count: 100)
    let help = Command("x", "y", exits: [:], details: "\(eighty)\n\(eighty)d \(long)").help(of: "x")
    let lines = help.split(separator: "\n").dropFirst(2).map(String.init)
    #expect(lines[0] == eighty)
    #expect(lines[1...].map(\.count) == [39, 41, 100])
  }

  @Test func `of more than twelve words the help shows none`() {
    func help(_ count: Int) -> String {
      let values = Values.words((1...count).map { "w\($0)" })
      return Command(
        "x", "y", operands: [Operand("W", .one, values: values, "a word")], exits: [:], details: ""
      ).help(of: "x")
    }
    #expect(help(12).contains("w11 or w12\n"))
    #expect(!help(13).contains("w1"))
  }
}
