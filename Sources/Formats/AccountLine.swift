/// A user's line in /etc/passwd: passwd(5).
package struct AccountLine: Hashable, Sendable {
  package let name: ByteString
  package let home: ByteString
  package let shell: ByteString

  /// The first line of the user with that number; `nil` where there is none.
  package init?(of user: UInt32, in text: [UInt8]) {
    for line in ByteString(text).split(on: UInt8(ascii: "\n")) {
      let fields = line.split(on: UInt8(ascii: ":"))
      guard fields.count == 7, UInt32(fields[2].text) == user else { continue }
      name = fields[0]
      home = fields[5]
      shell = fields[6].isEmpty ? "/bin/sh" : fields[6]
      return
    }
    return nil
  }
}
