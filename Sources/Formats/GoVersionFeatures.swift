extension GoVersion {
  /// Whether this Go has its defaults in a go.env, and knows toolchain lines: since 1.21.
  package var hasGoEnv: Bool { GoVersion?.some(self).hasGoEnv }
}

extension GoVersion? {
  /// Whether this Go, or the newest where it is not known, has its defaults in a go.env, and knows toolchain lines: since
  /// 1.21.
  package var hasGoEnv: Bool { isAtLeast(firstWithGoEnv) }

  package func isAtLeast(_ version: ByteString) -> Bool {
    isAtLeast(GoVersion(version))
  }

  private func isAtLeast(_ version: GoVersion?) -> Bool {
    guard let known = self, let version else { return true }
    // A development version calls itself by the language's version and has what that will have.
    return known >= version || known.language == version.language && known.isLanguageVersion
  }
}

private let firstWithGoEnv = GoVersion("1.21rc1")
