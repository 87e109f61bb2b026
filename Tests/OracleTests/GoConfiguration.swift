import Formats
import Foundation
import Machines
import Testing

/// A machine as far as the go command can tell: variables, files, the directory it stands in, and which go is called.
///
/// In all texts `{D}` stands for a directory of its own and `{R}` for the Go tree under test.
struct GoConfiguration: Sendable {
  enum Entry: Sendable {
    case file(ByteString, mode: Int = 0o644)
    case directory
    case link(ByteString)
    /// A hard link to the go command, which makes the directory above it a tree of its own.
    case program
  }

  var name: String
  var environment: [ByteString: ByteString] = [
    "HOME": "{D}/h", "PATH": "{D}/bin:/usr/bin:/bin",
    // Some of its errors make go leave its working directory behind.
    "TMPDIR": "{D}/tmp",
  ]
  var files: [ByteString: Entry] = [
    "h": .directory, "w/a/b": .directory, "bin": .directory, "tmp": .directory,
    // Else every new home would have the go command start one that collects reports.
    "h/.config/go/telemetry/mode": .file("off"),
  ]
  var directory: ByteString = "{D}/w/a/b"
  var program: ByteString = "{R}/bin/go"
  /// What the shell does before it starts go.
  var preparation: ByteString = ""

  /// The value for everything, with `{D}` and `{R}` replaced.
  func settled(in own: ByteString, tree: ByteString) -> GoConfiguration {
    func settle(_ text: ByteString) -> ByteString {
      text.replacing("{D}", with: own).replacing("{R}", with: tree)
    }
    var settled = self
    settled.environment = environment.mapValues(settle)
    settled.files = files.mapValues { entry in
      switch entry {
      case .file(let text, let mode): .file(settle(text), mode: mode)
      case .link(let target): .link(settle(target))
      case .directory, .program: entry
      }
    }
    settled.directory = settle(directory)
    settled.program = settle(program)
    settled.preparation = settle(preparation)
    return settled
  }

  /// Makes the files of a settled configuration.
  func make(in own: ByteString, program real: ByteString) throws {
    let manager = FileManager.default
    for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
      let place = own.appending(path)
      let parent = place.parent.text
      try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
      switch entry {
      case .directory:
        try manager.createDirectory(atPath: place.text, withIntermediateDirectories: true)
      case .link(let target):
        try manager.createSymbolicLink(atPath: place.text, withDestinationPath: target.text)
      case .file(let text, let mode):
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        try #require(
          manager.createFile(
            atPath: place.text, contents: Data(text.bytes), attributes: attributes))
      case .program:
        do {
          try manager.linkItem(atPath: real.text, toPath: place.text)
        } catch {
          try manager.copyItem(atPath: real.text, toPath: place.text)
        }
      }
    }
  }

  /// The command that asks go, for a shell; it repeats the case by hand, too.
  func script(_ arguments: [ByteString], output: ByteString, errors: ByteString) -> ByteString {
    var text: ByteString = "cd " + directory.quoted + " && "
    if !preparation.isEmpty { text += preparation + " && " }
    text += "exec timeout -k 1 30 env -i"
    // Nothing may be fetched, whatever the other settings say.
    let sealed: [ByteString: ByteString] = [
      "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
    ]
    for (name, value) in environment.merging(sealed, uniquingKeysWith: { first, _ in first })
      .sorted(by: { $0.key < $1.key })
    {
      text += " " + (name + "=" + value).quoted
    }
    for word in [program] + arguments { text += " " + word.quoted }
    return text + " >" + output.quoted + " 2>" + errors.quoted + "\n"
  }

  /// Everything there is to know about it.
  var report: String {
    var text = "configuration “\(name)”\n"
    for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .file(let contents, let mode):
        text += "  file \(path) \(String(mode, radix: 8)): \(contents)\n"
      case .directory: text += "  directory \(path)\n"
      case .link(let target): text += "  link \(path) -> \(target)\n"
      case .program: text += "  go command \(path)\n"
      }
    }
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      text += "  variable \(name)=\(value)\n"
    }
    return text + "  in \(directory) \(preparation)\n  program \(program)\n"
  }
}

extension ByteString {
  func replacing(_ word: ByteString, with text: ByteString) -> ByteString {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let first = rest.first {
      if rest.starts(with: word.bytes) {
        result += text.bytes
        rest = rest.dropFirst(word.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return ByteString(result)
  }

  /// One word of a POSIX shell, whatever it holds.
  var quoted: ByteString { "'" + replacing("'", with: "'\\''") + "'" }
}
