/// GOPROXY: a list of addresses, `direct` and `off`, cmd/go's `modfetch.proxyList`.
package enum GoProxyList {
  /// What go refuses, whatever it is to download; `nil` where it is fine.
  ///
  /// An empty value is refused, though in the environment it counts as not set.
  package static func objection(to list: ByteString) -> GoObjection? {
    var isEmpty = true
    var rest = list.bytes[...]
    while let address = takeEntry(from: &rest) {
      isEmpty = false
      // What comes behind is not looked at.
      if address == "off" || address == "direct" { return nil }
      if let objection = objection(toAddress: address) { return objection }
    }
    if !isEmpty { return nil }
    return GoObjection(
      "GOPROXY list is not the empty string, but contains no entries", in: list)
  }

  /// The first address or word, `nil` where there is none.
  package static func firstEntry(of list: ByteString) -> ByteString? {
    var rest = list.bytes[...]
    return takeEntry(from: &rest)
  }

  /// Takes the next entry that is not empty.
  private static func takeEntry(from rest: inout ArraySlice<UInt8>) -> ByteString? {
    while !rest.isEmpty {
      let entry = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "|") }
      rest = rest.dropFirst(entry.count + 1)
      let trimmed = ByteString(entry).trimmingSpace
      if !trimmed.isEmpty { return trimmed }
    }
    return nil
  }

  private static func objection(toAddress address: ByteString) -> GoObjection? {
    let redacted = GoAddress.redacting(address)
    let parsed: GoAddress
    do throws(GoObjection) {
      parsed = try GoAddress(parsing: isHost(address) ? "https://" + address : address)
    } catch {
      return GoObjection(error.message, in: redacted)
    }
    switch parsed.scheme {
    case "http", "https": return nil
    case "file":
      if parsed.isPlainPath { return nil }
      return GoObjection(
        "invalid file:// proxy URL with non-path elements: \(redacted)", in: redacted)
    case "": return GoObjection("invalid proxy URL missing scheme: \(redacted)", in: redacted)
    default:
      return GoObjection(
        "invalid proxy URL scheme (must be https, http, file): \(redacted)", in: redacted)
    }
  }

  /// Whether go puts `https://` in front.
  private static func isHost(_ address: ByteString) -> Bool {
    if address.isAbsolute { return false }
    var isMoreThanWord = false
    for (index, byte) in address.bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "/"): isMoreThanWord = true
      case UInt8(ascii: ":"):
        let next = index + 1
        if next < address.count, address.bytes[next] == UInt8(ascii: "/") { return false }
        isMoreThanWord = true
      default: break
      }
    }
    return isMoreThanWord
  }
}
