import Formats
import Machines

/// A machine on which all is well, put together by chance: the same number always gives the same one.
struct GeneratedMachine {
  let number: Int
  /// What was chosen, by which a failing one is recognised.
  private(set) var choices: [String] = []
  var files: [ByteString: ExampleFile] = [:]
  var environment: [ByteString: ByteString] = [:]
  var mounts: [Mount] = []
  var directory: ByteString = "/"
  /// The directories of PATH.
  var path: [ByteString] = []
  /// The version of the first `go`, where that can be read without running it.
  private(set) var version: ByteString?
  private(set) var home: ByteString = "/home/u"
  private var user: UInt32 = 1000
  private var hasGo = true
  private var dice: Dice

  init(number: Int) {
    self.number = number
    dice = Dice(state: 1_000_003 &* UInt64(number) &+ 2026)
    chooseUser()
    chooseSystem()
    chooseHost()
    chooseSettings()
    chooseDirectory()
  }

  var machine: Machine {
    var machine = Machine.example(
      files, environment: environment.merging(["PATH": joined(path)]) { $1 }, mounts: mounts,
      in: directory)
    machine.user = user
    return machine
  }

  /// Everything there is to know about it.
  var report: String {
    var text = "machine \(number): \(choices.joined(separator: ", "))\n"
    text += "  PATH=\(joined(path))\n"
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      text += "  \(name)=\(value)\n"
    }
    for mount in mounts { text += "  mount \(mount.point) \(mount.type) \(mount.source)\n" }
    for (path, file) in files.sorted(by: { $0.key < $1.key }) { text += "  \(path): \(file)\n" }
    return text + "  standing in \(directory)\n"
  }

  private mutating func choose(_ name: String) { choices.append(name) }

  private mutating func chooseUser() {
    if dice.happens(1, of: 4) {
      choose("root")
      user = 0
      home = "/root"
    }
    files[home] = .directory(mode: 0o750)
    environment["HOME"] = home
    environment["SHELL"] = dice.pick(["/bin/bash", "/usr/bin/zsh", "/usr/bin/fish", "/bin/sh"])
  }
}

extension GeneratedMachine {
  /// The distribution, and how Go came onto it.
  private mutating func chooseSystem() {
    let systems: [(String, (inout GeneratedMachine) -> Void)] = [
      ("Debian", { $0.makeDebian() }), ("Ubuntu", { $0.makeDebian() }),
      ("Fedora", { $0.makeFedora() }), ("Arch", { $0.makeArch() }), ("Alpine", { $0.makeAlpine() }),
      ("NixOS", { $0.makeNix() }), ("openSUSE", { $0.makeSuse() }),
      ("golang image", { $0.makeImage() }), ("distroless", { $0.makeDistroless() }),
    ]
    let (name, make) = dice.pick(systems)
    choose(name)
    make(&self)
  }

  private mutating func makeMerged() {
    path = [
      "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ]
    files["/bin"] = .link("usr/bin")
    files["/sbin"] = .link("usr/sbin")
    for directory: ByteString in ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin"] {
      files[directory] = .directory()
    }
  }

  private mutating func makeDebian() {
    makeMerged()
    files["/usr/local/bin"] = .directory(mode: 0o2775)
    if user != 0 {
      path = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/games", "/usr/games"]
    }
    addGo { machine in
      let version: ByteString = machine.dice.pick(["go1.19.8", "go1.22.2", "go1.24.4"])
      let tree: ByteString = "/usr/lib/go-1." + version.split(on: 0x2E)[1]
      machine.files["/usr/bin/go"] = .link(".." + ByteString(tree.bytes.dropFirst(4)) + "/bin/go")
      machine.addTree(tree, version)
      machine.version = version
    }
  }

  private mutating func makeFedora() {
    makeMerged()
    addGo { machine in
      machine.files["/usr/bin/go"] = .link("/etc/alternatives/go")
      machine.files["/etc/alternatives/go"] = .link("/usr/lib/golang/bin/go")
      machine.addTree("/usr/lib/golang", "go1.26.1", policy: "local")
      machine.version = "go1.26.1"
    }
  }

