internal import CLinux
internal import Glibc

extension FileDescriptor {
  /// A file in memory alone that holds these bytes and is read from its beginning: memfd_create(2).
  package static func holding(_ bytes: [UInt8]) throws(Errno) -> FileDescriptor {
    let file = FileDescriptor(try retrying { Int(clinux_memory_file()) })
    try file.write(bytes)
    let number = file.number
    _ = try retrying { Int(lseek(number, 0, SEEK_SET)) }
    return file
  }
}
