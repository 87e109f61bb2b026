extension GoVersion {
  /// Whether this Go has its defaults in a go.env, and knows toolchain lines: since 1.21.
  package var hasGoEnv: Bool { isAtLeast(firstWithGoEnv) }

  fileprivate func isAtLeast(_ version: GoVersion?) -> Bool {
    guard let version else { return true }
    // A development version calls itself by the language's version and has what that will have.
    return self >= version || language == version.language && isLanguageVersion
  }
}

/// A version that is not known counts as the newest.
extension GoVersion? {
  package var hasGoEnv: Bool { self?.hasGoEnv ?? true }

  package func isAtLeast(_ version: ByteString) -> Bool {
    self?.isAtLeast(GoVersion(version)) ?? true
  }
}

private let firstWithGoEnv = GoVersion("1.21rc1")