  private mutating func makeArch() {
    makeMerged()
    files["/usr/sbin"] = .link("bin")
    path = ["/usr/local/sbin", "/usr/local/bin", "/usr/bin"]
    addGo { machine in
      machine.files["/usr/bin/go"] = .link("../lib/go/bin/go")
      machine.addTree("/usr/lib/go", "go1.27.3")
      machine.version = "go1.27.3"
    }
  }

  private mutating func makeAlpine() {
    path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    for directory in path { files[directory] = .directory() }
    addGo { machine in
      machine.files["/usr/bin/go"] = .link("/usr/lib/go/bin/go")
      machine.addTree("/usr/lib/go", "go1.25.7")
      machine.version = "go1.25.7"
    }
  }

  private mutating func makeSuse() {
    makeMerged()
    path = [home + "/bin", "/usr/local/bin", "/usr/bin", "/bin"]
    addGo { machine in
      machine.files["/usr/bin/go"] = .link("/etc/alternatives/go")
      machine.files["/etc/alternatives/go"] = .link("/usr/lib64/go/1.26/bin/go")
      machine.addTree("/usr/lib64/go/1.26", "go1.26.2")
      machine.version = "go1.26.2"
    }
  }

  private mutating func makeNix() {
    path = [
      "/run/wrappers/bin", home + "/.nix-profile/bin", "/etc/profiles/per-user/u/bin",
      "/run/current-system/sw/bin",
    ]
    let package: ByteString = "/nix/store/abc-go-1.27.3"
    let profile: ByteString =
      dice.pick([home + "/.nix-profile", "/run/current-system/sw"]) + "/bin/go"
    files[profile] = .link(package + "/bin/go")
    files[package + "/bin/go"] = .link("../share/go/bin/go")
    files["/nix/store"] = .directory(mode: 0o1775)
    addTree(package + "/share/go", "go1.27.3")
    version = "go1.27.3"
  }

  private mutating func makeImage() {
    makeMerged()
    makeContainer()
    user = 0
    home = "/root"
    files["/root"] = .directory(mode: 0o700)
    environment["HOME"] = home
    environment.merge(["GOPATH": "/go", "GOLANG_VERSION": "1.27.3", "GOTOOLCHAIN": "local"]) { $1 }
    for directory: ByteString in ["/go", "/go/bin", "/go/src"] {
      files[directory] = .directory(mode: 0o1777)
    }
    path = ["/go/bin", "/usr/local/go/bin"] + path
    addTree("/usr/local/go", "go1.27.3")
    version = "go1.27.3"
  }

  private mutating func makeDistroless() {
    makeContainer()
    path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    if dice.happens(1, of: 2) { environment["HOME"] = nil }
    files["/app"] = .file("\u{7F}ELF", mode: 0o755)
    hasGo = false
  }

  private mutating func makeContainer() {
    mounts.append(
      Mount(
        point: "/", type: dice.pick(["overlay", "overlay", "fuse.fuse-overlayfs"]),
        source: "overlay"))
    mounts.append(Mount(point: "/etc/hosts", type: "ext4", source: "/dev/sda1"))
    files["/.dockerenv"] = ""
  }
}

extension GeneratedMachine {
  /// Installs Go, by the distribution's `package` or past it.
  private mutating func addGo(_ package: (inout GeneratedMachine) -> Void) {
    let ways: [(String, (inout GeneratedMachine) -> Void)] = [
      ("tarball", { $0.addTarball() }), ("snap", { $0.addSnap() }),
      ("Homebrew", { $0.addHomebrew() }), ("golang.org/dl", { $0.addWrapper() }),
      ("shims", { $0.addShims() }), ("~/sdk", { $0.addSdk() }), ("several", { $0.addSeveral() }),
      ("nix profile", { $0.addNixProfile() }), ("tarball behind", { $0.addTarballBehind() }),
    ]
    if dice.happens(1, of: 3) {
      choose("package")
      return package(&self)
    }
    let (name, add) = dice.pick(ways)
    choose(name)
    add(&self)
  }

  private mutating func addTree(
    _ tree: ByteString, _ version: ByteString, policy: ByteString = "auto"
  ) {
    files[tree + "/bin/go"] = .goCommand(version)
    files[tree + "/VERSION"] = .file(
      version + dice.pick(["", "\n", "\ntime 2026-11-01T00:00:00Z\n"]))
    files[tree + "/pkg/tool/linux_amd64"] = .directory()
    guard let known = GoVersion(builtWith: version), let first = GoVersion("1.21"), first < known
    else { return }
    files[tree + "/go.env"] = .file(
      "# defaults\n\nGOPROXY=https://proxy,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=" + policy
        + "\n")
  }

