internal import CLinux
internal import Glibc

/// A connection to a socket of this machine that never waits: unix(7).
package final class UnixConnection: Sendable {
  private let number: Int32

  /// Connects to the socket that a path names, links followed: connect(2).
  ///
  /// Throws ECONNREFUSED where nobody listens, which goes for files that are no sockets, too; EAGAIN where the queue of
  /// who listens is full; ENAMETOOLONG for a path of more than 107 bytes.
  package init(to path: [UInt8]) throws(Errno) {
    let bytes = path.map(CChar.init(bitPattern:))
    number = Int32(
      truncatingIfNeeded: try retrying { unsafe Int(clinux_connect(bytes, bytes.count)) })
  }

  /// Connects to the socket that bears a name in a directory, whatever the path to that is by now.
  package convenience init(
    to name: [UInt8], in directory: borrowing FileDescriptor
  ) throws(Errno) {
    try self.init(to: Array("/proc/self/fd/\(directory.number)/".utf8) + name)
  }

  deinit { _ = close(number) }

  /// Whose process listens at the other end: SO_PEERCRED.
  package func peer() throws(Errno) -> UInt32 {
    var user: UInt32 = 0
    _ = try retrying { unsafe Int(clinux_peer(number, &user)) }
    return user
  }

  /// Sends bytes so few that a new connection has room for them, without a signal where nobody reads: send(2).
  package func send(_ bytes: [UInt8]) throws(Errno) {
    let sent = try retrying {
      unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
    }
    if sent != bytes.count { throw Errno(code: EIO) }
  }

  /// Up to 64 KiB of what has come, empty at the end, or `nil` where nothing is there yet: recv(2).
  package func receive() throws(Errno) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    do throws(Errno) {
      let count = try retrying {
        unsafe bytes.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, $0.count, 0) }
      }
      bytes.removeLast(bytes.count - count)
      return bytes
    } catch {
      if error == .tryAgain { return nil }
      throw error
    }
  }

  /// Waits until one of them has something to say, or the time is over; says which have: poll(2).
  package static func wait(
    for connections: [UnixConnection], milliseconds: Int64
  ) throws(Errno) -> [Bool] {
    var entries = connections.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
    let limit = Int32(min(max(milliseconds, 0), 60_000))
    if unsafe poll(&entries, nfds_t(entries.count), limit) < 0 {
      if Errno.current != .interrupted { throw .current }
      return entries.map { _ in false }
    }
    return entries.map { $0.revents != 0 }
  }
}
