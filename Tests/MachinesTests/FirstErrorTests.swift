import Formats
import Machines
import Testing

@Suite struct FirstErrorTests {
  private static let frame = String(repeating: "@", count: 59)
  private static let warning = """
    \(frame)\r
    @         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\r
    \(frame)\r

    """

  @Test(arguments: [
    ("", ""), ("\n\r\n", ""), ("no\r\nyes\n", "no"), ("\n\n  what now \n", "what now"),
    (
      warning + "Permissions 0644 for '/h/id_rsa' are too open.\r\nIt is required that\r\n",
      "Permissions 0644 for '/h/id_rsa' are too open."
    ),
    ("hint\nPermissions 0644 are too open\n", "Permissions 0644 are too open"),
    (warning, "WARNING: UNPROTECTED PRIVATE KEY FILE!"), (frame, ""),
  ]) func `the line is chosen that tells most`(errors: String, line: String) {
    let execution = Execution(.exited(1), errors: Captured(ByteString(errors)))
    #expect(execution.firstError == ByteString(line))
  }
}