  private mutating func addTarball() {
    path.insert("/usr/local/go/bin", at: 0)
    version = dice.pick(["go1.27.3", "go1.27.3", "go1.21.13", "go1.28rc1"])
    addTree("/usr/local/go", version ?? "")
  }

  private mutating func addTarballBehind() {
    path += ["/usr/local/go/bin", home + "/go/bin"]
    version = "go1.27.3"
    addTree("/usr/local/go", "go1.27.3")
  }

  private mutating func addSnap() {
    path.append("/snap/bin")
    files["/snap/bin/go"] = .link("/usr/bin/snap")
    files["/usr/bin/snap"] = .file("\u{7F}ELF", mode: 0o755)
  }

  private mutating func addHomebrew() {
    let prefix: ByteString = "/home/linuxbrew/.linuxbrew"
    path = [prefix + "/bin", prefix + "/sbin"] + path
    files[prefix + "/bin/go"] = .link("../Cellar/go/1.27.3/bin/go")
    files[prefix + "/Cellar/go/1.27.3/bin/go"] = .link("../libexec/bin/go")
    addTree(prefix + "/Cellar/go/1.27.3/libexec", "go1.27.3")
    version = "go1.27.3"
  }

  private mutating func addWrapper() {
    addTarball()
    files[home + "/go/bin/go1.20.14"] = .goCommand("go1.20.14")
    addTree(home + "/sdk/go1.20.14", "go1.20.14")
    path.append(home + "/go/bin")
  }

  private mutating func addShims() {
    let shims = home + dice.pick(["/.asdf/shims", "/.local/share/mise/shims", "/.goenv/shims"])
    path.insert(shims, at: 0)
    files[shims + "/go"] = .file("#!/bin/sh\nexec \"$0-real\" \"$@\"\n", mode: 0o755)
    if dice.happens(1, of: 2) {
      path.append("/usr/local/go/bin")
      addTree("/usr/local/go", "go1.27.3")
    }
    if dice.happens(1, of: 3) {
      let tree = home + "/.versions/1.26.1"
      addTree(tree, "go1.26.1")
      environment["GOROOT"] = tree
    }
  }

  private mutating func addSdk() {
    path.insert(home + "/sdk/go1.26.4/bin", at: 0)
    addTree(home + "/sdk/go1.26.4", "go1.26.4")
    version = "go1.26.4"
  }

  private mutating func addSeveral() {
    addTarball()
    files["/usr/bin/go"] = .link("../lib/go-1.19/bin/go")
    addTree("/usr/lib/go-1.19", "go1.19.8")
  }

  private mutating func addNixProfile() {
    path.insert(home + "/.nix-profile/bin", at: 0)
    files[home + "/.nix-profile"] = .link("/nix/var/nix/profiles/per-user/u/profile")
    files["/nix/var/nix/profiles/per-user/u/profile/bin/go"] = .link(
      "/nix/store/abc-go-1.26.3/share/go/bin/go")
    addTree("/nix/store/abc-go-1.26.3/share/go", "go1.26.3")
    version = "go1.26.3"
  }
}

extension GeneratedMachine {
  /// A machine of its own, a container or WSL, with further disks.
  private mutating func chooseHost() {
    files["/tmp"] = .directory(mode: 0o1777)
    if mounts.isEmpty, dice.happens(1, of: 2) {
      let hosts: [(String, (inout GeneratedMachine) -> Void)] = [
        ("container", { $0.makeContainer() }),
        ("Docker in WSL2", { $0.makeDockerInWsl() }),
        ("WSL1", { $0.makeWsl(.drvfs) }), ("WSL2", { $0.makeWsl(.plan9) }),
        ("WSL2 with virtio9p", { $0.makeWsl(.virtio9p) }),
        ("WSL2 with virtiofs", { $0.makeWsl(.virtiofs) }),
      ]
      let (name, make) = dice.pick(hosts)
      choose(name)
      make(&self)
    }
    if dice.happens(1, of: 3) {
      mounts.append(Mount(point: "/mnt/data", type: "ext4", source: "/dev/sdb1"))
    }
    if dice.happens(1, of: 4) {
      mounts.append(Mount(point: "/tmp", type: "tmpfs", options: "rw,nosuid,nodev"))
    }
    if dice.happens(1, of: 5) {
      mounts.append(Mount(point: "/srv/nas", type: "nfs4", source: "nas:/export"))
    }
  }

