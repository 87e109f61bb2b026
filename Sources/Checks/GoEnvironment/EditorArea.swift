internal import Machines

extension Area {
  /// What the editors of a user are told about Go: too many files to read while a shell starts.
  package static let editors = Area(
    [Check<EditorSurvey>.vscodeGoPinStale], surveying: EditorSurvey.init)
}
