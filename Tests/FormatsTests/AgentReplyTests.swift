import Formats
import Foundation
import Testing

@Suite struct AgentReplyTests {
  @Test func `an agent is asked for its keys and nothing else`() {
    #expect(agentRequest == [0, 0, 0, 1, 11])
  }

  @Test func `keys are read in order`() {
    let keys = [
      AgentKey(blob: string("ssh-ed25519") + string("x"), comment: "ann@host"),
      AgentKey(blob: [], comment: ByteString([0, 0xFF, 0x0A])),
      AgentKey(blob: string("ssh-ed25519") + string("x"), comment: ""),
    ]
    #expect(reply(to: answer(keys)) == .identities(keys))
  }

  @Test func `an agent without keys, or a locked one, has none`() {
    #expect(reply(to: [0, 0, 0, 5, 12, 0, 0, 0, 0]) == .identities([]))
  }

  @Test(
    arguments: [
      [0, 0, 0, 1, 5], [0, 0, 0, 1, 28], [0, 0, 0, 1, 30], [0, 0, 0, 1, 102],
      [0, 0, 0, 5, 102, 0, 0, 0, 2],
    ] as [[UInt8]]) func `a refusal has several forms`(bytes: [UInt8])
  {
    #expect(reply(to: bytes) == .failure)
  }

  @Test(
    arguments: [
      ("OK Pleased to meet you, process 1\n", .gpg), ("OK", .gpg), ("OK\n", .gpg),
      ("ERR 67109115 Forbidden <GPG Agent>\n", .gpg), ("ERR ", .gpg),
      ("HTTP/1.1 400 Bad Request\r\n", .http), ("HTTP", .http), ("OH", .other), ("ERROR", .other),
      ("HTML", .other), ("SSH-2.0-OpenSSH_9.2p1\r\n", .other), ("ok", .other), ("{", .other),
      ("\n", .other), ("\u{16}\u{3}", .other),
    ] as [(String, AgentStranger)])
  func `who greets in another way is told by the first bytes`(
    greeting: String, stranger: AgentStranger
  ) {
    #expect(reply(to: Array(greeting.utf8)) == .foreign(stranger))
  }

