import Commands
import Testing

@Suite struct ManualPageTests {
  @Test func `a subcommand has a page that says how it is called by either name`() {
    let page = Sample.probe.manual(date: "2026-01-31", version: "1.2.3", partOf: Sample.program)
    #expect(
      page.hasPrefix(
        """
        .Dd January 31, 2026
        .Dt DEMO-PROBE 1
        .Os demo 1.2.3
        .Sh NAME
        .Nm demo-probe
        .Nd tell what is broken
        .Sh SYNOPSIS
        .Nm demo
        .Cm probe
        .Op Ar option ...
        .Ar SUBJECT
        .Op Ar FILE ...
        .Nm probe
        .Op Ar option ...
        .Ar SUBJECT
        .Op Ar FILE ...
        .Sh DESCRIPTION
        Looks at the subject and at every file, in that order, and says what is
        broken.
        It changes nothing and needs no privileges.
        .Bd -literal -offset indent
        demo probe memory
        demo probe files a.txt
        .Ed
        .Pp
        A file that cannot be read is a finding.
        .Sh OPTIONS
        .Bl -tag -width Ds
        .It Fl q , Fl \\-quiet
        print nothing; answer with the exit status alone

        """))
    #expect(
      page.hasSuffix(
        """
        .Sh SEE ALSO
        .Xr demo 1 ,
        .Xr demo-list 1 ,
        .Xr ptrace 2

        """))
  }

  @Test func `the sections stand in the order that mdoc prescribes`() {
    let page = Sample.probe.manual(date: "2026-01-31", version: "1", partOf: Sample.program)
    #expect(
      sections(of: page) == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "OPERANDS", "ENVIRONMENT", "FILES",
        "EXIT STATUS", "EXAMPLES", "SEE ALSO",
      ])
  }

  @Test func `the program's page lists the subcommands and refers to their pages`() {
    let page = Sample.program.manual(date: "2026-01-31", version: "1")
    #expect(
      page.contains(
        """
        .Sh COMMANDS
        .Bl -tag -width Ds
        .It Cm probe Ar SUBJECT Op Ar FILE ...
        tell what is broken
        .It Cm list
        say what there is
        .El

        """))
    #expect(page.hasSuffix(".Sh SEE ALSO\n.Xr demo-list 1 ,\n.Xr demo-probe 1\n"))
  }

  @Test func `no text can begin a request or an escape`() {
    let page = Sample.hostile.manual(date: "2026-01-31", version: "1")
    #expect(!sections(of: page).contains { $0.hasPrefix("It") })
    let requests: Set = [
      "Dd", "Dt", "Os", "Sh", "Nm", "Nd", "Op", "Ar", "Bl", "It", "El", "Bd", "Ed", "Pp", "Xr",
    ]
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(String(line.dropFirst().prefix { $0 != " " })))
    }
    #expect(page.utf8.allSatisfy { $0 < 0x7F })
    #expect(!page.contains("\\f"))
    #expect(page.contains("\\efB"))
    #expect(page.contains("\\[u2014]"))
  }

  @Test(arguments: [
    ("2026-01-31", "January 31, 2026"), ("2026-12-01", "December 1, 2026"), ("soon", "soon"),
    ("2026-13-01", "2026\\-13\\-01"), ("2026-00-01", "2026\\-00\\-01"), ("", "\\&"),
  ])
  func `a date is written out, and left alone where it is none`(date: String, written: String) {
    let page = Sample.program.manual(date: date, version: "1")
    #expect(page.hasPrefix(".Dd \(written)\n"))
  }
}

private func sections(of page: String) -> [String] {
  page.split(separator: "\n").filter { $0.hasPrefix(".Sh ") }.map { String($0.dropFirst(4)) }
}
