/// The bytes of a text as Go's `base64.StdEncoding` reads it, which skips line ends and wants the `=` at the end; `nil`
/// for what is none.
func decode(base64 text: ByteString) -> [UInt8]? {
  let digits = text.bytes.filter { $0 != 0x0A && $0 != 0x0D }
  let data = digits.prefix { $0 != UInt8(ascii: "=") }
  let padding = digits.dropFirst(data.count)
  guard digits.count.isMultiple(of: 4), padding.count < 3,
    padding.allSatisfy({ $0 == UInt8(ascii: "=") })
  else { return nil }
  var bytes: [UInt8] = []
  var bits: UInt32 = 0
  var count = 0
  for digit in data {
    guard let value = sixBits(digit) else { return nil }
    bits = (bits << 6 | value) & 0xFFFF
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}

private func sixBits(_ digit: UInt8) -> UInt32? {
  switch digit {
  case 0x41...0x5A: UInt32(digit) - 0x41
  case 0x61...0x7A: UInt32(digit) - 0x61 + 26
  case 0x30...0x39: UInt32(digit) - 0x30 + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
