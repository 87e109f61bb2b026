package import Formats

/// The settings file into which a pin goes, and why that one.
package struct PinDestination: Sendable {
  package let path: ByteString
  /// `workspace`, `machine` or `user`.
  package let scope: EditorSettings.Scope
  /// A part of a sentence that begins with the path.
  package let reason: String

  /// Why there is none, and what to do.
  package enum Refusal: Error, Sendable, CustomStringConvertible {
    case noFolder
    case noEditor
    case severalEditors([Editor])

    package var description: String {
      switch self {
      case .noFolder:
        "you stand in no module, no workspace and no folder with a “.vscode”: change into the one that the editor "
          + "opens, or write --editor machine"
      case .noEditor:
        "no editor of the VS Code family has been here (“~/.vscode-server”, “~/.config/Code” and the like are "
          + "missing): open a window here first, or write --editor workspace"
      case .severalEditors(let editors):
        "there are several editors, of which none is VS Code itself ("
          + list(editors.map { "“\($0.directory)”" }) + "): write --editor workspace"
      }
    }
  }
}

extension EditorSurvey {
  /// Where a pin for the folder at hand goes.
  package func workspaceDestination() throws(PinDestination.Refusal) -> PinDestination {
    guard let folder else { throw .noFolder }
    return PinDestination(
      path: folder.settings, scope: .workspace,
      reason: "the settings of the folder “\(folder.path)”, since \(folder.reason)")
  }

  /// Where a pin for everything on this machine goes: to VS Code's server, then to the only other server, then to desktops alike.
  package func machineDestination() throws(PinDestination.Refusal) -> PinDestination {
    for candidates in [editors.filter(\.isServer), editors.filter { !$0.isServer }] {
      guard let first = candidates.first else { continue }
      let isAlone = candidates.count == 1
      guard isAlone || first.name == "VS Code" else { throw .severalEditors(candidates) }
      let kind = first.isServer ? "server" : "desktop"
      return PinDestination(
        path: first.settings, scope: first.isServer ? .machine : .user,
        reason:
          "the \(first.isServer ? "machine" : "user") settings of \(first.name), since its \(kind) has been here"
          + (isAlone ? "" : ", beside \(list(candidates.dropFirst().map(\.name)))"))
    }
    throw .noEditor
  }
}

private func list(_ words: [String]) -> String {
  var text = ""
  for (index, word) in words.enumerated() {
    text += (index == 0 ? "" : index + 1 == words.count ? " and " : ", ") + word
  }
  return text
}
