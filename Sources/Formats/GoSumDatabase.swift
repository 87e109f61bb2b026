/// GOSUMDB: a database's name or key, perhaps with an address, cmd/go's `modfetch.dbDial`.
package enum GoSumDatabase {
  /// What go refuses when it has a checksum to look up; `nil` where it is fine.
  ///
  /// `off` is fine, and an empty value is not, though in the environment it counts as not set.
  package static func objection(to value: ByteString) -> GoObjection? {
    if value == "off" || value == "sum.golang.google.cn" { return nil }
    let fields = value.fields
    guard let key = fields.first else { return GoObjection("missing GOSUMDB", in: value) }
    if fields.count > 2 { return GoObjection("invalid GOSUMDB: too many fields", in: value) }
    if key != "sum.golang.org", let reason = reason(against: key) {
      return GoObjection("invalid GOSUMDB: " + reason, in: key)
    }
    let name = key.cut(at: UInt8(ascii: "+"))?.before ?? key
    if !isHostAndPath(name) {
      return GoObjection("invalid sumdb name (must be host[/path]): \(name)", in: key)
    }
    guard fields.count == 2 else { return nil }
    do throws(GoObjection) {
      _ = try GoAddress(parsing: fields[1])
      return nil
    } catch {
      return GoObjection(
        "invalid GOSUMDB URL: " + error.message, in: GoAddress.redacting(fields[1]))
    }
  }

  /// What is wrong with NAME+HASH+KEY: `note.NewVerifier`, which also compares the hash, as nothing here does.
  private static func reason(against text: ByteString) -> String? {
    guard let (name, rest) = text.cut(at: UInt8(ascii: "+")),
      let (hash, base64) = rest.cut(at: UInt8(ascii: "+")),
      hash.count == 8, UInt32(hash.text, radix: 16) != nil, hash.bytes.first != 0x2B,
      let key = decode(base64: base64), let algorithm = key.first, isName(name)
    else { return "malformed verifier id" }
    if algorithm != 1 { return "unknown verifier algorithm" }
    return key.count == 33 ? nil : "malformed verifier id"
  }

  private static func isName(_ name: ByteString) -> Bool {
    !name.isEmpty && name.fields == [name] && ByteString(name.text) == name
  }

  private static func isHostAndPath(_ name: ByteString) -> Bool {
    guard !name.hasSuffix("/"), !name.contains(UInt8(ascii: "?")),
      !name.contains(UInt8(ascii: "#")), !name.contains(UInt8(ascii: "@")),
      let address = try? GoAddress(parsing: "https://" + name)
    else { return false }
    return !address.host.isEmpty
  }
}
