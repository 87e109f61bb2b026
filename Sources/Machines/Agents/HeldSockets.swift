internal import Formats
internal import Syscalls

/// The sockets that somebody on this machine holds, as the kernel tells without being connected to.
struct HeldSockets {
  /// Whatever bears a path in /proc/net/unix, listening or not.
  private let paths: Set<ByteString>
  /// Those that were given to bind(2) from some directory, behind a slash.
  private let relative: [ByteString]
  private let sockets: [BoundSocket]
  private let machine: Machine

  /// Throws where either of the kernel's two answers cannot be had: then nothing is known to be gone.
  init(on machine: Machine) throws {
    guard
      let text = try machine.files.read("/proc/net/unix", limit: 1 << 26),
      let table = UnixSocketTable(parsing: text)
    else { throw Unknown.table }
    paths = table.paths
    relative = table.paths.filter { !$0.isAbsolute }.map { "/" + $0 }
    sockets = try machine.boundSockets()
    self.machine = machine
  }

  /// Whether somebody holds the socket of that path and file.
  func hold(_ path: ByteString, _ status: FileStatus) -> Bool {
    if paths.contains(path) || relative.contains(where: path.hasSuffix) { return true }
    // By the file's number: what stat(2) says of the device is another one on some file systems.
    return sockets.contains { socket in
      socket.name == path
        || socket.inode == status.shortInode && !isProvablyAnother(socket, than: status)
    }
  }

  /// Whether the file of a socket is at its name still, and is another one than that: each tmpfs counts its files anew.
  private func isProvablyAnother(_ socket: BoundSocket, than status: FileStatus) -> Bool {
    guard let name = socket.name, name.isAbsolute,
      case .found(let directory, _)? = try? machine.walker().place(of: name.parent),
      let other = (try? machine.files.status(directory.appending(name.lastComponent))) ?? nil
    else { return false }
    return other.kind == .socket && other.shortInode == socket.inode
      && !other.isSameFile(as: status)
  }

  private enum Unknown: Error, CustomStringConvertible {
    case table

    var description: String { "“/proc/net/unix” is no table of sockets" }
  }
}

extension FileStatus {
  /// As much of the file's number as sock_diag(7) tells.
  fileprivate var shortInode: UInt32 { UInt32(truncatingIfNeeded: inode) }
}

/// The sockets that sock_diag(7) names on this machine.
func diagnosedSockets() throws -> [BoundSocket] {
  var sockets: [BoundSocket] = []
  var refusal: (any Error)?
  try diagnoseSockets(SocketDiagnosis.request, limit: 1 << 12) { datagram in
    switch SocketDiagnosis.read(datagram) {
    case .sockets(let more)?:
      sockets += more
      return false
    case .end(let last)?:
      sockets += last
      return true
    case .refused(let code)?:
      refusal = Errno(code: code)
      return true
    case nil:
      refusal = Errno.invalidArgument
      return true
    }
  }
  if let refusal { throw refusal }
  return sockets
}
