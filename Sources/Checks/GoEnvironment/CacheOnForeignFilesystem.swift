internal import Formats
internal import Machines

extension Check<GoSurvey> {
  static var cacheOnForeignFilesystem: Check {
    Check(
      "GT126", "cache-on-foreign-filesystem", "Go keeps its caches on a network or Windows mount",
      severity: .warning,
      firesOn: Example(
        environment: ["HOME": "/home/u", "GOMODCACHE": "/mnt/c/gomod"], mounts: [.wsl2Drive]),
      silentOn: Example(
        environment: ["HOME": "/home/u", "GOMODCACHE": "/mnt/data/gomod"],
        mounts: [Mount(point: "/mnt/data", type: "ext4", source: "/dev/sdb1")]),
      words: Words(
        problem: """
          GOCACHE, GOMODCACHE or GOPATH is on a Windows drive, a 9p, NFS, CIFS or FUSE mount.
          """,
        breaks: """
          Every build opens thousands of small files there: builds take many times as long, and gopls starts slowly. Locks \
          may fail ("go: RLock …: Function not implemented"), and a home on a network full of caches fills quotas.
          """,
        remedy: """
          Keep them in a directory of your own on a disk of this machine: go env -w GOCACHE=DIRECTORY GOMODCACHE=DIRECTORY \
          (undo: go env -u GOCACHE GOMODCACHE). A variable that is exported wins over go env -w: change it where it is \
          exported. Modules are then downloaded once more.
          """,
        exceptions: """
          What the root file system is made of does not count, as in containers whose root is 9p or FUSE. The mount table \
          decides; nothing on the mount is touched.
          """)
    ) { survey in
      guard survey.mounts != nil else { return .unknown(noMountTable) }
      let found = survey.caches.compactMap { cache in
        cache.mount.flatMap { $0.isForeign && $0.isKnownSlow ? (cache: cache, mount: $0) : nil }
      }
      guard let (_, mount) = found.first else {
        // What the environment does not set, a file that was not read may.
        _ = try survey.settings.get()
        return .ok
      }
      // What lies in GOPATH by default moves with it.
      let movesAlong = found.contains {
        $0.cache.name == "GOPATH" && $0.cache.setting.source != .default
      }
      let causes = found.map(\.cache).filter { cache in
        !(movesAlong && cache.name == "GOMODCACHE" && cache.setting.source == .default)
      }
      let names = found.map { "\($0.cache.name) (“\($0.cache.path)”, \($0.cache.setting.place))" }
      return .finding(
        Finding(
          .warning,
          seen: "\(names.joined(separator: ", ")): on “\(mount.point)”, of type \(mount.type)",
          so: "builds and gopls take many times as long, and file locks may fail",
          because: found.map { $0.cache.setting.evidence(for: $0.cache.name) } + [mount.evidence],
          remedies: causes.map { cache in
            .edit(
              cache.setting.source == .environment
                ? "export \(cache.name) with a directory of your own on a disk of this machine, or not at all"
                : "make a directory of your own on a disk of this machine and set \(cache.name) to it with "
                  + "go env -w")
          }))
    }
  }
}

extension Mount {
  /// Whether it is of a kind that is slow for certain: an automount point, say, may turn out to be anything.
  fileprivate var isKnownSlow: Bool {
    slowTypes.contains(type) || type.hasPrefix("fuse.")
  }
}

private let slowTypes: [ByteString] = [
  "9p", "cifs", "drvfs", "fuse", "fuseblk", "nfs", "nfs4", "smb3", "smbfs", "virtiofs",
]
