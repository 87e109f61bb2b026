internal import CLinux
internal import Glibc

/// Access control lists, labels and what else hangs on a file by name: xattr(7).
extension FileDescriptor {
  /// The names of all of them; none on a file system that knows none: flistxattr(2).
  package borrowing func extendedAttributes() throws(Errno) -> [[UInt8]] {
    let number = number
    do throws(Errno) {
      let bytes = try unsafe sized {
        unsafe flistxattr(number, $0?.assumingMemoryBound(to: CChar.self), $1)
      }
      return bytes.split(separator: 0).map(Array.init)
    } catch {
      if error == .notSupported { return [] }
      throw error
    }
  }

  /// The value of one, or `nil` where it has none of that name: fgetxattr(2).
  package borrowing func extendedAttribute(_ name: [UInt8]) throws(Errno) -> [UInt8]? {
    if name.contains(0) { throw .invalidArgument }
    let number = number
    let name = name.map(CChar.init(bitPattern:)) + [0]
    do throws(Errno) {
      return try unsafe sized { unsafe fgetxattr(number, name, $0, $1) }
    } catch {
      if error == .noSuchAttribute || error == .notSupported { return nil }
      throw error
    }
  }

  /// Sets one: fsetxattr(2).
  package borrowing func setExtendedAttribute(
    _ name: [UInt8], to value: [UInt8]
  ) throws(Errno) {
    let number = number
    _ = try unsafe passing(name) { name in
      unsafe value.withUnsafeBytes {
        unsafe fsetxattr(number, name, $0.baseAddress, $0.count, 0)
      }
    }
  }

  /// Removes one: fremovexattr(2).
  package borrowing func removeExtendedAttribute(_ name: [UInt8]) throws(Errno) {
    let number = number
    _ = try unsafe passing(name) { unsafe fremovexattr(number, $0) }
  }
}

/// What a call writes that tells its size when it is given no room.
private func sized(_ call: (UnsafeMutableRawPointer?, Int) -> Int) throws(Errno) -> [UInt8] {
  while true {
    let size = try retrying { call(nil, 0) }
    if size == 0 { return [] }
    var bytes = [UInt8](repeating: 0, count: size)
    do throws(Errno) {
      let count = try retrying {
        unsafe bytes.withUnsafeMutableBytes { unsafe call($0.baseAddress, $0.count) }
      }
      return Array(bytes.prefix(count))
    } catch {
      // It has grown since it told its size.
      if error != Errno(code: ERANGE) { throw error }
    }
  }
}
