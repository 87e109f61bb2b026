package import Formats
internal import Syscalls

/// The ssh agents that a shell can reach, or could.
package struct AgentSurvey: Sendable {
  package let machine: Machine
  package let places: AgentPlaces
  /// SSH_AUTH_SOCK, where it is set and not empty.
  package let variable: ByteString?
  /// What gotools' own link says; `nil` where there is none.
  package let linkTarget: ByteString?
  /// Every socket found, none twice: what the user names, what SSH_AUTH_SOCK does, then the others.
  package let sockets: [AgentSocket]
  /// Directories that could not be listed.
  package let unlisted: [Unreadable]

  /// How far was looked.
  package let extent: Extent

  /// How far is looked.
  package enum Extent: Sendable {
    /// At what SSH_AUTH_SOCK and the link name.
    case named
    /// Wherever agents put their sockets.
    case everywhere
  }

  /// Asks agents; `socket` is one that the user names, those that sleep are woken where the user prefers their kind, and what
  /// is known of real paths is not asked again.
  package init(
    of machine: Machine, _ extent: Extent, socket: ByteString? = nil,
    waking preference: AgentPreference? = nil,
    knowing known: [ByteString: AgentState] = [:]
  ) throws {
    self.machine = machine
    self.extent = extent
    let places = AgentPlaces(of: machine)
    self.places = places
    variable = machine.environment.nonEmpty("SSH_AUTH_SOCK")
    var unlisted: [Unreadable] = []
    var linkTarget: ByteString?
    if let link = places.link {
      do throws(Errno) {
        linkTarget = try machine.files.link(link)
      } catch {
        // What is no link is told by whoever wants to make it one.
        if error != .invalidArgument { unlisted.append(Unreadable(path: link, error: error)) }
      }
    }
    self.linkTarget = linkTarget
    // A thousand sockets lie in a few directories.
    var remembering = machine
    remembering.files = machine.files.remembering()
    let inspector = AgentInspector(of: remembering, places)
    var named: [(ByteString, AgentNaming)] = []
    if let socket { named.append((socket, .user)) }
    if let variable { named.append((variable, .variable)) }
    if linkTarget != nil, let link = places.link { named.append((link, .link)) }
    var search = AgentSearch(of: remembering, places, inspector.walker)
    var others: [AgentSearch.Candidate] = []
    if extent == .everywhere {
      if case .value(let path)? = machine.tmuxVariable("SSH_AUTH_SOCK") {
        named.append((path, .tmux))
      }
      others = search.candidates()
    }
    self.unlisted = unlisted + search.unlisted
    var found = Findings()
    for (path, naming) in named { found.add(inspector.socket(at: path, namedBy: [naming])) }
    for other in others { found.add(inspector.socket(at: other.path, in: other.directory)) }
    found.take(known)
    found.leaveAsleep(on: machine, waking: preference)
    sockets = found.asked(on: machine, root: inspector.root)
  }

  /// What SSH_AUTH_SOCK names.
  package var current: AgentSocket? { sockets.first { $0.namedBy.contains(.variable) } }

  /// Who did not answer in time, to be asked no second time.
  var silent: [ByteString: AgentState] {
    var silent: [ByteString: AgentState] = [:]
    for socket in sockets where socket.state.isSilent { silent[socket.real] = socket.state }
    return silent
  }

  /// Whether SSH_AUTH_SOCK is the link.
  package var usesLink: Bool { variable != nil && variable?.cleaned == places.link }
}

/// Sockets while they are gathered.
private struct Findings {
  private var entries: [(socket: AgentSocket, isToBeAsked: Bool)] = []
  private var positions: [Place: Int] = [:]

  /// Where a socket is, and whether others could put another in its place: by a link of theirs it is another than by its
  /// own path.
  private struct Place: Hashable {
    let real: ByteString
    let isExposed: Bool
  }

  /// Takes one more; one that is there already is only named once more.
  mutating func add(_ new: (socket: AgentSocket, isToBeAsked: Bool)) {
    var isExposed = false
    if case .exposed = new.socket.state { isExposed = true }
    let place = Place(real: new.socket.real, isExposed: isExposed)
    guard let known = positions[place] else {
      positions[place] = entries.count
      return entries.append(new)
    }
    let names = entries[known].socket.namedBy + new.socket.namedBy
    // What the user names may be root's.
    if new.isToBeAsked, !entries[known].isToBeAsked { entries[known] = new }
    entries[known].socket.namedBy = names
  }

  mutating func take(_ known: [ByteString: AgentState]) {
    for index in entries.indices where entries[index].isToBeAsked {
      guard let state = known[entries[index].socket.real] else { continue }
      entries[index].socket.state = state
      entries[index].isToBeAsked = false
    }
  }

  /// Lets agents be that a session manager would start for the asking, but for those of the kind that the user prefers.
  mutating func leaveAsleep(on machine: Machine, waking preference: AgentPreference?) {
    let sleepers = entries.indices.filter {
      entries[$0].isToBeAsked && entries[$0].socket.namedBy.isEmpty
        && entries[$0].socket.startedBy != nil
        && preference?.covers(entries[$0].socket.kind) != true
    }
    if sleepers.isEmpty { return }
    let sleeping = SleepingAgents(on: machine)
    for index in sleepers where sleeping.contain(entries[index].socket) {
      entries[index].socket.state = .activatable
      entries[index].isToBeAsked = false
    }
  }

  /// All of them, with what those answered that were to be asked.
  consuming func asked(on machine: Machine, root: UInt32) -> [AgentSocket] {
    let indices = entries.indices.filter { entries[$0].isToBeAsked }
    let inquiries = indices.map { index in
      let socket = entries[index].socket
      return AgentInquiry(
        AgentPathFault(of: socket.real) == nil ? socket.real : socket.path,
        milliseconds: socket.kind.isDistant ? AgentInquiry.distant : AgentInquiry.local,
        stranger: socket.namedBy.contains(where: \.isChoice) ? root : nil)
    }
    let states = inquiries.isEmpty ? [] : machine.askAgents(inquiries)
    for (index, state) in zip(indices, states) { entries[index].socket.state = state }
    return entries.map(\.socket)
  }
}
