/// What a Go program says about its own making: Go's `debug/buildinfo`, `go version -m FILE`.
package struct BuildInformation: Hashable, Sendable {
  /// What it was built with, such as `go1.27.3` or `go1.22.5 X:boringcrypto`.
  package let version: ByteString
  /// The import path of its main package, such as `cmd/go`, or `nil` where it was built without modules.
  package let mainPackage: ByteString?
  /// Whether it was built with `-trimpath`, so that it knows no directory it was installed in.
  package let isTrimmed: Bool
  /// The processor it runs on, in Go's words, such as `amd64`, or `nil` for one that Go on Linux does not know.
  package let architecture: ByteString?

  /// Reads the information of a program built by Go 1.18 or later out of an ELF file of either width and byte order.
  ///
  /// `read` gets up to so many bytes from so far into the file, fewer only at its end. It is called six times at
  /// most. `nil` where the file is no Go program, or is damaged.
  package init?<Failure: Error>(
    fileSize: Int64, read: (_ count: Int, _ offset: Int64) throws(Failure) -> [UInt8]
  ) throws(Failure) {
    let start = try read(64, 0)
    guard let header = ElfHeader(start, fileSize: fileSize) else { return nil }
    guard let area = try header.informationArea(read),
      let strings = InformationStrings(in: area)
    else { return nil }
    version = strings.version
    mainPackage = strings.mainPackage
    isTrimmed = strings.isTrimmed
    architecture = header.architecture
  }
}

/// The part of an ELF header that leads to the tables: elf(5).
private struct ElfHeader {
  let fields: Fields
  let fileSize: UInt64
  let machine: UInt64
  let programs: Table
  let sections: Table
  let nameSection: Int

  struct Table {
    let offset: UInt64
    let entrySize: Int
    let count: Int
  }

  init?(_ bytes: [UInt8], fileSize: Int64) {
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), bytes.count == 64 else { return nil }
    guard bytes[4] == 1 || bytes[4] == 2, bytes[5] == 1 || bytes[5] == 2 else { return nil }
    let fields = Fields(isWide: bytes[4] == 2, isBigEndian: bytes[5] == 2)
    let word = fields.isWide ? 8 : 4
    let counts = 24 + 3 * word + 6
    guard let size = UInt64(exactly: fileSize), let machine = fields.number(bytes[...], 18, 2),
      let programs = fields.number(bytes[...], 24 + word, word),
      let sections = fields.number(bytes[...], 24 + 2 * word, word)
    else { return nil }
    func half(_ offset: Int) -> Int { Int(fields.number(bytes[...], offset, 2) ?? 0) }
    self.fields = fields
    self.fileSize = size
    self.machine = machine
    self.programs = Table(offset: programs, entrySize: half(counts), count: half(counts + 2))
    self.sections = Table(offset: sections, entrySize: half(counts + 4), count: half(counts + 6))
    nameSection = half(counts + 8)
  }

  var architecture: ByteString? {
    switch (machine, fields.isWide, fields.isBigEndian) {
    case (3, false, false): "386"
    case (62, true, false): "amd64"
    case (40, false, false): "arm"
    case (183, true, false): "arm64"
    case (243, true, false): "riscv64"
    case (258, true, false): "loong64"
    case (21, true, false): "ppc64le"
    case (21, true, true): "ppc64"
    case (22, true, true): "s390x"
    case (8, false, false): "mipsle"
    case (8, false, true): "mips"
    case (8, true, false): "mips64le"
    case (8, true, true): "mips64"
    default: nil
    }
  }

  /// The bytes that begin with the information: those of its section, or of the first writable segment where the file has no names.
  func informationArea<Failure: Error>(
    _ read: (Int, Int64) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8]? {
    if let (offset, size) = try informationSection(read) {
      return try bytes(at: offset, size, limit: sectionLimit, read)
    }
    let word = fields.isWide ? 8 : 4
    guard let table = try entries(of: programs, smallest: fields.isWide ? 56 : 32, read) else {
      return nil
    }
    for entry in table {
      guard fields.number(entry, 0, 4) == 1,
        let flags = fields.number(entry, fields.isWide ? 4 : 24, 4), flags & 3 == 2,
        let offset = fields.number(entry, fields.isWide ? 8 : 4, word),
        let size = fields.number(entry, fields.isWide ? 32 : 16, word)
      else { continue }
      return try bytes(at: offset, min(size, UInt64(segmentLimit)), limit: segmentLimit, read)
    }
    return nil
  }

  private func informationSection<Failure: Error>(
    _ read: (Int, Int64) throws(Failure) -> [UInt8]
  ) throws(Failure) -> (offset: UInt64, size: UInt64)? {
    let word = fields.isWide ? 8 : 4
    guard let table = try entries(of: sections, smallest: fields.isWide ? 64 : 40, read),
      nameSection < table.count
    else { return nil }
    func place(_ entry: ArraySlice<UInt8>) -> (UInt64, UInt64)? {
      guard let offset = fields.number(entry, 8 + 2 * word, word),
        let size = fields.number(entry, 8 + 3 * word, word)
      else { return nil }
      return (offset, size)
    }
    guard let (offset, size) = place(table[nameSection]), size <= UInt64(nameLimit),
      let names = try bytes(at: offset, size, limit: nameLimit, read)
    else { return nil }
    let wanted = Array(".go.buildinfo".utf8) + [0]
    for entry in table {
      guard let name = fields.number(entry, 0, 4), name < UInt64(names.count) else { continue }
      if names[Int(name)...].starts(with: wanted) { return place(entry) }
    }
    return nil
  }

  private func entries<Failure: Error>(
    of table: Table, smallest: Int, _ read: (Int, Int64) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [ArraySlice<UInt8>]? {
    guard table.count > 0, table.count <= entryLimit, table.entrySize >= smallest,
      table.entrySize <= 256
    else { return nil }
    let size = table.count * table.entrySize
    guard let all = try bytes(at: table.offset, UInt64(size), limit: size, read),
      all.count == size
    else { return nil }
    return stride(from: 0, to: size, by: table.entrySize).map { all[$0..<$0 + table.entrySize] }
  }

  /// `size` bytes, or the first `limit` of them; `nil` where they are not all in the file.
  private func bytes<Failure: Error>(
    at offset: UInt64, _ size: UInt64, limit: Int, _ read: (Int, Int64) throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8]? {
    guard offset <= fileSize, size <= fileSize - offset, let offset = Int64(exactly: offset) else {
      return nil
    }
    return try read(Int(min(size, UInt64(limit))), offset)
  }
}

