/// The names that GOEXPERIMENT lists: internal/goexperiment.
package enum GoExperiment {
  /// The first name that a version of Go does not know, without the `no` in front; `nil` where there is none.
  ///
  /// Which Go 1.19 and 1.27 know is known here. For those in between a name is taken to be fine that any of these
  /// had, and for others, older or newer, every name.
  package static func unknownName(in value: ByteString, by version: GoVersion?) -> ByteString? {
    guard let version, GoVersion?.some(version).isAtLeast("1.19beta1"),
      !GoVersion?.some(version).isAtLeast("1.28rc1")
    else { return nil }
    for word in value.split(on: UInt8(ascii: ",")) where !word.isEmpty && word != "none" {
      let name = word.hasPrefix("no") ? ByteString(word.bytes.dropFirst(2)) : word
      if !isKnown(name, by: version) { return name }
    }
    return nil
  }

  private static func isKnown(_ name: ByteString, by version: GoVersion) -> Bool {
    if always.contains(name) { return true }
    switch version.language {
    case "1.19": return name == "unified"
    case "1.27": return newest.contains(name)
    default: return newest.contains(name) || passing.contains(name)
    }
  }

  /// From Go 1.19 to 1.27.
  private static let always: [ByteString] = [
    "boringcrypto", "fieldtrack", "heapminimum512kib", "preemptibleloops", "regabi", "regabiargs",
    "regabiwrappers", "staticlockranking",
  ]

  /// Those of Go 1.27 that 1.19 had not.
  private static let newest: [ByteString] = [
    "arenas", "cgocheck2", "dwarf5", "greenteagc", "jsonv2", "loopvar", "mapsplitgroup",
    "newinliner", "randomizedheapbase64", "runtimefreegc", "runtimesecret", "simd",
    "sizespecializedmalloc",
  ]

  /// Those that came and went.
  private static let passing: [ByteString] = [
    "aliastypeparams", "allocheaders", "cacheprog", "coverageredesign", "exectracer2",
    "goroutineleakprofile", "pagetrace", "pacerredesign", "rangefunc", "regabidefer", "regabig",
    "regabireflect", "spinbitmutex", "swissmap", "synchashtriemap", "synctest", "unified",
  ]
}
