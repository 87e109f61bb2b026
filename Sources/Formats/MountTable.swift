/// The mounted file systems of a process: /proc/self/mountinfo, proc_pid_mountinfo(5).
package struct MountTable: Sendable {
  /// In the order of the file; a later mount at the same place hides an earlier one.
  package var mounts: [Mount]
  /// Whether every line could be read: one that could not may be the one that matters.
  package let isComplete: Bool

  package init(_ mounts: [Mount]) {
    self.mounts = mounts
    isComplete = true
  }

  /// Reads the lines of mountinfo; one that is none is passed over.
  package init(parsing text: [UInt8]) {
    let lines = text.split(separator: UInt8(ascii: "\n"))
    mounts = lines.compactMap { Mount(parsing: $0) }
    isComplete = mounts.count == lines.count
  }

  /// The mount that holds the file of that real path: the longest mount point above it, the latest of equals.
  package func mount(of path: ByteString) -> Mount? {
    // By position: to take a mount out of the list costs more than to compare it.
    var best: Int?
    var longest = 0
    for index in mounts.indices where mounts[index].point.count >= longest {
      guard path.isAtOrBelow(mounts[index].point) else { continue }
      best = index
      longest = mounts[index].point.count
    }
    return best.map { mounts[$0] }
  }
}

/// One line of the mount table.
package struct Mount: Hashable, Sendable {
  package var point: ByteString
  /// The file system's type, such as `ext4`, `9p` or `fuse.sshfs`.
  package var type: ByteString
  // As the table has them: few mounts are asked for theirs.
  private let sourceField: ArraySlice<UInt8>
  private let ownOptions: ArraySlice<UInt8>
  private let moreOptions: ArraySlice<UInt8>

  /// What is mounted: a device, `server:/export`, or a word of the driver's.
  package var source: ByteString { unescaped(sourceField) }

  /// The options of the mount and those of the file system, separated by commas.
  package var options: ByteString {
    let own = ByteString(ownOptions)
    return moreOptions.isEmpty ? own : own + "," + unescaped(moreOptions)
  }

  package init(
    point: ByteString, type: ByteString, source: ByteString = "none", options: ByteString = "rw"
  ) {
    self.point = point
    self.type = type
    sourceField = source.bytes[...]
    ownOptions = options.bytes[...]
    moreOptions = []
  }

  package static func == (left: Mount, right: Mount) -> Bool {
    left.point == right.point && left.type == right.type && left.source == right.source
      && left.options == right.options
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(point)
    hasher.combine(type)
  }

  init?(parsing line: ArraySlice<UInt8>) {
    // "36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/root rw,errors=continue"
    var rest = line
    for _ in 0..<4 { guard takeField(from: &rest) != nil else { return nil } }
    guard let point = takeField(from: &rest), let options = takeField(from: &rest) else {
      return nil
    }
    // Tags follow, as many as there are, up to the dash.
    while let tag = takeField(from: &rest) {
      if tag.count == 1, tag.first == UInt8(ascii: "-") { break }
    }
    // A source may be empty, and then two blanks follow each other.
    guard let type = takeField(from: &rest), let source = takeField(from: &rest) else { return nil }
    self.point = unescaped(point)
    self.type = unescaped(type)
    sourceField = source
    ownOptions = options
    moreOptions = takeField(from: &rest) ?? []
  }

  /// Whether it is a drive of the Windows host that WSL shows.
  package var isWindowsDrive: Bool {
    if type == drvfs { return true }
    if type == plan9 { return aname == drvfs }
    return type == virtiofs && source.hasPrefix(drvfs)
  }

  /// Whether another machine, or a program, answers for its files, so that even looking may wait.
  package var isRemote: Bool {
    (type.hasPrefix(userspace) || isRemoteType(type.bytes)) && !isWindowsDrive
  }

  /// Whether no program may be started from it.
  package var isNoexec: Bool { Self.names("noexec", in: ownOptions) }

  /// Whether nothing may be written to it.
  package var isReadOnly: Bool {
    Self.names("ro", in: ownOptions) || Self.names("ro", in: moreOptions)
  }

  private static func names(_ word: ByteString, in options: ArraySlice<UInt8>) -> Bool {
    var rest = options
    while rest.count >= word.count {
      let option = rest.prefix { $0 != UInt8(ascii: ",") }
      if option.elementsEqual(word.bytes) { return true }
      rest = rest.dropFirst(option.count + 1)
    }
    return false
  }

  /// What a 9p mount asks its server for: `aname=drvfs;path=C:\;uid=1000`.
  private var aname: ByteString? {
    for option in options.split(on: UInt8(ascii: ",")) where option.hasPrefix("aname=") {
      let value = option.bytes.dropFirst("aname=".utf8.count)
      return ByteString(value.prefix { $0 != UInt8(ascii: ";") })
    }
    return nil
  }
}

private let drvfs: ByteString = "drvfs"
private let plan9: ByteString = "9p"
private let virtiofs: ByteString = "virtiofs"
private let userspace: ByteString = "fuse."
/// One text, since a list of them would be made anew at every shell start.
private let remoteTypes = Array(
  """
   9p afs autofs beegfs ceph cifs coda fakeowner fuse fuseblk gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 \
  orangefs prl_fs smb3 smbfs vboxsf virtiofs vmhgfs\u{20}
  """.utf8)

/// Those of the words, by which most mounts are told apart.
private let firstLetters = Array("9abcfglnopsv".utf8)

/// Whether a word of `remoteTypes` is this one.
private func isRemoteType(_ word: [UInt8]) -> Bool {
  guard let first = word.first, firstLetters.contains(first), !word.contains(blank) else {
    return false
  }
  for start in remoteTypes.indices.dropFirst()
  where remoteTypes[start] == first && remoteTypes[start - 1] == blank {
    let rest = remoteTypes[start...]
    if rest.starts(with: word), rest[start + word.count] == blank { return true }
  }
  return false
}

private let blank = UInt8(ascii: " ")

/// Takes what stands before the next blank, or all of it; `nil` where nothing is left.
private func takeField(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  if rest.isEmpty { return nil }
  let start = rest.startIndex
  var end = start
  while end < rest.endIndex, rest[end] != UInt8(ascii: " ") { end += 1 }
  let field = rest[start..<end]
  rest = rest[min(end + 1, rest.endIndex)...]
  return field
}

/// Undoes the kernel's octal escapes of blank, tab, newline and backslash.
private func unescaped(_ field: ArraySlice<UInt8>) -> ByteString {
  if !field.contains(UInt8(ascii: "\\")) { return ByteString(field) }
  var result: [UInt8] = []
  var rest = field
  while let byte = rest.popFirst() {
    let digits = rest.prefix(3)
    guard byte == UInt8(ascii: "\\"), digits.count == 3,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }),
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
    else {
      result.append(byte)
      continue
    }
    result.append(value)
    rest = rest.dropFirst(3)
  }
  return ByteString(result)
}
