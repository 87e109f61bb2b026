// What `go env` makes of GOFLAGS: it forgives what is no flag, but obeys those it has itself.

extension GoFlags {
  /// The word of GOFLAGS by which `go env` fails, or changes the go/env file.
  package static func wordThatBreaksEnv(
    _ flags: ByteString, by version: GoVersion?
  ) -> ByteString? {
    if flags.isEmpty { return nil }
    let isOld = !version.isAtLeast("1.20rc1")
    var found: (w: ByteString?, u: ByteString?)
    for word in (try? words(flags, .init(of: flags, by: version))) ?? [] {
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
        found.w = truths.contains(value) ? word : nil
      case "u":
        if !isTruth(value) { return word }
        found.u = truths.contains(value) ? word : nil
      default: continue
      }
    }
    return found.w ?? found.u
  }

  /// The word of GOFLAGS by which `go env NAME` answers in another form, or not at all.
  package static func wordThatChangesEnv(
    _ flags: ByteString, by version: GoVersion?
  ) -> ByteString? {
    if flags.isEmpty { return nil }
    var word: ByteString?
    for flag in self.flags(flags, .init(of: flags, by: version)) {
      let counts = flag.name == "json" || flag.name == "changed" && version.isAtLeast("1.23rc1")
      if counts { word = truths.contains(flag.value ?? "true") ? flag.word : nil }
    }
    return word
  }
}

extension GoFlags.Quoting {
  /// How a version of Go takes GOFLAGS apart.
  ///
  /// 1.19 knew no quotation marks and 1.27 does; in between what either accepts is taken to be fine.
  package init(of value: ByteString, by version: GoVersion?) {
    if !version.isAtLeast("1.20rc1") {
      self = .none
    } else if version.isAtLeast("1.27rc1") {
      self = .quoted
    } else {
      let isFineWithoutQuotes =
        GoFlags.objection(to: value, .quoted) != nil && GoFlags.objection(to: value, .none) == nil
      self = isFineWithoutQuotes ? .none : .quoted
    }
  }
}
