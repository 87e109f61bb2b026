internal import Formats
internal import Syscalls

/// The sockets that somebody on this machine holds, as the kernel tells without being connected to.
struct HeldSockets {
  /// Whatever bears a path in /proc/net/unix, listening or not.
  private let paths: Set<ByteString>
  /// Those that were given to bind(2) from some directory, behind a slash.
  private let relative: [ByteString]
  private let sockets: [BoundSocket]

  /// Throws where either of the kernel's two answers cannot be had: then nothing is known to be gone.
  init(on machine: Machine) throws {
    guard
      let text = try machine.files.read("/proc/net/unix", limit: 1 << 26),
      let table = UnixSocketTable(parsing: text)
    else { throw Unknown.table }
    paths = table.paths
    relative = table.paths.filter { !$0.isAbsolute }.map { "/" + $0 }
    sockets = try machine.boundSockets()
  }

  /// Whether somebody holds the socket of that path and file.
  func hold(_ path: ByteString, _ status: FileStatus) -> Bool {
    if paths.contains(path) || relative.contains(where: path.hasSuffix) { return true }
    // By the file's number alone: what stat(2) says of the device is another one on some file systems.
    return sockets.contains {
      $0.name == path || $0.inode == UInt32(truncatingIfNeeded: status.inode)
    }
  }

  private enum Unknown: Error, CustomStringConvertible {
    case table

    var description: String { "“/proc/net/unix” is no table of sockets" }
  }
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
