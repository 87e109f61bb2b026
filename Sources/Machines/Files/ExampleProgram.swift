internal import Formats

/// The smallest ELF file that says it is the go command of a version: a header, the information, three sections.
func goProgram(_ version: ByteString) -> [UInt8] {
  let module: ByteString =
    "................path\tcmd/go\nbuild\t-trimpath=true\n................"
  var information = [0xFF] + Array(" Go buildinf:".utf8) + [8, 2]
  information += [UInt8](repeating: 0, count: 16)
  for text in [version, module] { information += [UInt8(clamping: text.count)] + text.bytes }
  let names = Array("\0.go.buildinfo\0.shstrtab\0".utf8)

  let informationOffset = 64
  let namesOffset = informationOffset + information.count
  let sectionsOffset = (namesOffset + names.count + 7) / 8 * 8
  var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
  bytes += number(2, 2) + number(62, 2) + number(1, 4) + number(0, 8)  // an x86-64 program
  bytes += number(0, 8) + number(sectionsOffset, 8) + number(0, 4)
  bytes += number(64, 2) + number(56, 2) + number(0, 2) + number(64, 2) + number(3, 2)
  bytes += number(2, 2) + information + names
  bytes += [UInt8](repeating: 0, count: sectionsOffset - bytes.count)
  bytes += section(name: 0, offset: 0, size: 0)
  bytes += section(name: 1, offset: informationOffset, size: information.count)
  return bytes + section(name: 15, offset: namesOffset, size: names.count)
}

private func section(name: Int, offset: Int, size: Int) -> [UInt8] {
  number(name, 4) + number(1, 4) + number(0, 16) + number(offset, 8) + number(size, 8)
    + number(0, 24)
}

/// A number in so many bytes, the lowest first.
private func number(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> ($0 * 8) : 0) }
}
