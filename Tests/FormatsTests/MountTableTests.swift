import Formats
import Testing

@Suite struct MountTableTests {
  /// Lines of real machines: what is mounted, whether by Windows, whether to be kept away from.
  static let fixtures: [(line: String, type: ByteString, isWindows: Bool, isRemote: Bool)] = [
    (
      #"30 0 8:32 / / rw,relatime - ext4 /dev/sdc rw,discard,errors=remount-ro"#,
      "ext4", false, false
    ),
    // WSL 1
    (
      #"40 30 0:21 / /mnt/c rw,noatime - drvfs C: rw,uid=1000,gid=1000,case=off"#,
      "drvfs", true, false
    ),
    // WSL 2
    (
      #"98 66 0:64 / /mnt/c rw,dirsync,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\;uid=1000;gid=1000;symlinkroot=/mnt/,mmap,access=client,msize=65536,trans=fd,rfd=8,wfd=8"#,
      "9p", true, false
    ),
    (
      #"98 66 0:64 / /mnt/c rw,noatime - 9p C:\134 rw,aname=drvfs;path=C:\;uid=1000;gid=1000;metadata;symlinkroot=/mnt/,cache=5,access=client,msize=65536,trans=fd,rfd=6,wfd=6"#,
      "9p", true, false
    ),
    (
      #"98 66 0:64 / /mnt/c rw,noatime - 9p C:\134 rw,aname=drvfs;path=C:\134;uid=1000,cache=0x5,access=client,trans=fd"#,
      "9p", true, false
    ),
    (
      #"98 66 0:64 / /mnt/c rw,noatime,dirsync - 9p drvfs rw,aname=drvfs;path=C:\;uid=1000;gid=1000;symlinkroot=/mnt/,mmap,access=client,msize=262144,trans=virtio"#,
      "9p", true, false
    ),
    (
      #"98 66 0:64 / /mnt/c rw,noatime - 9p drvfsa rw,aname=drvfs;path=C:\,trans=virtio"#,
      "9p", true, false
    ),
    (#"99 66 0:65 / /mnt/c rw,noatime - virtiofs drvfsC0 rw"#, "virtiofs", true, false),
    (#"99 66 0:65 / /mnt/c rw,noatime - virtiofs drvfsaC rw"#, "virtiofs", true, false),
    (
      #"99 66 0:65 /0f8fad5b-d9cb-469f-a165-70867728950e /mnt/c rw,relatime - virtiofs drvfs rw"#,
      "virtiofs", true, false
    ),
    // A disk that `wsl --mount` attached
    (#"70 66 8:49 / /mnt/wsl/disk rw,relatime - ext4 /dev/sdd1 rw"#, "ext4", false, false),
    (
      #"71 66 0:50 / /mnt/wslg rw,relatime shared:5 - tmpfs none rw,size=4k"#, "tmpfs", false, false
    ),
    // Virtual machines and containers
    (
      #"50 30 0:40 / /mnt/share rw,relatime - 9p hostshare rw,access=client,msize=512000,trans=virtio"#,
      "9p", false, true
    ),
    (
      #"51 30 0:41 / /mnt/net9p rw - 9p 10.0.0.1 rw,aname=/srv/drvfs,access=any,trans=tcp,port=564"#,
      "9p", false, true
    ),
    (#"52 30 0:42 / /mnt/vfs rw,relatime - virtiofs mount0 rw"#, "virtiofs", false, true),
    (
      #"53 30 0:43 / /data rw - fuse.grpcfuse grpcfuse rw,user_id=0,group_id=0,allow_other"#,
      "fuse.grpcfuse", false, true
    ),
    (
      #"54 30 0:44 /Users /Users rw - fakeowner /run/host_mark/Users rw,fakeowner"#,
      "fakeowner", false, true
    ),
    (
      #"55 30 0:45 / /home rw,relatime shared:9 master:1 - nfs4 nas:/export rw,vers=4.2,addr=10.0.0.2"#,
      "nfs4", false, true
    ),
    (#"56 30 0:46 / /mnt/s rw - cifs //nas/share rw,vers=3.1.1"#, "cifs", false, true),
    (#"57 30 0:47 / /mnt/ssh rw - fuse.sshfs me@host:/ rw"#, "fuse.sshfs", false, true),
    (
      #"58 30 0:48 / /auto rw,relatime - autofs /etc/auto.nfs rw,fd=7,timeout=300,indirect"#,
      "autofs", false, true
    ),
    (
      #"59 30 0:49 / / rw - overlay overlay rw,lowerdir=/a:/b,upperdir=/c"#, "overlay", false, false
    ),
    (#"60 30 0:50 / /proc rw,nosuid - proc proc rw"#, "proc", false, false),
    (#"61 30 0:51 / /srv rw - btrfs /dev/sdb rw,subvol=/@drvfs"#, "btrfs", false, false),
  ]

  @Test(arguments: fixtures) func `a mount of a real machine is told apart`(
    line: String, type: ByteString, isWindows: Bool, isRemote: Bool
  ) throws {
    let table = MountTable(parsing: Array((line + "\n").utf8))
    let mount = try #require(table.mounts.first)
    #expect(table.mounts.count == 1)
    #expect(mount.type == type)
    #expect(mount.isWindowsDrive == isWindows)
    #expect(mount.isRemote == isRemote)
  }

  @Test func `a line is read field by field`() throws {
    let line =
      #"36 35 98:0 /mnt1 /mnt\0402 rw,noatime master:1 shared:2 - ext3 /dev/a\134b rw,errors=c"#
    let mount = try #require(MountTable(parsing: Array(line.utf8)).mounts.first)
    #expect(
      mount
        == Mount(
          point: "/mnt 2", type: "ext3", source: #"/dev/a\b"#, options: "rw,noatime,rw,errors=c"))
  }

  @Test func `a source without a name is empty`() throws {
    let line = "36 35 0:40 / /mnt rw - 9p  rw,aname=drvfs;path=C:"
    let mount = try #require(MountTable(parsing: Array(line.utf8)).mounts.first)
    #expect(
      mount == Mount(point: "/mnt", type: "9p", source: "", options: "rw,rw,aname=drvfs;path=C:"))
    #expect(mount.isWindowsDrive)
  }

  @Test(
    arguments: [
      (#"/a\040b"#, "/a b"), (#"/a\011b"#, "/a\tb"), (#"/a\012b"#, "/a\nb"),
      (#"/a\134b"#, #"/a\b"#),
      (#"/\134040"#, #"/\040"#), (#"/a\04"#, #"/a\04"#), (#"/a\"#, #"/a\"#),
      (#"/a\999"#, #"/a\999"#),
      (#"/a\777"#, #"/a\777"#), (#"/a\+12"#, #"/a\+12"#), (#"/a\-00"#, #"/a\-00"#),
      (#"/\303\244"#, "/\u{e4}"), (#"/\040\040"#, "/  "), (#"/\\040"#, #"/\ "#),
    ] as [(String, ByteString)])
  func `octal escapes of a mount point are undone`(escaped: String, point: ByteString) {
    let text = "36 35 98:0 / \(escaped) rw - ext4 /dev/sda rw\n"
    #expect(MountTable(parsing: Array(text.utf8)).mounts.map(\.point) == [point])
  }

  @Test(arguments: [
    "", "\n\n", "x", "36 35 98:0 / /a rw", "36 35 98:0 / /a rw -", "36 35 98:0 / /a rw - ext4",
    "36 35 98:0 / /a rw master:1 ext4 /dev/sda rw", "36 35 98:0 / /a - ext4 /dev/sda rw",
    "- - - - - - -", "36 35 98:0 / /a rw shared:1",
  ]) func `a line that is none is passed over`(line: String) {
    let good = "30 0 8:32 / / rw - ext4 /dev/sdc rw"
    let table = MountTable(parsing: Array("\(line)\n\(good)\n\(line)".utf8))
    #expect(table.mounts == [Mount(point: "/", type: "ext4", source: "/dev/sdc", options: "rw,rw")])
  }

  @Test func `a line may lack the file system's own options`() {
    let table = MountTable(parsing: Array("30 0 8:32 / / ro - ext4 /dev/sdc".utf8))
    #expect(table.mounts.map(\.options) == ["ro"])
  }

  @Test(
    arguments: [
      ("/", "ext4"), ("/etc/passwd", "ext4"), ("/mnt", "ext4"), ("/mnt/c", "9p"),
      ("/mnt/c/x", "9p"),
      ("/mnt/cd", "ext4"), ("/mnt/c/tmp", "tmpfs"), ("/mnt/c/tmp/x", "tmpfs"),
      ("/mnt/c/tmpfile", "9p"), ("/home/me", "nfs4"), ("/home", "nfs4"), ("/homes", "ext4"),
    ] as [(ByteString, ByteString)])
  func `the longest mount point above a path holds it`(path: ByteString, type: ByteString) {
    let table = MountTable([
      Mount(point: "/", type: "ext4"), Mount(point: "/mnt/c/tmp", type: "tmpfs"),
      Mount(point: "/mnt/c", type: "9p"), Mount(point: "/home", type: "xfs"),
      Mount(point: "/home", type: "nfs4"),
    ])
    #expect(table.mount(of: path)?.type == type)
  }

  @Test func `without a root mount a path may belong to none`() {
    let table = MountTable([Mount(point: "/mnt", type: "ext4")])
    #expect(table.mount(of: "/etc") == nil)
    #expect(table.mount(of: "relative") == nil)
    #expect(MountTable([]).mount(of: "/") == nil)
  }

  @Test func `ten thousand mounts are read and searched in no time`() {
    let lines = (0..<10_000).map { "\($0) 1 0:\($0) / /mnt/\($0) rw - tmpfs none rw\n" }
    let table = MountTable(parsing: Array(lines.joined().utf8))
    #expect(table.mounts.count == 10_000)
    #expect(table.mount(of: "/mnt/9999/x")?.point == "/mnt/9999")
  }

  @Test func `damaged tables are read without harm`() {
    var generator = GoFuzzer(seed: 3)
    let text = Array(Self.fixtures.map(\.line).joined(separator: "\n").utf8)
    for _ in 0..<2_000 {
      var bytes = Array(text.prefix(Int.random(in: 0...text.count, using: &generator)))
      for _ in 0..<Int.random(in: 0...20, using: &generator) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      let table = MountTable(parsing: bytes)
      let lines = bytes.split(separator: UInt8(ascii: "\n")).count
      #expect(table.mounts.count <= lines)
      for mount in table.mounts { _ = mount.isRemote || mount.isWindowsDrive }
    }
  }

  @Test(
    arguments: [
      ("rw,noexec", true), ("noexec", true), ("rw,nosuid,noexec,relatime", true), ("rw", false),
      ("rw,noexecs", false), ("rw,xnoexec", false), ("", false),
    ] as [(ByteString, Bool)])
  func `a mount without programs says so among its own options`(options: ByteString, expected: Bool)
  {
    #expect(Mount(point: "/tmp", type: "tmpfs", options: options).isNoexec == expected)
    let line = "36 35 98:0 / /tmp rw - overlay none rw,lowerdir=/a,noexec/b" as ByteString
    #expect(MountTable(parsing: line.bytes).mounts.map(\.isNoexec) == [false])
  }
}