/// A program has some thirty sections and ten segments.
private let entryLimit = 4096
private let nameLimit = 1 << 16
/// The version and the first line that follows it are all that is wanted of it.
private let sectionLimit = 1 << 13
private let segmentLimit = 1 << 16

/// The numbers of an ELF file, by its width and byte order.
private struct Fields {
  let isWide: Bool
  let isBigEndian: Bool

  func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ width: Int) -> UInt64? {
    guard offset >= 0, width <= 8, bytes.count - width >= offset else { return nil }
    var value: UInt64 = 0
    for index in 0..<width {
      let place = isBigEndian ? index : width - 1 - index
      value = value << 8 | UInt64(bytes[bytes.startIndex + offset + place])
    }
    return value
  }
}

/// The strings that follow the linker's mark.
private struct InformationStrings {
  let version: ByteString
  var mainPackage: ByteString?
  var isTrimmed = false

  init?(in area: [UInt8]) {
    // The mark is aligned to 16 bytes, followed by the pointer size and flags; 2 says that the strings follow in line.
    let places = stride(from: 0, to: area.count, by: 16)
    guard let start = places.first(where: { area[$0...].starts(with: mark) }),
      area.count > start + 32, area[start + 15] & 2 != 0
    else { return nil }
    var rest = area[(start + 32)...]
    guard let versionLength = takeLength(from: &rest), versionLength <= 1024,
      versionLength > 0, versionLength <= rest.count
    else { return nil }
    version = ByteString(rest.prefix(versionLength))
    rest = rest.dropFirst(versionLength)
    // Sixteen bytes stand before and after the text proper, which begins with the line of the main package.
    guard let moduleLength = takeLength(from: &rest), moduleLength >= 33 else { return }
    let text = rest.prefix(moduleLength).dropFirst(16)
    let key = Array("path\t".utf8)
    guard text.starts(with: key), let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return }
    mainPackage = ByteString(text[..<end].dropFirst(key.count))
    isTrimmed = text.split(separator: UInt8(ascii: "\n")).contains {
      $0.elementsEqual("build\t-trimpath=true".utf8)
    }
  }
}

private let mark = [0xFF] + Array(" Go buildinf:".utf8)

/// Takes a number in groups of seven bits, the lowest first; `nil` for one that is cut off or beyond 28 bits.
private func takeLength(from rest: inout ArraySlice<UInt8>) -> Int? {
  var value = 0
  for shift in [0, 7, 14, 21] {
    guard let byte = rest.popFirst() else { return nil }
    value |= Int(byte & 0x7F) << shift
    if byte < 0x80 { return value }
  }
  return nil
}
