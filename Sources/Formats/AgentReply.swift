/// What an ssh agent is asked, and the only thing it ever is: SSH_AGENTC_REQUEST_IDENTITIES.
///
/// Every other request changes something, asks its user, or ends some agent.
package let agentRequest: [UInt8] = [0, 0, 0, 1, 11]

/// A key that an ssh agent holds.
package struct AgentKey: Hashable, Sendable {
  /// The public key, as ssh sends it: what stands in base64 in a `.pub` file.
  package let blob: [UInt8]
  /// Any bytes: whoever added the key chose them.
  package let comment: ByteString

  package init(blob: [UInt8], comment: ByteString) {
    self.blob = blob
    self.comment = comment
  }

  /// Such as `ssh-ed25519`, as the blob begins; `nil` where that is no name of RFC 4251, section 6.
  package var type: ByteString? {
    var rest = blob[...]
    guard let name = takeString(from: &rest), (1...64).contains(name.count),
      name.allSatisfy({ 0x20 < $0 && $0 < 0x7F })
    else { return nil }
    return ByteString(name)
  }
}

/// What an ssh agent answers to `agentRequest`: draft-miller-ssh-agent.
package enum AgentReply: Hashable, Sendable {
  /// SSH_AGENT_IDENTITIES_ANSWER; a locked agent has none either.
  case identities([AgentKey])
  /// SSH_AGENT_FAILURE, its older forms 30 and 102, or SSH_AGENT_EXTENSION_FAILURE.
  case failure
  /// What listens there speaks something else.
  case foreign(AgentStranger)
}

/// Who answers where an ssh agent was expected.
package enum AgentStranger: Hashable, Sendable {
  /// The other socket of gpg-agent, or another program of GnuPG: Assuan's `OK …` or `ERR …`.
  case gpg
  case http
  case other
}

/// Puts a reply together from pieces as they arrive, and keeps no more than a reply can have.
///
/// The answer depends on the bytes, never on where they were cut apart.
package struct AgentReplyReader: Sendable {
  private var bytes: [UInt8] = []

  package init() {}

  /// The reply once it is complete or can be none; `nil` while more must come.
  ///
  /// After an answer it is not asked again. What follows the frame is not looked at.
  package mutating func take(_ piece: [UInt8]) -> AgentReply? {
    bytes += piece.prefix(lengthSize + replyLimit - bytes.count)
    for (greeting, stranger) in greetings {
      if bytes.starts(with: greeting) { return .foreign(stranger) }
      if greeting.starts(with: bytes) { return nil }
    }
    // Bytes to come count as zeros: a length that is too large by then stays so, and nobody need wait for the rest.
    let length = (0..<lengthSize).reduce(0) { $0 << 8 | ($1 < bytes.count ? Int(bytes[$1]) : 0) }
    guard length <= replyLimit else { return .foreign(.other) }
    if bytes.count < lengthSize { return nil }
    guard length > 0 else { return .foreign(.other) }
    if bytes.count == lengthSize { return nil }
    let type = bytes[lengthSize]
    guard type == identitiesAnswer || failures.contains(type) else { return .foreign(.other) }
    let end = lengthSize + length
    if bytes.count < end { return nil }
    let body = bytes[(lengthSize + 1)..<end]
    if type == identitiesAnswer {
      return keys(in: body).map { .identities($0) } ?? .foreign(.other)
    }
    // The oldest form may say why in a number.
    let isWhole = body.isEmpty || type == oldestFailure && body.count == 4
    return isWhole ? .failure : .foreign(.other)
  }
}

private let lengthSize = 4
/// What OpenSSH takes at most, the bytes of the length not counted.
private let replyLimit = 256 << 10
/// What OpenSSH takes at most.
private let keyLimit = 2048

private let identitiesAnswer: UInt8 = 12
private let oldestFailure: UInt8 = 102
private let failures: [UInt8] = [5, 28, 30, oldestFailure]

/// As lengths all of them are beyond the limit, and no two begin alike.
private let greetings: [([UInt8], AgentStranger)] = [
  (Array("OK".utf8), .gpg), (Array("ERR ".utf8), .gpg), (Array("HTTP".utf8), .http),
]

/// The keys of an answer, or `nil` where its parts do not fill it exactly.
private func keys(in body: ArraySlice<UInt8>) -> [AgentKey]? {
  var rest = body
  guard let count = takeNumber(from: &rest), count <= keyLimit else { return nil }
  var keys: [AgentKey] = []
  for _ in 0..<count {
    guard let blob = takeString(from: &rest), let comment = takeString(from: &rest) else {
      return nil
    }
    keys.append(AgentKey(blob: Array(blob), comment: ByteString(comment)))
  }
  return rest.isEmpty ? keys : nil
}

/// Takes a `uint32` of RFC 4251.
private func takeNumber(from rest: inout ArraySlice<UInt8>) -> Int? {
  guard rest.count >= 4 else { return nil }
  let number = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  rest = rest.dropFirst(4)
  return number
}

/// Takes a `string` of RFC 4251.
private func takeString(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  guard let count = takeNumber(from: &rest), count <= rest.count else { return nil }
  defer { rest = rest.dropFirst(count) }
  return rest.prefix(count)
}
