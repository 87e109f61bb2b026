internal import Formats
internal import Syscalls

/// The directory in which gotools keeps the link, the sockets of agents that it has started, and what it knows of them.
struct AgentDirectory {
  let directory: WritableDirectory

  /// The link that every shell, pane and editor is to use.
  static let linkName: ByteString = "agent.sock"
  /// Whose lock whoever starts, ends or removes something has.
  static let lockName: ByteString = "lock"
  /// Which agents were silent a moment ago.
  static let memoryName: ByteString = "silent"

  /// The directory of a machine, made where it is missing; for the user alone, and on no mount that other machines share.
  init(on machine: Machine, as writer: FileWriter) throws(Unwritable) {
    let places = AgentPlaces(of: machine)
    guard let own = places.own, let link = places.link else {
      throw Unwritable(
        "gotools/agent.sock",
        because: "there is no directory for it: set HOME or XDG_RUNTIME_DIR to an absolute path")
    }
    guard own.appending(longestName).count <= AgentPathFault.mostBytes else {
      throw Unwritable(
        own,
        because: "the path is too long for a socket, which takes 107 bytes with its name: set "
          + "XDG_RUNTIME_DIR to a shorter one")
    }
    if let fault = AgentPathFault(of: link), fault == .control {
      throw Unwritable(own, because: "there is a control character in its name")
    }
    directory = try writer.directory(own, lasting: false)
    if let (reason, _) = AgentInspector(of: machine, places).reasonUnsafe(link) {
      throw Unwritable(own, because: reason + ": set XDG_RUNTIME_DIR to a directory of your own")
    }
    if machine.mounts?.mount(of: directory.path)?.isForeign == true {
      throw Unwritable(
        directory.path,
        because: "it is on a network or Windows mount, where a socket is of no use to others: set "
          + "XDG_RUNTIME_DIR to a directory of this machine")
    }
    guard directory.status.mode & 0o077 == 0 else {
      throw Unwritable(
        directory.path, because: "others may look into that directory: chmod 700 it first")
    }
  }

  /// Points the link at a socket, in one step; `false` where it led there already.
  func point(at target: ByteString) throws(Unwritable) -> Bool {
    let name = Self.linkName
    switch try existing(name) {
    case .link(let old)?: if old == target { return false }
    case .other?:
      throw Unwritable(
        directory.path.appending(name),
        because: "something else than a link of gotools lies there: move it away")
    case nil: break
    }
    let temporary = temporaryName(for: name)
    try directory.makeLink(temporary, to: target)
    do throws(Unwritable) {
      try directory.replace(name, with: temporary)
    } catch {
      try? directory.drop(temporary)
      throw error
    }
    return true
  }

  private enum Existing {
    case link(ByteString)
    case other
  }

  private func existing(_ name: ByteString) throws(Unwritable) -> Existing? {
    try changing(directory.path.appending(name)) { () throws(Errno) -> Existing? in
      do throws(Errno) {
        let found = try directory.descriptor.naming(name.bytes)
        guard try found.status().kind == .link else { return .other }
        return .link(ByteString(try found.link()))
      } catch {
        if error == .noSuchFile { return nil }
        throw error
      }
    }
  }

  /// Writes a small file, in one step and for the user alone.
  func write(_ bytes: [UInt8], to name: ByteString) throws(Unwritable) {
    let temporary = temporaryName(for: name)
    try directory.place(bytes, as: temporary)
    do throws(Unwritable) {
      try directory.replace(name, with: temporary)
    } catch {
      try? directory.drop(temporary)
      throw error
    }
  }
}

extension AgentDirectory {
  /// Removes what a gotools that was killed had not put in its place yet, a minute ago or before that.
  ///
  /// The directory's lock must be held.
  func clearTemporaries(now: Int64) throws(Unwritable) {
    for name in try directory.names(limit: 1 << 16) where isTemporaryName(name) {
      guard let status = try? directory.descriptor.status(of: name.bytes),
        status.kind == .regular || status.kind == .link, status.changed > 0,
        status.changed <= now, now - status.changed >= StaleSockets.grace
      else { continue }
      try directory.drop(name)
    }
  }
}

/// What something is made as before it takes the place of that name.
private func temporaryName(for name: ByteString) -> ByteString {
  name + "." + UInt64.random(in: .min ... .max).sixteenDigits
}

/// Whether `temporaryName` may have made it.
private func isTemporaryName(_ name: ByteString) -> Bool {
  guard name.count > 17, name.bytes[name.count - 17] == UInt8(ascii: "."),
    isSixteenDigits(name.bytes.suffix(16))
  else { return false }
  let place = ByteString(name.bytes.dropLast(17))
  return place == AgentDirectory.linkName || place == AgentDirectory.memoryName
    || AgentStart.isRecordName(place)
}

/// The longest name of a socket here, so that all of them have room.
private let longestName: ByteString = "project-0123456789abcdef.sock"
