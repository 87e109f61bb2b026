internal import Machines

extension Area {
  /// The Go environment of a shell: GT1xx.
  package static let goEnvironment = Area(
    [
      Check<GoSurvey>.windowsGoFirst, .noLinuxGo, .olderGoFirst, .gorootMissing,
      .gorootOtherVersion, .gorootWithoutDefaults, .mixedInstallation, .gopathIsGoroot,
      .goWithoutTree, .pathHasCurrentDirectory, .pathEntryWritableByAll, .pathEntryUnexpanded,
      .envFileCRLF, .envFileEmptyValue, .envFileLineIgnored, .goPathInvalid, .goflagsMalformed,
      .goflagsBreaksGoEnv, .goflagsConflict, .goproxyInvalid, .gosumdbInvalid, .gotoolchainInvalid,
      .toolchainUnavailable, .goTooOldForModule, .gomoduleMode,
      .cacheOnForeignFilesystem, .moduleOnWindowsDrive, .temporaryDirectory,
      .foreignTargetExported, .checksumBypass, .goworkInvalid, .noHome, .noCCompiler,
      .buildCacheUnusable, .valueRefused, .moduleInGopath,
    ], surveying: GoSurvey.init)
}
