/// What may stand in a go/env file.
package enum GoSetting {
  /// Why a variable is not to be set to a value there, in a sentence; `nil` where it may.
  ///
  /// These are the rules of `go env -w` in Go 1.27 (cmd/go/internal/envcmd) for any variable; what each of them means has
  /// rules of its own.
  package static func refusal(ofSetting name: ByteString, to value: ByteString) -> String? {
    if let refusal = refusal(ofUnsetting: name) { return refusal }
    if value.contains(0) { return "the value of \(name) has a NUL" }
    if value.bytes.contains(where: { 0x0A...0x0D ~= $0 && $0 != 0x0C }) {
      return "the value of \(name) has a line break"
    }
    if String(validating: value.bytes, as: UTF8.self) == nil {
      return "the value of \(name) is not UTF-8"
    }
    let hidesDefault = value.isEmpty && ["GOPROXY", "GOSUMDB", "GOTOOLCHAIN"].contains(name)
    return hidesDefault
      ? "an empty \(name) would take the default away: use --unset \(name)" : nil
  }

  /// Why a variable is not one of that file; `nil` where it is.
  package static func refusal(ofUnsetting name: ByteString) -> String? {
    if fixed.contains(name) { return "\(name) cannot be set in the go/env file" }
    if name == "GOENV" || name == "GODEBUG" {
      return "\(name) counts in the environment only, not in the go/env file"
    }
    return GoVariable.writable.contains(name) ? nil : "“\(name)” is no variable of the go command"
  }

  private static let fixed: [ByteString] = [
    "GOEXE", "GOGCCFLAGS", "GOHOSTARCH", "GOHOSTOS", "GOMOD", "GOROOT", "GOTELEMETRY",
    "GOTELEMETRYDIR", "GOTOOLDIR", "GOVERSION", "GOWORK",
  ]
}
