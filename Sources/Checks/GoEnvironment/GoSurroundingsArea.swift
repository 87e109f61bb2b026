package import Machines

extension Area {
  /// What other shells around this one find, for which programs are started: the rest of GT1xx.
  package static let goSurroundings = surroundings { try GoSurroundings(of: $0) }

  /// The same of surroundings that are known already.
  package static func goSurroundings(_ known: GoSurroundings) -> Area {
    surroundings { _ in known }
  }

  private static func surroundings(
    _ survey: @escaping @Sendable (Machine) throws -> GoSurroundings
  ) -> Area {
    Area(
      [
        Check<GoSurroundings>.loginShellLosesGo, .editorSeesOtherEnvironment, .slowWindowsPath,
        .startUpFilePrints, .startUpFileNeverReturns,
      ], surveying: survey)
  }
}
