package import Formats
internal import Syscalls

/// How a program started by a shell hands its environment through whatever else the shell's start-up files print.
///
/// The program prints NUL, the mark, NUL, each entry and a NUL, the mark and a NUL. No text that a file prints can look
/// like that: the mark is random, and a shell's words hold no NUL.
package struct EnvironmentMarks: Sendable {
  package let mark: ByteString

  /// The first word of the command that prints them.
  package static let word: ByteString = "--environment-between"
  /// The exit status of that command where nobody hears what it prints.
  package static let unheard: Int32 = 113

  /// Whether the standard output of this process is no pipe, and so not the one that the asking gotools reads from.
  package static func isUnheard(on machine: Machine) -> Bool {
    guard let output = try? machine.files.link("/proc/self/fd/1") else { return false }
    return !output.hasPrefix("pipe:")
  }

  package init(_ mark: ByteString) {
    self.mark = mark
  }

  /// One that nobody can foresee.
  package static func random() -> EnvironmentMarks {
    EnvironmentMarks(ByteString("m" + String(UInt64.random(in: .min ... .max), radix: 36)))
  }

  /// The line for a shell that makes this very program print what it was given.
  ///
  /// The kernel's name for the program, which may be another's once this process has ended, stands in it only where the
  /// file has been replaced meanwhile, or a shell could not read its path.
  package func command(for kind: UserShell.Kind) throws(Unreadable) -> ByteString {
    let file: ByteString
    do throws(Errno) {
      file = ByteString(try Syscalls.link(at: Array("/proc/self/exe".utf8)))
    } catch {
      throw Unreadable(path: "/proc/self/exe", error: error)
    }
    return Self.word(for: file, in: kind) + " " + Self.word + " " + mark
  }

  static func word(for file: ByteString, in kind: UserShell.Kind) -> ByteString {
    let isHarmless = ShellWords.line([file]) == file.text
    let isReadable = kind != .tcsh || !(file.contains(UInt8(ascii: "!")) || file.contains(0x0A))
    if file.hasSuffix(" (deleted)") || !file.isAbsolute || !isReadable {
      return "/proc/" + ByteString(String(ownProcess())) + "/exe"
    }
    if isHarmless { return file }
    return kind == .fish ? ShellWords.fishQuoted(file) : ShellWords.quoted(file)
  }

  /// What is printed for an environment.
  package func text(of environment: Environment) -> [UInt8] {
    var text = [0] + mark.bytes + [0]
    for entry in environment.entries { text += entry + [0] }
    return text + mark.bytes + [0]
  }

  /// What a shell wrote, taken apart; `nil` where the environment is not in it, or not whole.
  package func read(_ output: [UInt8]) -> (
    before: [UInt8], environment: Environment, after: [UInt8]
  )? {
    guard let start = position(of: [0] + mark.bytes + [0], in: output[...]) else { return nil }
    let body = output[(start + mark.count + 1)...]
    guard let end = position(of: [0] + mark.bytes + [0], in: body) else { return nil }
    let entries = body[..<end].split(separator: 0).map(Array.init)
    return (
      Array(output[..<start]), Environment(entries), Array(output[(end + mark.count + 2)...])
    )
  }
}

private func position(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
  var start = bytes.startIndex
  while let candidate = bytes[start...].firstIndex(of: pattern[0]) {
    if bytes[candidate...].starts(with: pattern) { return candidate }
    start = candidate + 1
  }
  return nil
}
