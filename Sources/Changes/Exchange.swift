internal import Formats
internal import Machines

/// A file on its way from one version to another; `nil` is a file that is not there.
struct Exchange {
  let path: ByteString
  let from: Version?
  let to: Version?
  /// The name beside the file under which the next version waits, and the last one lies afterwards.
  let temporary: ByteString

  struct Version {
    let bytes: [UInt8]
    /// The mode of a file that has no metadata to take.
    var mode: UInt32 = 0o600
    let metadata: FileMetadata?
  }

  /// Why not all was done, and the files that could not be brought back.
  struct Halted: Error {
    let reason: Unwritable
    let left: [ByteString]
  }

  /// Does all of them, or takes back what was done.
  static func perform(_ exchanges: [Exchange], _ writer: FileWriter) throws(Halted) {
    var begun = 0
    do throws(Unwritable) {
      for exchange in exchanges { try exchange.stage(writer) }
      for exchange in exchanges {
        begun += 1
        try exchange.finish(writer)
      }
    } catch {
      let left = exchanges[..<begun].reversed().filter { !$0.goesBack(writer) }.map(\.path)
      throw Halted(reason: error, left: left)
    }
  }

  private var reversed: Exchange {
    Exchange(path: path, from: to, to: from, temporary: temporary)
  }

  private func stage(_ writer: FileWriter) throws(Unwritable) {
    guard let to else { return }
    try writer.destination(of: path).makingDirectories().stage(
      to.bytes, as: temporary, mode: to.metadata?.mode ?? to.mode, like: to.metadata,
      restoringTimes: to.metadata != nil)
  }

  private func finish(_ writer: FileWriter) throws(Unwritable) {
    let destination = try writer.destination(of: path)
    guard destination.path == path, try destination.bytes(limit: fileLimit) == from?.bytes else {
      throw .changing(path)
    }
    if to != nil {
      try destination.replace(with: temporary, from: from?.bytes)
    } else if let from {
      try destination.remove(to: temporary, from: from.bytes)
    }
    guard try destination.bytes(limit: fileLimit) == to?.bytes else {
      throw Unwritable(path, because: "it does not read back as it was written")
    }
  }

  /// Takes it back; `false` where the file stays changed.
  private func goesBack(_ writer: FileWriter) -> Bool {
    do throws(Unwritable) {
      guard try isDone(writer) else { return true }
      let destination = try writer.destination(of: path)
      if try destination.bytes(at: temporary, limit: fileLimit) != from?.bytes {
        try reversed.stage(writer)
      }
      try reversed.finish(writer)
      return true
    } catch {
      // It may have come back although the disk, say, does not answer: what is there tells.
      guard let isDone = try? isDone(writer) else { return false }
      return !isDone
    }
  }

  private func isDone(_ writer: FileWriter) throws(Unwritable) -> Bool {
    try writer.destination(of: path).bytes(limit: fileLimit) == to?.bytes
  }
}

/// The name beside a file under which its next version waits.
func temporaryName(_ id: ByteString, _ index: Int) -> ByteString {
  ".gotools-" + id + ByteString("-\(index)")
}

extension [ByteString] {
  /// As they stand in a sentence.
  var quoted: String {
    var text = ""
    for (index, path) in enumerated() {
      text += (index == 0 ? "" : index + 1 == count ? " and " : ", ") + "“\(path)”"
    }
    return text
  }
}