  @Test(arguments: ["", "O", "E", "ERR", "H", "HTT"])
  func `half a greeting is waited for`(text: String) {
    #expect(reply(to: Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ([0, 0, 0, 0], 4), ([1], 1), ([0, 5], 2), ([0, 4, 1], 3), ([0, 4, 0, 1], 4),
      ([0x7F, 0xFF, 0xFF, 0xFF, 12], 1), ([0xFF, 0xFF, 0xFF, 0xFF], 1), ([0, 0, 1, 0, 6], 5),
      ([0, 0, 0, 1, 6], 5), ([0, 0, 0, 1, 0], 5), ([0, 0, 0, 1, 11], 5), ([0, 0, 0, 1, 29], 5),
      ([0, 0, 0, 1, 12], 5), ([0, 0, 0, 4, 12, 0, 0, 0], 8),
    ] as [([UInt8], Int)])
  func `what can be no reply is told at its first byte that says so`(bytes: [UInt8], count: Int) {
    #expect(reply(to: bytes) == .foreign(.other))
    #expect(reply(to: Array(bytes.prefix(count))) == .foreign(.other))
    #expect(reply(to: Array(bytes.prefix(count - 1))) == nil)
  }

  @Test(
    arguments: [
      [0, 0, 0, 9, 12, 0, 0, 0, 1, 0, 0, 0, 0x99], [0, 0, 0, 6, 12, 0, 0, 0, 0, 0],
      [0, 0, 0, 5, 12, 0, 0, 0, 1], [0, 0, 0, 9, 12, 0, 0, 0, 1, 0, 0, 0, 0],
      [0, 0, 0, 13, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 13, 12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 13, 12, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
      [0, 0, 0, 5, 12, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 2, 5, 0], [0, 0, 0, 5, 30, 0, 0, 0, 2],
      [0, 0, 0, 4, 102, 0, 0, 0],
    ] as [[UInt8]]) func `a body that does not fit its frame is no reply`(bytes: [UInt8])
  {
    #expect(reply(to: bytes) == .foreign(.other))
    #expect(reply(to: bytes.dropLast()) == nil)
  }

  @Test func `what follows the frame is not looked at`() {
    #expect(reply(to: [0, 0, 0, 1, 5, 9, 9]) == .failure)
    #expect(reply(to: answer([]) + Array("OK".utf8)) == .identities([]))
  }

  @Test func `an agent may have 2048 keys and no more`() {
    let key = AgentKey(blob: [1], comment: "")
    #expect(
      reply(to: answer(Array(repeating: key, count: 2048)))
        == .identities(Array(repeating: key, count: 2048)))
    #expect(reply(to: answer(Array(repeating: key, count: 2049))) == .foreign(.other))
  }

  @Test func `a reply may have 256 KiB and no more`() {
    let room = 256 * 1024 - 1 - 4 - 4 - 4
    let key = AgentKey(blob: [], comment: ByteString(Array(repeating: 7, count: room)))
    #expect(reply(to: answer([key])) == .identities([key]))
    let larger = AgentKey(blob: [], comment: ByteString(Array(repeating: 7, count: room + 1)))
    #expect(reply(to: Array(answer([larger]).prefix(4))) == .foreign(.other))
  }

  @Test(
    arguments: [
      (string("ssh-ed25519") + string("x"), "ssh-ed25519"), (string("ssh-rsa"), "ssh-rsa"),
      (string(String(repeating: "a", count: 64)), ByteString(String(repeating: "a", count: 64))),
      (string(String(repeating: "a", count: 65)), nil), (string(""), nil), ([], nil),
      ([0, 0, 0, 9, 0x61], nil), ([0xFF, 0xFF, 0xFF, 0xFF, 0x61], nil), ([0, 0, 0], nil),
      (string("a b"), nil), (string("a\u{1B}"), nil), (string("é"), nil),
    ] as [([UInt8], ByteString?)])
  func `a key says its type`(blob: [UInt8], type: ByteString?) {
    #expect(AgentKey(blob: blob, comment: "").type == type)
  }

  @Test func `an answer does not depend on where it was cut apart`() {
    var generator = GoFuzzer(seed: 41)
    let keys = (0..<3).map {
      AgentKey(blob: string("ssh-rsa") + string("\($0)"), comment: ByteString("key \($0)"))
    }
    let samples =
      (0...3).map { answer(Array(keys.prefix($0))) } + [
        [0, 0, 0, 1, 5], [0, 0, 0, 5, 102, 0, 0, 0, 1],
      ]
      + ["OK Pleased to meet you", "ERR 1", "HTTP/1.1"].map { Array($0.utf8) }
    var kinds: Set<String> = []
    for number in 0..<20_000 {
      let bytes = generator.mutation(of: samples[number % samples.count])
      let whole = reply(to: bytes)
      var reader = AgentReplyReader()
      var inParts: AgentReply?
      var rest = bytes[...]
      while inParts == nil, !rest.isEmpty {
        let count = Int.random(in: 0...3, using: &generator)
        inParts = reader.take(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(inParts == whole, "\(bytes)")
      // What is read as keys is written as what was read.
      if case .identities(let keys)? = whole { #expect(bytes.starts(with: answer(keys))) }
      guard let whole else {
        kinds.insert("more")
        continue
      }
      switch whole {
      case .identities(let keys): kinds.insert("keys \(keys.count)")
      case .failure: kinds.insert("failure")
      case .foreign(let stranger): kinds.insert("\(stranger)")
      }
    }
    #expect(kinds.isSuperset(of: ["more", "keys 0", "keys 3", "failure", "gpg", "http", "other"]))
  }
}

@Suite(.enabled(if: isTestingAll)) struct AgentReplyOracleTests {
  @Test func `the real agent's keys are read, and that it has none`() throws {
    let comment = "ann@host, a key"
    let asking = """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(os.environ['SSH_AUTH_SOCK'])
      s.sendall(bytes.fromhex(sys.argv[1]))
      size = int.from_bytes(s.recv(4, socket.MSG_WAITALL | socket.MSG_PEEK), 'big')
      print(s.recv(4 + size, socket.MSG_WAITALL).hex())
      """
    let script = """
      python3 -c "$0" "$1" &&
      ssh-keygen -q -t ed25519 -N '' -C "$2" -f key && ssh-add -q key && python3 -c "$0" "$1"
      """
    let (lines, key) = try withDirectory { directory in
      let (status, output) = try run(
        ["ssh-agent", "sh", "-c", script, asking, hexadecimal(agentRequest), comment],
        in: directory)
      #expect(status == 0)
      let key = try String(contentsOf: directory.appending(path: "key.pub"), encoding: .utf8)
      return (String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init), key)
    }
    try #require(lines.count == 2)
    #expect(reply(to: bytes(hexadecimal: lines[0])) == .identities([]))
    let words = key.split(separator: " ")
    let blob = try #require(Data(base64Encoded: String(words[1])))
    let expected = AgentKey(blob: Array(blob), comment: ByteString(comment))
    #expect(expected.type == ByteString(String(words[0])))
    #expect(reply(to: bytes(hexadecimal: lines[1])) == .identities([expected]))
  }
}

private func reply(to bytes: [UInt8]) -> AgentReply? {
  var reader = AgentReplyReader()
  return reader.take(bytes)
}

/// The frame with these keys.
private func answer(_ keys: [AgentKey]) -> [UInt8] {
  let body = keys.reduce([12] + number(keys.count)) {
    $0 + number($1.blob.count) + $1.blob + number($1.comment.count) + $1.comment.bytes
  }
  return number(body.count) + body
}

private func string(_ text: String) -> [UInt8] { number(text.utf8.count) + Array(text.utf8) }

private func number(_ value: Int) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
