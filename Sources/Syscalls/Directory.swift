internal import Glibc

/// The names in a directory, `.` and `..` left out, in no order: readdir(3).
package func names(in directory: [UInt8]) throws(Errno) -> [[UInt8]] {
  if directory.contains(0) { throw .invalidArgument }
  let path = directory.map(CChar.init(bitPattern:)) + [0]
  guard let stream = unsafe opendir(path) else { throw .current }
  defer { unsafe closedir(stream) }
  var names: [[UInt8]] = []
  while true {
    errno = 0
    guard let entry = unsafe readdir(stream) else {
      if errno != 0 { throw .current }
      return names
    }
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
      unsafe Array($0.prefix { $0 != 0 })
    }
    if name != [dot] && name != [dot, dot] { names.append(name) }
  }
}

private let dot = UInt8(ascii: ".")
