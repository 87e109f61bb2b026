/// Text that ships inside the binary and lands in a user's shell.
package enum Snippet: String, CaseIterable, Sendable {
  case bash = "gotools.bash"

  package var text: [UInt8] {
    switch self {
    case .bash: PackageResources.gotools_bash
    }
  }
}
