/// GOTOOLCHAIN taken apart: the first half of cmd/go's `toolchain.Select`.
package struct GoToolchainSetting: Hashable, Sendable {
  /// The least toolchain; `nil` where that is the go command at hand.
  package let least: ByteString?
  /// Whether go.mod and go.work may want a newer one.
  package let followsFiles: Bool
  /// Whether only a toolchain on PATH will do.
  package let staysOnPath: Bool

  /// Reads `auto`, `path`, `local`, or `local` or a name such as `go1.27.3`, either with or without `+auto` or `+path`.
  package init(parsing value: ByteString) throws(GoObjection) {
    staysOnPath = value == "path" || value.hasSuffix("+path")
    if value == "auto" || value == "path" {
      least = nil
      followsFiles = true
      return
    }
    let parts = value.cut(at: UInt8(ascii: "+"))
    let name = parts?.before ?? value
    if name != "local", GoVersion(toolchain: name) == nil {
      let reason = parts == nil ? "" : ": invalid minimum toolchain \"\(name)\""
      throw GoObjection("invalid GOTOOLCHAIN \"\(value)\"" + reason, in: value)
    }
    if let suffix = parts?.after, suffix != "auto", suffix != "path" {
      let reason = ": only version suffixes are +auto and +path"
      throw GoObjection("invalid GOTOOLCHAIN \"\(value)\"" + reason, in: value)
    }
    least = name == "local" ? nil : name
    followsFiles = parts != nil
  }

  /// What go refuses before it looks for any toolchain; `nil` where it is fine.
  package static func objection(to value: ByteString) -> GoObjection? {
    do throws(GoObjection) {
      let setting = try GoToolchainSetting(parsing: value)
      guard let least = setting.least else { return nil }
      // Neither `bash` nor go2 is looked for.
      if !least.hasPrefix("go1") {
        return GoObjection("invalid GOTOOLCHAIN \"\(least)\"", in: value)
      }
      // A blank is taken for the beginning of a maker's suffix, and then is in no file's name.
      guard least.contains(UInt8(ascii: " ")) || least.contains(UInt8(ascii: "\t")) else {
        return nil
      }
      return GoObjection(
        setting.staysOnPath
          ? "cannot find \"\(least)\" in PATH" : "download \(least): non-semver module version",
        in: value)
    } catch {
      return error
    }
  }

  /// Whether the least toolchain has the name of a version of the language, such as go1.24, of which there is no release.
  package var isLanguageVersion: Bool {
    guard let least, let version = GoVersion(toolchain: least) else { return false }
    return version.isLanguageVersion
  }
}
