import Formats
import Testing

@Suite struct PublicKeyLineTests {
  private static let digits = "AAAAC3NzaC1lZDI1NTE5AAAAAQc="
  private static let blob: [UInt8] =
    [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 1, 7]

  @Test(arguments: [
    ("ssh-ed25519 \(digits) u@laptop\n", "u@laptop"), ("ssh-ed25519 \(digits) a b\r\n", "a b"),
    ("ssh-ed25519 \(digits)", ""),
  ]) func `a line has a key and a comment`(line: String, comment: String) {
    let key = AgentKey(publicLine: Array(line.utf8))
    #expect(key == AgentKey(blob: Self.blob, comment: ByteString(comment)))
  }

  @Test(arguments: [
    "", "\n", "ssh-ed25519", "ssh-ed25519 ", "ssh-rsa \(digits) of another type",
    "ssh-ed25519 AAAAC3Nza", "ssh-ed25519 AAAA****", "ssh-ed25519 AAAA\nC3Nz",
  ]) func `what is no public key has none`(line: String) {
    #expect(AgentKey(publicLine: Array(line.utf8)) == nil)
  }
}
