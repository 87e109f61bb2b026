package import Formats
internal import Syscalls

/// A socket to be asked for its agent's keys.
package struct AgentInquiry: Hashable, Sendable {
  package let path: ByteString
  /// How long it may take to answer.
  package let milliseconds: Int64
  /// Who else than the user may listen there: root, where somebody has chosen that.
  let stranger: UInt32?

  package init(_ path: ByteString, milliseconds: Int64, stranger: UInt32? = nil) {
    self.path = path
    self.milliseconds = milliseconds
    self.stranger = stranger
  }

  /// What an agent on this machine has to answer.
  package static let local: Int64 = 250
  /// What one has whose answer comes from another machine or from a card.
  package static let distant: Int64 = 1000
  /// What all of them have together.
  static let all: Int64 = 1200
}

/// Asks agents for their keys, all at once: a state for each, in order.
package typealias AskAgents = @Sendable (_ inquiries: [AgentInquiry]) -> [AgentState]

/// Asks agents on this machine: one REQUEST_IDENTITIES each and nothing else ever, all waited for in one poll(2).
///
/// At most 256 are asked at a time.
func ask(_ inquiries: [AgentInquiry], as user: UInt32) -> [AgentState] {
  let end = monotonicMilliseconds() + AgentInquiry.all
  var states: [AgentState] = []
  for start in stride(from: 0, to: inquiries.count, by: most) {
    let part = inquiries[start..<min(start + most, inquiries.count)]
    guard monotonicMilliseconds() < end else {
      states += part.map { _ in .untold("there was no time left to ask it") }
      continue
    }
    states += conversations(part, as: user, until: end)
  }
  return states
}

private let most = 256

private func conversations(
  _ inquiries: ArraySlice<AgentInquiry>, as user: UInt32, until end: Int64
) -> [AgentState] {
  var talks = inquiries.map { Conversation($0, as: user, until: end) }
  while true {
    let now = monotonicMilliseconds()
    for index in talks.indices { talks[index].expire(at: now) }
    let open = talks.indices.filter { talks[$0].state == nil }
    guard let first = open.map({ talks[$0].deadline }).min() else { break }
    let turnedAway = open.filter { talks[$0].connection == nil }
    let connected = open.filter { talks[$0].connection != nil }
    // Who comes with a hundred others finds the queue full for a moment, and comes again.
    let limit = turnedAway.isEmpty ? first - now : min(first - now, 10)
    do throws(Errno) {
      let ready = try UnixConnection.wait(
        for: connected.compactMap { talks[$0].connection }, milliseconds: limit)
      for (index, isReady) in zip(connected, ready) where isReady { talks[index].goOn() }
      for index in turnedAway { talks[index].connect() }
    } catch {
      // Short of memory, it is asked again for as long as it may take.
      pause(milliseconds: 5)
    }
  }
  return talks.map { $0.state ?? .untold("it was not asked") }
}

/// What is said to one agent, and what it says.
private struct Conversation {
  let deadline: Int64
  private let path: ByteString
  private let users: [UInt32]
  private let milliseconds: Int64
  /// `nil` before the agent's queue has room for one.
  private(set) var connection: UnixConnection?
  private(set) var state: AgentState?
  private var reader = AgentReplyReader()

  init(_ inquiry: AgentInquiry, as user: UInt32, until end: Int64) {
    deadline = min(monotonicMilliseconds() + inquiry.milliseconds, end)
    path = inquiry.path
    users = [user] + (inquiry.stranger.map { [$0] } ?? [])
    milliseconds = inquiry.milliseconds
    connect()
  }

  /// Asks, where the agent's queue has room.
  mutating func connect() {
    do throws(Errno) {
      let connection = try UnixConnection(to: path.bytes)
      let peer = try connection.peer()
      guard users.contains(peer) else {
        state = .foreign(peer)
        return
      }
      try connection.send(agentRequest)
      self.connection = connection
    } catch {
      if error != .tryAgain { state = AgentState(refusing: error) }
    }
  }

  mutating func expire(at now: Int64) {
    if state == nil, now >= deadline { end(connection == nil ? .queueFull : .late(milliseconds)) }
  }

  /// Takes what has come.
  mutating func goOn() {
    guard let connection, state == nil else { return }
    do throws(Errno) {
      guard let piece = try connection.receive() else { return }
      if piece.isEmpty { return end(.hangsUp) }
      switch reader.take(piece) {
      case .identities(let keys)?: end(.answers(keys))
      case .failure?: end(.refuses)
      case .foreign(let stranger)?: end(.stranger(stranger))
      case nil: break
      }
    } catch {
      end(AgentState(refusing: error))
    }
  }

  private mutating func end(_ state: AgentState) {
    self.state = state
    connection = nil
  }
}

extension AgentState {
  /// What the kernel says of a socket that was to be asked.
  fileprivate init(refusing error: Errno) {
    switch error {
    case .connectionRefused: self = .stale
    case .connectionReset, .brokenPipe: self = .hangsUp
    case .permissionDenied, .notPermitted: self = .denied
    case .wrongSocketType: self = .wrongType
    case .noSuchFile, .notDirectory: self = .missing
    case .tooManyLinks: self = .circle
    default: self = .untold(error.description)
    }
  }
}
