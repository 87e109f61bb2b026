internal import Formats
internal import Syscalls

/// Which agents were silent a moment ago: each question takes one of the places in an agent's queue, and a second.
extension AgentRepair {
  /// The sockets not to be asked again yet.
  func silent(on machine: Machine) -> [ByteString: AgentState] {
    guard remembers, let boot = machine.boot, let own = AgentPlaces(of: machine).own,
      let text = try? machine.files.read(own.appending(AgentDirectory.memoryName), limit: 1 << 16)
    else { return [:] }
    let now = monotonicMilliseconds()
    let lines = ByteString(text).split(on: newline)
    guard lines.count > 2, lines[0] == boot, let told = Int64(lines[1].text), told <= now,
      now - told < validity
    else { return [:] }
    return Dictionary(lines.dropFirst(2).map { ($0, .silentBefore) }) { first, _ in first }
  }

  /// Writes down who was silent; nothing where everybody answered.
  func remember(_ survey: AgentSurvey, on machine: Machine, as writer: FileWriter) {
    let silent = survey.sockets.filter { $0.state.isSilent && $0.state != .silentBefore }
    guard remembers, !silent.isEmpty, let boot = machine.boot,
      let home = try? AgentDirectory(on: machine, as: writer)
    else { return }
    let lines = [boot, ByteString("\(monotonicMilliseconds())")] + silent.prefix(64).map(\.real)
    try? home.write(
      Array(lines.map(\.bytes).joined(separator: [newline])), to: AgentDirectory.memoryName)
  }
}

/// In milliseconds.
private let validity: Int64 = 10_000
private let newline = UInt8(ascii: "\n")
