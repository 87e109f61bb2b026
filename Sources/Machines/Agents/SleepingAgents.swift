internal import Formats
internal import Syscalls

/// Which sockets the session manager holds in an agent's place: it starts the agent for whoever connects first.
struct SleepingAgents {
  private let machine: Machine
  /// What the user's own processes are called.
  private let running: Set<ByteString>
  private let hasManager: Bool
  /// The sockets that bear names; `nil` where the kernel does not tell.
  private let bound: [BoundSocket]?
  /// The numbers of sockets that processes of the user's hold, other than the session manager.
  private let held: Set<UInt32>

  init(on machine: Machine) {
    self.machine = machine
    running = machine.namesOfOwnProcesses()
    hasManager = running.contains(manager) || machine.nameOfProcess(1) == manager
    bound = hasManager ? try? machine.boundSockets() : nil
    held = bound == nil ? [] : machine.socketsOfOwnProcesses(besides: manager)
  }

  /// Whether an agent sleeps behind a socket: one of the programs that it may be does not run, nor does any other process
  /// listen there whose descriptors can be seen.
  func contain(_ socket: AgentSocket) -> Bool {
    guard let programs = socket.startedBy, running.isDisjoint(with: programs), hasManager else {
      return false
    }
    return !(bound ?? []).contains { bound in
      guard bound.isListening, held.contains(bound.number) else { return false }
      if bound.name == socket.real || bound.name == socket.path { return true }
      return socket.status.map { UInt32(truncatingIfNeeded: $0.inode) } == bound.inode
    }
  }
}

private let manager: ByteString = "systemd"

extension Machine {
  /// The numbers of the sockets that the user's processes hold, other than those of that name: /proc/PID/fd.
  fileprivate func socketsOfOwnProcesses(besides name: ByteString) -> Set<UInt32> {
    var numbers: Set<UInt32> = []
    for process in processNumbers() where nameOfProcess(process) != name {
      let directory = ByteString("/proc/\(process)/fd")
      // Of another user's, and of one with rights of its own, the kernel shows none.
      guard userOfProcess(process) == user,
        let names = (try? files.names(directory, 1 << 16)) ?? nil
      else { continue }
      for name in names {
        guard let target = (try? files.link(directory.appending(name))) ?? nil,
          target.hasPrefix("socket:[")
        else { continue }
        if let number = UInt32(ByteString(target.bytes.dropFirst(8).dropLast()).text) {
          numbers.insert(number)
        }
      }
    }
    return numbers
  }
}

extension AgentSocket {
  /// The programs one of which listens there; where none runs, the session manager does in their place.
  var startedBy: Set<ByteString>? {
    switch kind {
    case .gpg: ["gpg-agent"]
    case .keyring: ["gcr-ssh-agent", "gnome-keyring-d"]
    case .local where real.lastComponent == "openssh_agent": ["ssh-agent"]
    default: nil
    }
  }
}
