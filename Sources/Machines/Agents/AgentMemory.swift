internal import Formats
internal import Syscalls

/// Which agents were silent a moment ago: each question takes one of the places in an agent's queue, and a second.
extension AgentRepair {
  /// The sockets not to be asked again yet.
  func silent(on machine: Machine) -> [ByteString: AgentState] {
    guard remembers, let own = AgentPlaces(of: machine).own,
      let text = try? machine.files.read(own.appending(memoryName), limit: 1 << 16)
    else { return [:] }
    let now = monotonicMilliseconds()
    var lines = text.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, let told = Int64(ByteString(first).text),
      told <= now, now - told < validity
    else { return [:] }
    lines.removeFirst()
    return Dictionary(lines.map { (ByteString($0), .late(0)) }) { first, _ in first }
  }

  /// Writes down who was silent; nothing where all answered and nothing was written down before.
  func remember(_ survey: AgentSurvey, as writer: FileWriter) {
    guard remembers, let home = try? AgentDirectory(survey.places, as: writer) else { return }
    let silent = survey.sockets.filter { socket in
      if case .late(let milliseconds) = socket.state { return milliseconds > 0 }
      return socket.state == .queueFull
    }.map(\.real).prefix(64)
    if silent.isEmpty { return }
    let lines = [ByteString("\(monotonicMilliseconds())")] + silent
    try? home.write(lines.flatMap { $0.bytes + [UInt8(ascii: "\n")] }, to: memoryName)
  }
}

private let memoryName: ByteString = "silent"
/// In milliseconds.
private let validity: Int64 = 30_000