  private enum Drive { case drvfs, plan9, virtio9p, virtiofs }

  private mutating func makeWsl(_ drive: Drive) {
    let point: ByteString = dice.pick(["/mnt/c", "/c", "/windir/c"])
    let name: ByteString = "aname=drvfs;path=C:\\134;uid=1000;gid=1000;symlinkroot=/mnt/"
    let mount =
      switch drive {
      case .drvfs:
        Mount(point: point, type: "drvfs", source: "C:", options: "rw,noatime,uid=1000,case=off")
      case .plan9:
        Mount(
          point: point, type: "9p", source: "C:\\134",
          options: "rw,noatime," + name + ",cache=5,access=client,msize=65536,trans=fd,rfd=6,wfd=6")
      case .virtio9p:
        Mount(
          point: point, type: "9p", source: "drvfs",
          options: "rw,dirsync," + name + ",mmap,access=client,msize=262144,trans=virtio")
      case .virtiofs:
        Mount(point: point, type: "virtiofs", source: "drvfsC0", options: "rw,noatime")
      }
    mounts.append(mount)
    mounts.append(Mount(point: "/mnt/wslg", type: "tmpfs"))
    files["/proc/sys/kernel/osrelease"] =
      drive == .drvfs ? "4.4.0-19041-Microsoft\n" : "6.6.114.1-microsoft-standard-WSL2\n"
    files["/run/WSL"] = .directory(mode: 0o777)
    files[point + "/Users/u"] = .directory(mode: 0o777)
    files[point + "/Program Files/Go/bin/go.exe"] = .file("MZ", mode: 0o777)
    environment.merge(["WSL_DISTRO_NAME": "Debian", "WSL_INTEROP": "/run/WSL/8_interop"]) { $1 }
    if dice.happens(1, of: 4) {
      choose("sub-mount of a drive")
      mounts.append(Mount(point: point + "/ram", type: "tmpfs"))
    }
    // Without it: appendWindowsPath=false.
    guard dice.happens(3, of: 4) else { return }
    choose("Windows PATH")
    path += [
      "/usr/lib/wsl/lib", point + "/Program Files/Eclipse Adoptium/bin",
      point + "/windows/system32",
      point + "/windows", point + "/windows/System32/WindowsPowerShell/v1.0/",
      point + "/Program Files (x86)/Go/bin", point + "/Users/u/go/bin", "/snap/bin",
    ]
  }

  private mutating func makeDockerInWsl() {
    makeContainer()
    files["/proc/sys/kernel/osrelease"] = "5.15.167.4-microsoft-standard-WSL2\n"
    mounts.append(Mount(point: "/workspace", type: "ext4", source: "/dev/sdc"))
  }
}

extension GeneratedMachine {
  /// What is set, in the environment or in the go/env file.
  private mutating func chooseSettings() {
    var settings: [(ByteString, ByteString)] = [
      ("GOPROXY", "https://goproxy.cn,direct"), ("GOPROXY", ""), ("GOPRIVATE", "github.com/corp/*"),
      ("GOFLAGS", "-mod=readonly '-ldflags=-s -w'"), ("GOFLAGS", "-trimpath"), ("GOWORK", "off"),
      ("GOENV", "off"), ("GOMAXPROCS", "4"), ("GOTOOLCHAIN", "local"), ("GOTOOLCHAIN", "path"),
      ("GO111MODULE", "on"), ("GO111MODULE", "auto"), ("CGO_ENABLED", "0"), ("GOOS", "linux"),
      ("GOARCH", "amd64"), ("GOSUMDB", "sum.golang.google.cn"), ("GOROOT", ""), ("GOTMPDIR", ""),
      ("GOCACHE", "/mnt/data/cache"), ("TMPDIR", home + "/tmp"), ("GOTMPDIR", home + "/tmp"),
      ("XDG_CONFIG_HOME", home + "/.config"), ("XDG_CACHE_HOME", home + "/cache"),
      ("GOBIN", home + "/bin"),
    ]
    // It knows no quotation marks.
    if version == "go1.19.8" { settings.removeAll { $0.1.contains(UInt8(ascii: "'")) } }
    if environment["GOPATH"] == nil {
      settings.append(("GOPATH", home + "/go:" + home + "/more"))
    }
    for (name, value) in settings where dice.happens(1, of: 8) {
      choose("\(name)=\(value)")
      environment[name] = value
    }
    files[home + "/tmp"] = .directory(mode: 0o700)
    if dice.happens(1, of: 5) {
      choose("cgo")
      environment["CGO_ENABLED"] = "1"
      environment["CC"] = dice.pick(["gcc", "/opt/cc/bin/gcc", "\"gcc\" -pipe"])
      files["/opt/cc/bin/gcc"] = .file("", mode: 0o755)
      files["/usr/bin/gcc"] = .file("", mode: 0o755)
      if !path.contains("/usr/bin") { path.append("/usr/bin") }
    }
    if dice.happens(1, of: 4) {
      choose("go/env file")
      files[home + "/.config/go/env"] = .file(
        dice.pick([
          "GOPROXY=https://goproxy.cn,direct\n", "GOPRIVATE=git.corp/*\nGOFLAGS=-mod=readonly\n",
          "GOBIN=" + home + "/bin\n", "",
        ]))
    }
    chooseRoot()
  }

