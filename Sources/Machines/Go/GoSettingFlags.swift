package import Formats

extension GoSettings {
  /// How this version of Go takes GOFLAGS apart.
  package var flagQuoting: GoFlags.Quoting { .init(of: goFlags.value, by: version) }

  /// The flags among the words of GOFLAGS.
  package var flags: [GoFlags.Flag] { GoFlags.flags(goFlags.value, flagQuoting) }

  /// The word of GOFLAGS by which `go env` fails, or changes the go/env file.
  ///
  /// `go env` forgives what is no flag, but obeys those it has itself.
  package var flagThatBreaksEnv: ByteString? {
    let isOld = !version.isAtLeast("1.20rc1")
    let value = goFlags.value
    if value.isEmpty { return nil }
    var words: (w: ByteString?, u: ByteString?)
    for word in (try? GoFlags.words(value, flagQuoting)) ?? [] {
      if word.isEmpty, !isOld { return word }
      let cut = word.cut(at: UInt8(ascii: "="))
      let (name, value) = (cut?.before ?? word, cut?.after ?? "true")
      // The first character is dropped unseen.
      switch ByteString(name.bytes.dropFirst(name.hasPrefix("--") ? 2 : 1)) {
      case "C": if !isOld { return word }
      case "changed", "n", "x": if !isOld, !isTruth(value) { return word }
      case "json": if !isTruth(value) { return word }
      case "w":
        if !isTruth(value) { return word }
        words.w = truths.contains(value) ? word : nil
      case "u":
        if !isTruth(value) { return word }
        words.u = truths.contains(value) ? word : nil
      default: continue
      }
    }
    return words.w ?? words.u
  }

  /// The word of GOFLAGS by which `go env NAME` answers in another form, or not at all.
  package var flagThatChangesEnv: ByteString? {
    var word: ByteString?
    for flag in flags {
      let counts = flag.name == "json" || flag.name == "changed" && version.isAtLeast("1.23rc1")
      if counts { word = truths.contains(flag.value ?? "true") ? flag.word : nil }
    }
    return word
  }

  /// The first entry of GOPATH that makes every command fail; where it and GOROOT are one, go only warns.
  package var badGoPathEntry: ByteString? {
    guard let path = setting("GOPATH")?.value, let entry = GoSettingRule.badEntry(ofGoPath: path),
      path.cleaned != goRoot?.value.cleaned
    else { return nil }
    return entry
  }
}

private func isTruth(_ value: ByteString) -> Bool {
  truths.contains(value) || untruths.contains(value)
}

private let truths: [ByteString] = ["1", "t", "T", "TRUE", "true", "True"]
private let untruths: [ByteString] = ["0", "f", "F", "FALSE", "false", "False"]
