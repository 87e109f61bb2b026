extension GoVersion {
  /// Whether this Go has its defaults in a go.env, and knows toolchain lines: since 1.21.
  package var hasGoEnv: Bool { firstWithGoEnv.map { !(self < $0) } ?? true }
}

/// A version that is not known counts as the newest.
extension GoVersion? {
  package var hasGoEnv: Bool { self?.hasGoEnv ?? true }

  package func isAtLeast(_ version: ByteString) -> Bool {
    guard let known = self, let version = GoVersion(version) else { return true }
    // A development version calls itself by the language's version and has what that will have.
    return !(known < version) || known.language == version.language && known.isLanguageVersion
  }
}

/// Before all of its prereleases.
private let firstWithGoEnv = GoVersion("1.21")
