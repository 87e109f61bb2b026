internal import Glibc

/// What the kernel answers to a request of sock_diag(7), a datagram after the other, until `read` has had enough.
///
/// Throws where the kernel does not answer; at most `limit` datagrams are taken.
package func diagnoseSockets(
  _ request: [UInt8], limit: Int, read: ([UInt8]) -> Bool
) throws(Errno) {
  // NETLINK_SOCK_DIAG is a macro.
  let number = Int32(
    try retrying { Int(socket(AF_NETLINK, Int32(SOCK_DGRAM.rawValue) | cloexec, 4)) })
  defer { _ = close(number) }
  _ = try retrying {
    unsafe request.withUnsafeBytes { unsafe send(number, $0.baseAddress, $0.count, 0) }
  }
  for _ in 0..<limit {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    // The kernel answers while it is asked: nothing there means that nothing comes.
    let count = try retrying {
      unsafe bytes.withUnsafeMutableBytes {
        unsafe recv(number, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
      }
    }
    if count == 0 { throw .tryAgain }
    bytes.removeLast(bytes.count - count)
    if read(bytes) { return }
  }
  throw .fileTooLarge
}

private let cloexec = Int32(bitPattern: SOCK_CLOEXEC.rawValue)
