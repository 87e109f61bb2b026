/// What a tmux server has in store for new panes under a name: `tmux show-environment NAME`, tmux(1).
package enum TmuxVariable: Hashable, Sendable {
  case value(ByteString)
  /// New panes begin without it, whatever the server itself was started with.
  case removed
  /// The server was not asked, or knows no such name.
  case unset

  /// Reads what `tmux -u` printed; a value may have several lines.
  ///
  /// Without -u tmux writes `_` in place of what is not ASCII and of a line feed, unless the locale is one of UTF-8.
  package init(_ name: ByteString, parsing output: [UInt8]) {
    // tmux ends what it says with a line feed: without one it is cut off.
    guard output.last == UInt8(ascii: "\n") else {
      self = .unset
      return
    }
    let line = ByteString(output.dropLast())
    let assignment = name + "="
    if line == "-" + name {
      self = .removed
    } else if line.hasPrefix(assignment) {
      self = .value(ByteString(line.bytes.dropFirst(assignment.count)))
    } else {
      self = .unset
    }
  }
}
