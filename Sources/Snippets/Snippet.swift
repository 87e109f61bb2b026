/// Text that ships inside the binary and lands in a user's shell.
package enum Snippet: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  package var text: [UInt8] { PackageResources.gotools_bash }
  package var rcLine: String { rawValue + " line" }
}
