internal import Formats
internal import Syscalls

/// What is left of the agents of projects that are gone.
extension AgentDirectory {
  /// Removes what is written down about agents whose sockets are gone and whose processes have ended.
  ///
  /// The directory's lock must be held.
  func clearRecords(on machine: Machine) throws(Unwritable) {
    for name in try directory.names(limit: 1 << 16).recordsWithoutSocket {
      guard let text = try? directory.read(name, limit: 1 << 14),
        let record = AgentRecord(parsing: text),
        record.boot != machine.boot || !machine.has(record)
      else { continue }
      try directory.drop(name)
    }
  }
}

extension [ByteString] {
  /// Those, of all the names in a directory of gotools', that tell of a project's agent whose socket is not there.
  var recordsWithoutSocket: [ByteString] {
    filter { name in
      name.hasPrefix("project-") && name.hasSuffix(".sock" + AgentStart.recordSuffix)
        && !contains(ByteString(name.bytes.dropLast(AgentStart.recordSuffix.count)))
    }
  }
}
