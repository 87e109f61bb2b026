package import Formats
internal import Syscalls

/// Which of the user's processes have which agent in the environment they were started with.
package struct AgentUsers: Sendable {
  package struct Process: Sendable {
    package let number: Int32
    package let name: ByteString
  }

  private var processes: [ByteString: [Process]] = [:]
  private let link: ByteString?

  /// Reads /proc/PID/environ of all processes; those that do not show theirs are left out.
  package init(of survey: AgentSurvey) {
    let machine = survey.machine
    link = survey.places.link
    let variable = Array("SSH_AUTH_SOCK=".utf8)
    for number in machine.processNumbers() where number != ownProcess() {
      guard
        let text = try? machine.files.read(ByteString("/proc/\(number)/environ"), limit: 8 << 20),
        let entry = text.split(separator: 0).first(where: { $0.starts(with: variable) })
      else { continue }
      let path = ByteString(entry.dropFirst(variable.count))
      let name = machine.nameOfProcess(number) ?? "?"
      processes[path, default: []].append(Process(number: number, name: name))
    }
  }

  /// Those that name the socket, by whatever path it was found.
  package func processes(using socket: AgentSocket) -> [Process] {
    var names = [socket.path]
    if socket.real != socket.path { names.append(socket.real) }
    if let link, socket.namedBy.contains(.link), !names.contains(link) { names.append(link) }
    return names.flatMap { processes[$0] ?? [] }
  }
}
