package import Formats

/// What gotools writes down about an agent that it has started, to know it again.
package struct AgentRecord: Hashable, Sendable {
  /// The kernel's name for its present run: /proc/sys/kernel/random/boot_id.
  let boot: ByteString
  package let process: Int32
  /// When that process began, in clock ticks since the machine did.
  let startTime: UInt64
  /// The directory of the project it is for, without links; `nil` where it is for all.
  package let project: ByteString?

  init(boot: ByteString, process: Int32, startTime: UInt64, project: ByteString?) {
    self.boot = boot
    self.process = process
    self.startTime = startTime
    self.project = project
  }

  /// `nil` for a text that is none.
  init?(parsing text: [UInt8]) {
    // The project comes last, since a directory's name may hold newlines.
    let lines = text.split(separator: newline, maxSplits: 4, omittingEmptySubsequences: false)
    guard lines.count == 5, ByteString(lines[0]) == heading, !lines[1].isEmpty,
      let process = Int32(ByteString(lines[2]).text), process > 1,
      let startTime = UInt64(ByteString(lines[3]).text)
    else { return nil }
    boot = ByteString(lines[1])
    self.process = process
    self.startTime = startTime
    project = lines[4].isEmpty ? nil : ByteString(lines[4])
  }

  var text: [UInt8] {
    let lines = [heading, boot, ByteString("\(process)"), ByteString("\(startTime)")]
    return lines.flatMap { $0.bytes + [newline] } + (project?.bytes ?? [])
  }
}

private let heading: ByteString = "gotools agent 1"
private let newline = UInt8(ascii: "\n")

extension Machine {
  /// The kernel's name for its present run.
  var boot: ByteString? {
    let text = try? files.read("/proc/sys/kernel/random/boot_id", limit: 256)
    return text.map { ByteString($0).trimming { $0 == newline } }
  }

  /// When a process began, in clock ticks since the machine did; `nil` where it has ended, be it that nobody has reaped it.
  func startTime(of process: Int32) -> UInt64? {
    let text = try? files.read(ByteString("/proc/\(process)/stat"), limit: 1 << 12)
    guard let status = text.flatMap({ ProcessStat(parsing: $0) }), !status.hasEnded else {
      return nil
    }
    return status.startTime
  }

  /// The one ssh-agent of the user whose words are those with which gotools starts one on that socket; `nil` where there is
  /// none, or more than one.
  func process(ofAgentAt path: ByteString) -> Int32? {
    let found = processNumbers().filter { number in
      nameOfProcess(number) == "ssh-agent" && userOfProcess(number) == user
        && hasStartWords(number, path)
    }
    return found.count == 1 ? found[0] : nil
  }

  /// Whether the process that a record names runs still, whatever it is.
  func has(_ record: AgentRecord) -> Bool { startTime(of: record.process) == record.startTime }

  /// Whether a process has the very words with which gotools starts an agent on a socket: /proc/PID/cmdline.
  private func hasStartWords(_ process: Int32, _ path: ByteString) -> Bool {
    guard let text = try? files.read(ByteString("/proc/\(process)/cmdline"), limit: 1 << 16) else {
      return false
    }
    let words = ByteString(text).split(on: 0)
    return words.starts(with: AgentStart.words(path)) && [5, 7].contains(words.count)
  }

  /// Whether a record is about a process that still runs, and is the user's own ssh-agent, started on that socket.
  package func proves(_ record: AgentRecord, on path: ByteString) -> Bool {
    hasStartWords(record.process, path) && boot == record.boot
      && nameOfProcess(record.process) == "ssh-agent"
      && userOfProcess(record.process) == user
      && startTime(of: record.process) == record.startTime
  }
}

extension AgentSurvey {
  /// What is written down about an agent of gotools' own; `nil` where nothing is that can be read.
  package func record(of socket: AgentSocket) -> AgentRecord? {
    guard socket.kind == .own,
      let text = try? machine.files.read(socket.real + AgentStart.recordSuffix, limit: 1 << 14)
    else { return nil }
    return AgentRecord(parsing: text)
  }

  /// The agent of gotools' own that does not answer and in whose place none can be started, where there is no other to use.
  package var obstacle: AgentSocket? {
    guard best() == nil else { return nil }
    return sockets.first {
      $0.kind == .own && !$0.isProjects && $0.state.isSilent && $0.real.parent != places.elsewhere
    }
  }

  /// The process of an agent of gotools' own, where that is proved by what is written down.
  package func process(of socket: AgentSocket) -> Int32? {
    guard let record = record(of: socket), machine.proves(record, on: socket.real) else {
      return nil
    }
    return record.process
  }
}
