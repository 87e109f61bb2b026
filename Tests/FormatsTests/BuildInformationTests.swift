import Formats
import Testing

@Suite struct BuildInformationTests {
  @Test(arguments: [true, false], [true, false])
  func `the version, main package and processor are read`(isWide: Bool, isBigEndian: Bool) throws {
    let program = SampleProgram(isWide: isWide, isBigEndian: isBigEndian)
    let information = try #require(read(program.bytes).information)
    #expect(information.version == "go1.27.3 X:some")
    #expect(information.mainPackage == "cmd/go")
    let expected: [ByteString] = ["amd64", "386", "mips64", "mips"]
    #expect(expected.contains(try #require(information.architecture)))
  }

  @Test(arguments: [true, false], [true, false])
  func `without names of sections the first writable segment is searched`(
    isWide: Bool, isBigEndian: Bool
  ) throws {
    var program = SampleProgram(isWide: isWide, isBigEndian: isBigEndian)
    program.hasSections = false
    #expect(read(program.bytes).information?.version == "go1.27.3 X:some")
    program.hasSegments = false
    #expect(read(program.bytes).information == nil)
  }

  @Test func `few reads are enough`() {
    var program = SampleProgram()
    #expect(read(program.bytes).count == 4)
    program.hasSections = false
    #expect(read(program.bytes).count <= 6)
  }

  @Test func `a program made without modules has no main package`() {
    var program = SampleProgram()
    program.modules = ""
    let information = read(program.bytes).information
    #expect(information?.version == "go1.27.3 X:some")
    #expect(information?.mainPackage == nil)
  }

  @Test func `a program that keeps its strings elsewhere, as before Go 1.18, is nil`() {
    var program = SampleProgram()
    program.flags = 0
    #expect(read(program.bytes).information == nil)
  }

  @Test(arguments: [0, 1, 63]) func `what is too short for a header is nil`(count: Int) {
    #expect(read(Array(SampleProgram().bytes.prefix(count))).information == nil)
  }

  @Test func `a version of up to 1024 bytes is read, a longer one is refused`() {
    var program = SampleProgram()
    program.version = "go1." + String(repeating: "9", count: 1020)
    #expect(read(program.bytes).information?.version.count == 1024)
    program.version += "9"
    #expect(read(program.bytes).information == nil)
  }

  @Test func `a table of up to 4096 sections is read, a longer one is refused`() {
    var program = SampleProgram()
    program.sectionPadding = 4096 - 3
    #expect(read(program.bytes).information != nil)
    program.sectionPadding += 1
    program.hasSegments = false
    #expect(read(program.bytes).information == nil)
  }

  @Test func `a file that says it is larger than it is has no effect`() {
    let bytes = SampleProgram().bytes
    for size in [Int64.max, 0, -1] { _ = read(bytes, size: size) }
    #expect(read(bytes, size: .max).information != nil)
    #expect(read(bytes, size: -1).information == nil)
  }

  @Test func `an error of the reader comes through`() {
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try BuildInformation(fileSize: 100) { _, _ throws(Refused) in throw Refused() }
    }
  }

  @Test func `no bytes whatever trap`() {
    var fuzzer = GoFuzzer(seed: 5)
    for isWide in [true, false] {
      for isBigEndian in [true, false] {
        let sample = SampleProgram(isWide: isWide, isBigEndian: isBigEndian).bytes
        for _ in 0..<1500 {
          var bytes = fuzzer.mutation(of: sample)
          // Most of a file is text that breaks nothing: turn bits of the header oftener.
          if bytes.count > 64 {
            bytes[Int.random(in: 0..<64, using: &fuzzer)] = UInt8.random(
              in: 0...255, using: &fuzzer)
          }
          #expect(read(bytes).count <= 6)
        }
      }
    }
  }
}

private func read(
  _ bytes: [UInt8], size: Int64? = nil
) -> (information: BuildInformation?, count: Int) {
  var count = 0
  let information = BuildInformation(fileSize: size ?? Int64(bytes.count)) { length, offset in
    count += 1
    #expect(length <= 1 << 20)
    guard offset < bytes.count else { return [] }
    return Array(bytes[Int(offset)...].prefix(length))
  }
  return (information, count)
}

/// A small ELF file: header, segments, information, names, sections.
private struct SampleProgram {
  var isWide = true
  var isBigEndian = false
  var hasSections = true
  var hasSegments = true
  var sectionPadding = 0
  var flags: UInt8 = 2
  var version = "go1.27.3 X:some"
  var modules = "0123456789abcdefpath\tcmd/go\nbuild\t-compiler=gc\n0123456789abcdef"

  var bytes: [UInt8] {
    let word = isWide ? 8 : 4
    let headerSize = 64
    let segmentSize = isWide ? 56 : 32
    let sectionSize = isWide ? 64 : 40
    let area = [UInt8](repeating: 7, count: 16) + information
    let areaOffset = headerSize + 2 * segmentSize
    let names = Array("\0.text\0.go.buildinfo\0.shstrtab\0".utf8)
    let namesOffset = areaOffset + area.count
    let sectionsOffset = namesOffset + names.count
    let machine =
      isWide ? (isBigEndian ? 8 : 62) : (isBigEndian ? 8 : 3)

    var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBigEndian ? 2 : 1, 1]
    file += [UInt8](repeating: 0, count: 9)
    file += number(2, 2) + number(machine, 2) + number(1, 4) + number(0, word)
    file += number(headerSize, word) + number(hasSections ? sectionsOffset : 0, word)
    file += number(0, 4) + number(headerSize, 2)
    file += number(segmentSize, 2) + number(hasSegments ? 2 : 0, 2)
    file += number(sectionSize, 2) + number(hasSections ? 3 + sectionPadding : 0, 2) + number(2, 2)
    file += [UInt8](repeating: 0, count: headerSize - file.count)
    file += segment(flags: 5, 0, 16) + segment(flags: 6, areaOffset, area.count)
    file += area + names
    file += section(name: 1, 0, 0) + section(name: 7, areaOffset, area.count)
    file += section(name: 21, namesOffset, names.count)
    for _ in 0..<sectionPadding { file += section(name: 1, 0, 0) }
    return file
  }

  private var information: [UInt8] {
    var bytes: [UInt8] = [0xFF] + Array(" Go buildinf:".utf8) + [8, flags]
    bytes += [UInt8](repeating: 0, count: 16)
    return bytes + counted(version) + counted(modules)
  }

  private func counted(_ text: String) -> [UInt8] {
    let count = text.utf8.count
    let length =
      count < 0x80 ? [UInt8(count)] : [UInt8(count & 0x7F) | 0x80, UInt8(count >> 7)]
    return length + Array(text.utf8)
  }

  private func segment(flags: Int, _ offset: Int, _ size: Int) -> [UInt8] {
    let word = isWide ? 8 : 4
    let places = number(offset, word) + number(0, word) + number(0, word)
    let sizes = number(size, word) + number(size, word)
    if isWide { return number(1, 4) + number(flags, 4) + places + sizes + number(16, word) }
    return number(1, 4) + places + sizes + number(flags, 4) + number(16, word)
  }

  private func section(name: Int, _ offset: Int, _ size: Int) -> [UInt8] {
    let word = isWide ? 8 : 4
    return number(name, 4) + number(1, 4) + number(0, word) + number(0, word)
      + number(offset, word) + number(size, word) + number(0, 8) + number(0, 2 * word)
  }

  private func number(_ value: Int, _ width: Int) -> [UInt8] {
    let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? bytes.reversed() : bytes
  }
}
