internal import Glibc

/// What a path names, a link at its end not followed: lstat(2).
package func status(of path: [UInt8]) throws(Errno) -> FileStatus {
  var result = stat()
  _ = try unsafe passing(path) { unsafe lstat($0, &result) }
  return FileStatus(result)
}

/// Where a symbolic link leads: readlink(2).
package func link(at path: [UInt8]) throws(Errno) -> [UInt8] {
  if path.contains(0) { throw .invalidArgument }
  let terminated = path.map(CChar.init(bitPattern:)) + [0]
  return try unsafe filling { buffer, capacity in unsafe readlink(terminated, buffer, capacity) }
}

/// Whether this process may execute the file: faccessat(2) with X_OK for the effective user.
package func mayExecute(_ path: [UInt8]) -> Bool {
  let result = try? unsafe passing(path) { unsafe faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) }
  return result == 0
}

/// Whether this process may make files in the directory: faccessat(2) with W_OK and X_OK for the effective user.
package func mayWrite(inDirectory path: [UInt8]) -> Bool {
  let result = try? unsafe passing(path) { unsafe faccessat(AT_FDCWD, $0, W_OK | X_OK, AT_EACCESS) }
  return result == 0
}

/// The directory this process stands in, or `nil` where that has been removed: getcwd(3).
package func workingDirectory() throws(Errno) -> [UInt8]? {
  var buffer = [CChar](repeating: 0, count: 4096)
  while true {
    if unsafe getcwd(&buffer, buffer.count) != nil { break }
    let error = Errno.current
    if error == .noSuchFile { return nil }
    if error != Errno(code: ERANGE) || buffer.count > 1 << 20 { throw error }
    buffer = [CChar](repeating: 0, count: buffer.count * 4)
  }
  return buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
}
