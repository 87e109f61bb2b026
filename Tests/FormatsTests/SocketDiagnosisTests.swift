import Formats
import Testing

@Suite struct SocketDiagnosisTests {
  /// As a kernel sent it for `SocketDiagnosis.request`, but for the table of UnixSocketTableTests.
  static let recorded = bytes(
    hexadecimal: """
      5800000014000200010000003430000001010a00eeb343000500000000000000190000002f746d702f737368
      2d616e6e2f6167656e742e37000000000c0001002580f7000000e00f05000600000000000800070000000000
      4400000014000200010000003430000001010a00efb34300060000000000000008000000612062000c000100
      3580f7000000e00f050006000000000008000700000000004400000014000200010000003430000001010a00
      f0b34300070000000000000008000000610a62000c0001003980f7000000e00f050006000000000008000700
      000000004400000014000200010000003430000001010a00f1b3430008000000000000000800000040617400
      0c0001003b80f7000000e00f0500060000000000080007000000000044000000140002000100000034300000
      01010a00f3b34300090000000000000007000000fffe00000c0001003c80f7000000e00f0500060000000000
      08000700000000004400000014000200010000003430000001050a00f4b343000a0000000000000008000000
      736571000c0001005e80f7000000e00f05000600000000000800070000000000400000001400020001000000
      3430000001010a00f2b343000b000000000000000f0000000061627374726163740078000500060000000000
      0800070000000000
      """)

