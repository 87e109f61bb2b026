import Formats
import Testing

@Suite struct SessionManagerVariablesTests {
  @Test(
    arguments: [
      ("HOME=/\nSSH_AUTH_SOCK=/run/a\nX=1\n", "/run/a"), ("HOME=/\n", nil), ("", nil),
      ("XSSH_AUTH_SOCK=/a\n", nil), ("SSH_AUTH_SOCK=\n", ""), ("SSH_AUTH_SOCK=/a=b", "/a=b"),
      ("SSH_AUTH_SOCK=$'/a b\\'c\\\\d'\n", "/a b'c\\d"),
      ("SSH_AUTH_SOCK=\"/a b\\\"c\\$d\"\n", "/a b\"c$d"),
      ("SSH_AUTH_SOCK=$'/a\\nb'\n", nil), ("SSH_AUTH_SOCK=$'/a\\x41'\n", nil),
      ("SSH_AUTH_SOCK=$'/a\n", nil), ("SSH_AUTH_SOCK='\n", nil), ("SSH_AUTH_SOCK=$'/a\\'\n", nil),
    ] as [(ByteString, ByteString?)])
  func `a variable is read as systemctl writes it`(text: ByteString, value: ByteString?) {
    #expect(SessionManagerVariables.value(of: "SSH_AUTH_SOCK", in: text.bytes) == value)
  }
}
