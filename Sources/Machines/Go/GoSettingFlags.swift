package import Formats

extension GoSettings {
  /// How this version of Go takes GOFLAGS apart.
  package var flagQuoting: GoFlags.Quoting { .init(of: goFlags.value, by: version) }

  /// The flags among the words of GOFLAGS.
  package var flags: [GoFlags.Flag] { GoFlags.flags(goFlags.value, flagQuoting) }

  /// The flag of GOFLAGS at whose value commands end.
  package var flagValueObjection: GoFlags.ValueObjection? {
    GoFlags.valueObjection(to: flags, by: version)
  }

  /// The flag of GOFLAGS that the first `go` is too old for, and the release that brought it.
  package var flagTooNew: (flag: GoFlags.Flag, release: ByteString)? {
    GoFlags.flagTooNew(among: flags, for: version)
  }

  /// The word of GOFLAGS by which `go env` fails, or changes the go/env file.
  package var flagThatBreaksEnv: ByteString? {
    GoFlags.wordThatBreaksEnv(goFlags.value, by: version)
  }

  /// The word of GOFLAGS by which `go env NAME` answers in another form, or not at all.
  package var flagThatChangesEnv: ByteString? {
    GoFlags.wordThatChangesEnv(goFlags.value, by: version)
  }

  /// The first entry of GOPATH that makes every command fail; where it and GOROOT are one, go only warns.
  package var badGoPathEntry: ByteString? {
    let setting = inferredGoPath
    let path = setting.value
    // What follows from a HOME that is relative go takes back, unless it begins with a ~.
    guard setting.source != .default || path.hasPrefix("~"),
      let entry = GoSettingRule.badEntry(ofGoPath: path), path.cleaned != goRoot?.value.cleaned
    else { return nil }
    return entry
  }
}