  @Test func `all sockets without a peer are asked for, with name, file and user`() {
    #expect(
      SocketDiagnosis.request
        == bytes(
          hexadecimal: """
            28000000 1400 0103 01000000 00000000
            01 00 0000 80040000 00000000 43000000 ffffffff ffffffff
            """))
  }

  @Test func `a kernel's answer is read`() {
    let files: [(ByteString, UInt32, UInt32)] = [
      ("/tmp/ssh-ann/agent.7", 16_220_197, 0x43B3EE), ("a b", 16_220_213, 0x43B3EF),
      ("a\nb", 16_220_217, 0x43B3F0), ("@at", 16_220_219, 0x43B3F1),
      (ByteString([0xFF, 0xFE]), 16_220_220, 0x43B3F3), ("seq", 16_220_254, 0x43B3F4),
    ]
    let sockets = files.map {
      BoundSocket(name: $0.0, inode: $0.1, device: 254 << 20, user: 0, number: $0.2)
    }
    let abstract = BoundSocket(name: nil, inode: nil, device: nil, user: 0, number: 0x43B3F2)
    #expect(SocketDiagnosis.read(Self.recorded) == .sockets(sockets + [abstract]))
  }

  @Test func `the end comes by itself, or behind sockets`() {
    #expect(SocketDiagnosis.read(message(3, int(0))) == .end([]))
    #expect(SocketDiagnosis.read(message(2, int(0))) == .end([]))
    #expect(SocketDiagnosis.read(socket(name("/a")) + message(3, int(0))) == .end([named("/a")]))
    #expect(SocketDiagnosis.read(message(3, int(0)) + [1]) == .end([]))
  }

  @Test func `a kernel that refuses says why`() {
    let refusal = bytes(
      hexadecimal: """
        3c000000020000000100000066270000eaffffff280000001400010301000000
        000000004d000000000400000000000043000000ffffffffffffffff
        """)
    #expect(SocketDiagnosis.read(refusal) == .refused(22))
    #expect(SocketDiagnosis.read(message(3, int(-12))) == .refused(12))
    #expect(SocketDiagnosis.read(message(2, int(-2))) == .refused(2))
    #expect(SocketDiagnosis.read(message(2, int(2))) == nil)
    #expect(SocketDiagnosis.read(message(2, int(.min))) == nil)
  }

  @Test(
    arguments: [
      (name("/a"), named("/a")), (attribute(0, Array("/a".utf8)), named("/a")),
      (attribute(0, Array("/a\0b".utf8)), named("/a")), (attribute(0, []), named(nil)),
      (attribute(0, [0]), named(nil)), (attribute(0, Array("\0x".utf8)), named(nil)),
      ([], named(nil)),
      (attribute(9, [1, 2, 3]), named(nil)),
      (
        attribute(1, int(7) + int(8)),
        BoundSocket(name: nil, inode: 7, device: 8, user: nil, number: 99)
      ),
      (
        attribute(7, int(-1)) + name("a"),
        BoundSocket(name: "a", inode: nil, device: nil, user: .max, number: 99)
      ),
      // The last attribute need not be filled up.
      (Array(name("/abc").dropLast(3)), named("/abc")),
    ] as [([UInt8], BoundSocket)])
  func `attributes may come in any order, or not at all`(
    attributes: [UInt8], expected: BoundSocket
  ) {
    #expect(SocketDiagnosis.read(socket(attributes)) == .sockets([expected]))
  }

  @Test
  func `sockets with a peer are left out, and those that are bound to no file and do not listen`() {
    let file = attribute(1, int(7) + int(8))
    let bound = BoundSocket(
      name: "/a", inode: 7, device: 8, user: nil, isListening: false, number: 99)
    let text =
      socket(name("/a") + file, state: 1) + socket(name("/a") + file, state: 7)
      + socket(name("/a"), state: 7) + socket(name("/b"))
    #expect(SocketDiagnosis.read(text) == .sockets([bound, named("/b")]))
  }

  @Test(
    arguments: [
      [], [1], message(3, []), message(3, [0, 0, 0]), message(2, []), message(4, int(0)),
      message(1, int(0)), message(16, int(0)), message(20, []), message(3, int(0), sequence: 2),
      // A dump into which sockets came or went.
      message(3, int(0), flags: 0x12), socket(name("/a")) + message(3, int(0), flags: 0x10),
      message(20, [UInt8](repeating: 1, count: 15)), socket([], family: 2),
      socket([3, 0, 0, 0]), socket([0, 0, 0, 0]), socket([9, 0, 0, 0, 1]), socket([4, 0]),
      socket(attribute(1, int(7))), socket(attribute(1, int(7) + [1, 2, 3])),
      socket(attribute(7, [1, 2, 3])), Array(socket(name("/a")).dropLast()),
      socket(name("/a")) + [0, 0, 0, 0], [15] + message(3, int(0)).dropFirst(),
      [0] + message(3, int(0)).dropFirst(),
      [0xFF, 0xFF, 0xFF, 0xFF] + message(3, int(0)).dropFirst(4),
    ] as [[UInt8]]) func `what is damaged or answers something else is nil`(datagram: [UInt8])
  {
    #expect(SocketDiagnosis.read(datagram) == nil)
  }

  @Test func `every shorter piece of an answer is nil, or ends between two sockets`() {
    let ends = [88, 156, 224, 292, 360, 428, 492]
    #expect(Self.recorded.count == ends.last)
    for count in 0..<Self.recorded.count {
      let piece = SocketDiagnosis.read(Array(Self.recorded.prefix(count)))
      #expect((piece != nil) == ends.contains(count), "\(count)")
    }
  }

  @Test func `damaged answers are read without harm`() {
    var generator = GoFuzzer(seed: 43)
    let samples = [
      Self.recorded, socket(name("/a")) + message(3, int(0)), message(2, int(-22)),
    ]
    var count = 0
    for number in 0..<20_000 {
      let datagram = generator.mutation(of: samples[number % samples.count])
      switch SocketDiagnosis.read(datagram) {
      case .sockets(let sockets)?, .end(let sockets)?:
        count += 1
        #expect(sockets.count <= datagram.count / 32)
      case .refused(let errno)?: #expect(errno > 0)
      case nil: break
      }
    }
    #expect(count > 1_000)
  }
}

