import Formats
import Testing

@Suite struct WildcardPatternTests {
  @Test(
    arguments: [
      ("*", "a", true), ("*", "", true), ("*", ".a", false), (".*", ".a", true), ("?", ".", false),
      ("*.conf", "a.conf", true), ("*.conf", ".conf", false), ("*.conf", "a.conf.bak", false),
      ("a?c", "abc", true), ("a?c", "ac", false), ("a*b*c", "axbxbxc", true),
      ("a*b*c", "axbxbx", false), ("a**", "a", true), ("abc", "abc", true), ("abc", "abcd", false),
      ("*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ] as [(ByteString, ByteString, Bool)])
  func `a name fits as glob says`(pattern: ByteString, name: ByteString, fits: Bool) throws {
    #expect(try #require(WildcardPattern(pattern)).matches(name) == fits)
  }

  @Test func `what has brackets or backslashes is not understood`() {
    #expect(WildcardPattern("[ab]") == nil)
    #expect(WildcardPattern("a\\*") == nil)
    #expect(WildcardPattern("a.conf")?.hasWildcards == false)
    #expect(WildcardPattern("a.c?nf")?.hasWildcards == true)
  }
}
