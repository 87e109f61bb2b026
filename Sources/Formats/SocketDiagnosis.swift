/// A Unix socket that listens, or is bound to a file and may come to or takes datagrams, as the kernel knows it.
package struct BoundSocket: Hashable, Sendable {
  /// As it was given to bind(2); `nil` for one without a name and for an abstract one.
  package let name: ByteString?
  /// The lower 32 bits of the socket file's inode number; the file may have been removed.
  package let inode: UInt32?
  /// The device of that file in the kernel's own encoding: major << 20 | minor.
  package let device: UInt32?
  /// Who made the socket, in this user namespace; not told before Linux 5.3.
  package let user: UInt32?
  /// Whether it accepts connections.
  package let isListening: Bool
  /// The number by which /proc/PID/fd names the socket itself, whatever file it is bound to.
  package let number: UInt32

  package init(
    name: ByteString?, inode: UInt32?, device: UInt32?, user: UInt32?, isListening: Bool = true,
    number: UInt32 = 0
  ) {
    self.number = number
    self.name = name
    self.inode = inode
    self.device = device
    self.user = user
    self.isListening = isListening
  }
}

/// What the kernel says of the Unix sockets of a network namespace: sock_diag(7), <linux/unix_diag.h>.
///
/// Numbers are in the order of the host, which is little-endian wherever this runs.
package enum SocketDiagnosis {
  /// The request for all sockets without a peer, with name, file and user: those that listen, and those that do not.
  package static let request: [UInt8] = [
    number(40), half(socketDiagnosis), half(requestFlags), number(sequence), number(0),
    [unixFamily, 0, 0, 0], number(1 << listeningState | 1 << unconnectedState), number(0),
    number(nameFileAndUser),
    number(.max), number(.max),
  ].flatMap { $0 }

  /// What one datagram of the answer says.
  package enum Piece: Hashable, Sendable {
    /// More datagrams follow.
    case sockets([BoundSocket])
    case end([BoundSocket])
    /// An errno, positive.
    case refused(Int32)
  }

  /// What one datagram of the answer says; `nil` where it is damaged or cut off, answers something else, or sockets
  /// came and went so that the answer as a whole is wrong.
  package static func read(_ datagram: [UInt8]) -> Piece? {
    var sockets: [BoundSocket] = []
    var rest = datagram[...]
    while !rest.isEmpty {
      guard let length = rest.number32(at: 0), let type = rest.number16(at: 4),
        let flags = rest.number16(at: 6), rest.number32(at: 8) == sequence,
        length >= UInt32(headerSize), Int(length) <= rest.count, flags & wasInterrupted == 0
      else { return nil }
      let body = rest.prefix(Int(length)).dropFirst(headerSize)
      rest = rest.dropFirst(aligned(Int(length)))
      switch type {
      case socketDiagnosis:
        guard let socket = Message(body) else { return nil }
        if let socket = socket.socket { sockets.append(socket) }
      case errorMessage, doneMessage:
        guard let code = body.number32(at: 0) else { return nil }
        if code == 0 { return .end(sockets) }
        let (errno, isOverflow) = Int32(0).subtractingReportingOverflow(Int32(bitPattern: code))
        return isOverflow || errno < 0 ? nil : .refused(errno)
      default: return nil
      }
    }
    return datagram.isEmpty ? nil : .sockets(sockets)
  }
}

/// One `unix_diag_msg` and its attributes.
private struct Message {
  /// `nil` for one that has a peer, and for one that is neither bound to a file nor listens.
  let socket: BoundSocket?

  init?(_ body: ArraySlice<UInt8>) {
    guard body.count >= 16, body.first == unixFamily, let number = body.number32(at: 4) else {
      return nil
    }
    let state = body[body.startIndex + 2]
    var name: ByteString?
    var inode: UInt32?
    var device: UInt32?
    var user: UInt32?
    var rest = body.dropFirst(16)
    while !rest.isEmpty {
      guard let length = rest.number16(at: 0), let type = rest.number16(at: 2), length >= 4,
        Int(length) <= rest.count
      else { return nil }
      let value = rest.prefix(Int(length)).dropFirst(4)
      rest = rest.dropFirst(aligned(Int(length)))
      switch type {
      case 0: name = pathname(value)
      case 1:
        guard let first = value.number32(at: 0), let second = value.number32(at: 4) else {
          return nil
        }
        (inode, device) = (first, second)
      case 7:
        guard let number = value.number32(at: 0) else { return nil }
        user = number
      default: break
      }
    }
    let isListening = state == listeningState
    guard isListening || state == unconnectedState && inode != nil else {
      socket = nil
      return
    }
    socket = BoundSocket(
      name: name, inode: inode, device: device, user: user, isListening: isListening,
      number: number)
  }
}

/// The path in front of the first NUL, with which abstract names begin.
private func pathname(_ name: ArraySlice<UInt8>) -> ByteString? {
  let path = name.prefix { $0 != 0 }
  return path.isEmpty ? nil : ByteString(path)
}

private let unixFamily: UInt8 = 1
/// TCP_LISTEN, which Unix sockets use as well.
private let listeningState: UInt8 = 10
/// TCP_CLOSE: bound and not listening, or not bound at all.
private let unconnectedState: UInt8 = 7
/// UDIAG_SHOW_NAME, UDIAG_SHOW_VFS and UDIAG_SHOW_UID.
private let nameFileAndUser: UInt32 = 0x43
private let sequence: UInt32 = 1
/// The size of a `nlmsghdr`.
private let headerSize = 16
private let errorMessage: UInt16 = 2
private let doneMessage: UInt16 = 3
/// SOCK_DIAG_BY_FAMILY.
private let socketDiagnosis: UInt16 = 20
/// NLM_F_REQUEST and NLM_F_DUMP.
private let requestFlags: UInt16 = 0x301
/// NLM_F_DUMP_INTR.
private let wasInterrupted: UInt16 = 0x10

/// The size of a message or attribute with what fills it up to a multiple of four.
private func aligned(_ length: Int) -> Int { (length + 3) & ~3 }

private func number(_ value: UInt32) -> [UInt8] {
  [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func half(_ value: UInt16) -> [UInt8] {
  [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
}

extension ArraySlice<UInt8> {
  fileprivate func number16(at offset: Int) -> UInt16? {
    guard count >= offset + 2 else { return nil }
    return UInt16(self[startIndex + offset]) | UInt16(self[startIndex + offset + 1]) << 8
  }

  fileprivate func number32(at offset: Int) -> UInt32? {
    guard let low = number16(at: offset), let high = number16(at: offset + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }
}