@Suite(.enabled(if: isTestingAll)) struct BoundSocketOracleTests {
  @Test func `the kernel names every socket that listens or is bound, and its file`() throws {
    let script = """
      import os, socket, sys
      names = [b'plain', b'a b', b'a\\nb', os.getcwdb() + b'/absolute', b'\\xff\\xfe', b'gone',
          b'q' * 107, b'\\0gotools-test-%d' % os.getpid()]
      sockets = []
      for name in names:
          s = socket.socket(socket.AF_UNIX)
          s.bind(name)
          s.listen()
          sockets.append(s)
      bound = socket.socket(socket.AF_UNIX)
      bound.bind(b'bound')
      print(len(names))
      for s, name in zip(sockets, names[:-1]):
          status = os.stat(name)
          device = os.major(status.st_dev) << 20 | os.minor(status.st_dev)
          print(name.hex(), status.st_ino & 0xffffffff, device, status.st_uid, os.fstat(s.fileno()).st_ino)
      os.unlink(b'gone')
      print(open('/proc/net/unix', 'rb').read().hex())
      s = socket.socket(16, socket.SOCK_DGRAM, 4)
      s.send(bytes.fromhex(sys.argv[1]))
      while True:
          datagram = s.recv(1 << 16)
          print(datagram.hex())
          if datagram[4] != 20:
              break
      """
    // A dump into which other sockets came or went is asked for again.
    for _ in 0..<50 {
      let (status, output) = try withDirectory {
        try run(["python3", "-c", script, hexadecimal(SocketDiagnosis.request)], in: $0)
      }
      #expect(status == 0)
      let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
      let count = try #require(lines.first.flatMap { Int($0) })
      let files = lines[1..<count].map { $0.split(separator: " ").map(String.init) }
      let table = try #require(UnixSocketTable(parsing: bytes(hexadecimal: lines[count])))
      var pieces: [SocketDiagnosis.Piece] = []
      for line in lines[(count + 1)...] {
        guard let piece = SocketDiagnosis.read(bytes(hexadecimal: line)) else { break }
        pieces.append(piece)
      }
      guard pieces.count == lines.count - count - 1 else { continue }
      var sockets: [BoundSocket] = []
      for piece in pieces {
        switch piece {
        case .sockets(let some), .end(let some): sockets += some
        case .refused(let errno): Issue.record("refused: \(errno)")
        }
      }
      #expect(pieces.last == .end([]))
      #expect(table.paths.contains("bound"))
      #expect(sockets.contains { $0.name == "bound" && $0.inode != nil && !$0.isListening })
      #expect(files.count == count - 1)
      for file in files {
        let name = ByteString(bytes(hexadecimal: file[0]))
        #expect(table.paths.contains(name))
        let expected = BoundSocket(
          name: name, inode: UInt32(file[1]), device: UInt32(file[2]), user: UInt32(file[3]),
          number: try #require(UInt32(file[4])))
        #expect(sockets.contains(expected), "\(expected) is not among \(sockets)")
      }
      // Paths are the same in both; one that begins with @ is an abstract name to the table.
      let names = Set(sockets.compactMap(\.name).filter { !$0.hasPrefix("@") })
      #expect(names.isSuperset(of: files.map { ByteString(bytes(hexadecimal: $0[0])) }))
      return
    }
    Issue.record("sockets came and went during every dump")
  }
}

private func named(_ name: ByteString?) -> BoundSocket {
  BoundSocket(name: name, inode: nil, device: nil, user: nil, number: 99)
}

private func socket(_ attributes: [UInt8], family: UInt8 = 1, state: UInt8 = 10) -> [UInt8] {
  message(20, [family, 1, state, 0] + int(99) + int(1) + int(0) + attributes, flags: 2)
}

private func name(_ text: String) -> [UInt8] { attribute(0, Array(text.utf8) + [0]) }

private func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
  filled([UInt8(value.count + 4), 0, type, 0] + value)
}

private func message(
  _ type: UInt8, _ body: [UInt8], flags: UInt8 = 0, sequence: Int32 = 1
) -> [UInt8] {
  filled(int(Int32(body.count + 16)) + [type, 0, flags, 0] + int(sequence) + int(7) + body)
}

private func filled(_ bytes: [UInt8]) -> [UInt8] {
  bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
}

private func int(_ value: Int32) -> [UInt8] {
  [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
}
