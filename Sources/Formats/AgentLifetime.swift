/// How long an agent keeps a key: TIME FORMATS in sshd_config(5).
package struct AgentLifetime: Hashable, Sendable {
  /// As it was written, such as `1h30m`.
  package let text: ByteString

  /// `nil` for what ssh-agent refuses: `convtime` of OpenSSH's misc.c, but for blanks and signs in front of a number.
  package init?(parsing text: [UInt8]) {
    var rest = text[...]
    var total: Int32 = 0
    repeat {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard let number = Int32(String(decoding: digits, as: UTF8.self)),
        let unit = seconds(in: rest.popFirst())
      else { return nil }
      let (part, isTooMuch) = number.multipliedReportingOverflow(by: unit)
      let (sum, isTooLong) = total.addingReportingOverflow(part)
      if isTooMuch || isTooLong { return nil }
      total = sum
    } while !rest.isEmpty
    self.text = ByteString(text)
  }
}

/// The seconds of a unit by its letter, in either case; a number that ends the text is of seconds.
private func seconds(in unit: UInt8?) -> Int32? {
  switch unit.map({ $0 | 0x20 }) {
  case nil, UInt8(ascii: "s"): 1
  case UInt8(ascii: "m"): 60
  case UInt8(ascii: "h"): 3600
  case UInt8(ascii: "d"): 86_400
  case UInt8(ascii: "w"): 604_800
  default: nil
  }
}
