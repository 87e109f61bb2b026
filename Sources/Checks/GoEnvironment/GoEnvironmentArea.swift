internal import Machines

extension Area {
  /// The Go environment of a shell: GT1xx.
  package static let goEnvironment = Area(
    [
      Check<GoSurvey>.windowsGoFirst, .noLinuxGo, .olderGoFirst, .gorootMissing,
      .gorootOtherVersion, .gorootWithoutDefaults, .mixedInstallation, .gopathIsGoroot,
      .goWithoutTree, .pathHasCurrentDirectory, .pathEntryWritableByAll, .pathEntryUnexpanded,
      .toolchainUnavailable, .goTooOldForModule, .gomoduleMode,
      .cacheOnForeignFilesystem, .moduleOnWindowsDrive, .temporaryDirectory,
      .foreignTargetExported, .goworkInvalid, .noHome, .noCCompiler,
    ], surveying: GoSurvey.init)
}
