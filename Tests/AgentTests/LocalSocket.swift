import Glibc

/// A socket of this machine that the test itself holds.
final class LocalSocket {
  private let descriptor: Int32
  private var waiting: [Int32] = []

  /// Binds one to a path, which nobody may have; listens where a length of the queue is given.
  init(at path: String, queue: Int32? = nil, type: __socket_type = SOCK_STREAM) throws {
    descriptor = try call("socket") {
      socket(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }
    var address = try address(of: path)
    _ = try call("bind \(path)") {
      unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
    if let queue { _ = try call("listen") { listen(descriptor, queue) } }
  }

  /// Connects to it until the kernel lets nobody else.
  func fill(_ path: String) throws {
    var address = try address(of: path)
    while true {
      let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
      let client = try call("socket") { socket(AF_UNIX, Int32(flags), 0) }
      waiting.append(client)
      let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if result != 0 { return }
    }
  }

  deinit {
    for client in waiting { close(client) }
    close(descriptor)
  }
}

private func address(of path: String) throws -> sockaddr_un {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(path.utf8)
  if bytes.count > 107 { throw Trouble("“\(path)” is too long for a socket") }
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
  return address
}

/// Throws where a system call fails.
func call(_ what: String, _ body: () -> Int32) throws -> Int32 {
  let result = body()
  if result < 0 { throw Trouble("\(what) failed: error \(errno)") }
  return result
}
