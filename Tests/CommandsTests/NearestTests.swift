import Commands
import Testing

@Suite struct NearestTests {
  @Test(
    arguments: [
      ("quite", "quiet"), ("quiet", "quiet"), ("QUIET", "quiet"), ("queit", "quiet"),
      ("quie", "quiet"), ("quiett", "quiet"), ("qu", "quiet"), ("q", "quiet"), ("cuiet", "quiet"),
      ("colour", "color"), ("agentfix", "agent-fix"), ("agent_fix", "agent-fix"),
      ("formta", "format"), ("fix-agent", nil), ("", nil), ("x", nil), ("zebra", nil),
    ] as [(String, String?)])
  func `a slip of the keyboard or a beginning is near`(word: String, name: String?) {
    #expect(nearest(word, among: ["quiet", "color", "agent-fix", "format"]) == name)
  }

  @Test func `the nearest of several wins, and the first of equals`() {
    #expect(nearest("never", among: ["fever", "never", "lever"]) == "never")
    #expect(nearest("bever", among: ["fever", "lever"]) == "fever")
    #expect(nearest("for", among: ["format", "fork"]) == "format")
  }

  @Test func `letters exchanged around another still count as two slips`() {
    #expect(nearest("caxxxx", among: ["abcxxxx"]) == "abcxxxx")
  }

  @Test func `only words of up to sixty-four characters have neighbours`() {
    let name = String(repeating: "a", count: 64)
    #expect(nearest(name, among: [name]) == name)
    #expect(nearest(name + "a", among: [name]) == nil)
    #expect(nearest(name, among: [name + "a"]) == nil)
    #expect(nearest(String(repeating: "a", count: 1 << 20), among: [name]) == nil)
    #expect(nearest("a" + String(repeating: "\u{301}", count: 1 << 16), among: ["a"]) == nil)
  }

  @Test func `nothing is near where there is nothing`() {
    #expect(nearest("a", among: []) == nil)
    #expect(nearest("a", among: [""]) == nil)
  }
}
