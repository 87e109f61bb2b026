package import Formats

/// A file or directory that was not looked at, since another machine would have to answer.
package struct NotExamined: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: ByteString
  package let mount: Mount

  package init(path: ByteString, mount: Mount) {
    self.path = path
    self.mount = mount
  }

  package var description: String {
    "“\(path)” is on “\(mount.point)”, a file system of type \(mount.type), which is looked "
      + "into with --all only"
  }
}