  /// GOROOT that says what go knows already: its own tree, with a slash or through a link.
  private mutating func chooseRoot() {
    guard files["/usr/local/go/VERSION"] != nil, version != nil, path.contains("/usr/local/go/bin"),
      environment["GOROOT"] == nil, dice.happens(1, of: 6)
    else { return }
    choose("GOROOT")
    files["/opt/go"] = .link("/usr/local/go")
    environment["GOROOT"] = dice.pick(["/usr/local/go", "/usr/local/go/", "/opt/go"])
  }

  private mutating func chooseDirectory() {
    var places: [(String, ByteString)] = [("home", home), ("root directory", "/")]
    for mount in mounts where mount.isWindowsDrive {
      places.append(("Windows drive", mount.point + "/Users/u"))
    }
    if hasGo {
      let disk = mounts.first { ["/mnt/data", "/workspace"].contains($0.point) }?.point
      let memory = mounts.first { $0.point.hasSuffix("/ram") }?.point
      for base in [home + "/src", disk, memory].compactMap({ $0 }) {
        places += [
          ("module", base + "/app"), ("vendor", base + "/app"), ("workspace", base + "/all/app"),
        ]
      }
    }
    let (kind, place) = dice.pick(places)
    choose(kind)
    directory = place + (kind == "module" && dice.happens(1, of: 3) ? "/internal/x" : "")
    files[directory] = .directory()
    guard ["module", "vendor", "workspace"].contains(kind) else { return }
    let lines = lines()
    files[place + "/go.mod"] = .file("module app\n\n" + lines)
    if kind == "vendor" { files[place + "/vendor/modules.txt"] = "# a v1.0.0\n## explicit\n" }
    if kind == "workspace" { files[place.parent + "/go.work"] = .file(lines + "use ./app\n") }
  }

  /// Go and toolchain lines that the first `go` is content with.
  private mutating func lines() -> ByteString {
    let version = version.flatMap { GoVersion(builtWith: $0) }
    var lines: [ByteString] = ["", "go 1.17\n", "go 1.19 // as ever\n"]
    if let first = GoVersion("1.21"), first < version ?? first {
      lines += ["go 1.21.0\n", "go 1.20\n\ntoolchain go1.21.1\n", "go 1.21\ntoolchain default\n"]
      let policy = environment["GOTOOLCHAIN"]
      let mayFetch =
        (policy ?? "").isEmpty && files["/usr/lib/golang/go.env"] == nil
      // It may be fetched.
      if mayFetch { lines += ["go 1.99.0\n", "go 1.21.0\ntoolchain go1.99.1\n"] }
    }
    return dice.pick(lines)
  }
}

private func joined(_ entries: [ByteString]) -> ByteString {
  ByteString(Array(entries.map(\.bytes).joined(separator: [UInt8(ascii: ":")])))
}

/// Numbers that look random: splitmix64.
private struct Dice {
  var state: UInt64

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func happens(_ times: UInt64, of all: UInt64) -> Bool { next() % all < times }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }
}
