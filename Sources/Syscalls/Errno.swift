internal import Glibc

/// The reason the kernel gave for refusing a call: errno(3).
package struct Errno: Error, Hashable, Sendable {
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  package static let noSuchFile = Errno(code: ENOENT)
  package static let notDirectory = Errno(code: ENOTDIR)
  package static let isDirectory = Errno(code: EISDIR)
  package static let interrupted = Errno(code: EINTR)
  package static let permissionDenied = Errno(code: EACCES)
  package static let invalidArgument = Errno(code: EINVAL)
  package static let fileTooLarge = Errno(code: EFBIG)
  package static let nameTooLong = Errno(code: ENAMETOOLONG)
  package static let notPermitted = Errno(code: EPERM)
  package static let notImplemented = Errno(code: ENOSYS)
  package static let exists = Errno(code: EEXIST)
  package static let notEmpty = Errno(code: ENOTEMPTY)
  package static let notSupported = Errno(code: EOPNOTSUPP)
  package static let noSuchAttribute = Errno(code: ENODATA)
  package static let tooManyLinks = Errno(code: ELOOP)
  package static let tryAgain = Errno(code: EAGAIN)
  package static let connectionRefused = Errno(code: ECONNREFUSED)
  package static let connectionReset = Errno(code: ECONNRESET)
  package static let brokenPipe = Errno(code: EPIPE)
  package static let wrongSocketType = Errno(code: EPROTOTYPE)
  package static let noProtocol = Errno(code: EPROTONOSUPPORT)
  package static let noAddressFamily = Errno(code: EAFNOSUPPORT)

  static var current: Errno { Errno(code: errno) }
}

extension Errno: CustomStringConvertible {
  /// The C library's sentence for it: strerror(3) in the C locale.
  package var description: String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

/// Runs `call` until a signal no longer interrupts it.
func retrying(_ call: () -> Int) throws(Errno) -> Int {
  while true {
    let result = call()
    if result >= 0 { return result }
    let error = Errno.current
    if error != .interrupted { throw error }
  }
}
