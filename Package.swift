// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  // The program has one thread, so nothing is counted atomically; and types that are known here are not made anew at
  // every start. Together a ninth of what a shell start waits for.
  .unsafeFlags(
    ["-Xfrontend", "-assume-single-threaded", "-Xfrontend", "-prespecialize-generic-metadata"],
    .when(configuration: .release)),
]

// Static, stripped, functions of the same code folded into one, and without what static.ld names.
// Auto-linking misses FoundationEssentials' own libraries in a static executable.
let standalone: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-executable", "-use-ld=lld", "-Xlinker", "-s", "-Xlinker", "--icf=all", "-Xlinker",
      "--no-eh-frame-hdr", "-Xlinker", "\(Context.packageDirectory)/Sources/gotools/static.ld",
    ], .when(configuration: .release)),
  .linkedLibrary("_FoundationCShims", .when(configuration: .release)),
  .linkedLibrary("_FoundationCollections", .when(configuration: .release)),
  .linkedLibrary("swiftSynchronization", .when(configuration: .release)),
]

func module(_ name: String, uses: [Target.Dependency] = [], embeds: [Resource] = []) -> Target {
  .target(name: name, dependencies: uses, resources: embeds, swiftSettings: strict)
}

func tests(_ name: String, of uses: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: uses, exclude: exclude, swiftSettings: strict)
}

// Read top to bottom: a target may use only the targets above it.
let package = Package(
  name: "gotools",
  targets: [
    .target(name: "CLinux", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
    module("Syscalls", uses: ["CLinux"]),
    module("Formats"),
    module("Commands"),
    module("Snippets", embeds: [.embedInCode("shell")]),
    module("Machines", uses: ["Syscalls", "Formats"]),
    module("Changes", uses: ["Machines", "Formats"]),
    module("Checks", uses: ["Changes", "Machines", "Formats"]),
    module("Applets", uses: ["Checks", "Changes", "Commands", "Snippets", "Machines", "Formats"]),
    .executableTarget(
      name: "gotools", dependencies: ["Applets", "Commands", "Machines"], exclude: ["static.ld"],
      swiftSettings: strict, linkerSettings: standalone),

    .target(name: "Spawning", path: "Tests/Spawning", swiftSettings: strict),
    tests("SyscallsTests", of: ["Syscalls"]),
    tests("FormatsTests", of: ["Formats"]),
    tests("MachinesTests", of: ["Machines", "Formats"]),
    tests("ChangesTests", of: ["Changes", "Machines", "Formats", "Syscalls"]),
    tests("ChecksTests", of: ["Checks", "Machines", "Formats", "Syscalls"]),
    tests("CommandsTests", of: ["Commands"]),
    tests(
      "AppletsTests", of: ["Applets", "Checks", "Commands", "Snippets", "Machines", "Formats"]),
    tests("LayeringTests"),
    tests("ScriptTests", of: ["Spawning", "Applets", "Commands"], exclude: ["scripts"]),
    tests("ShellTests", of: ["Spawning"]),
    tests("OracleTests", of: ["Checks", "Changes", "Machines", "Formats"]),
    tests(
      "AgentTests", of: ["Spawning", "Machines", "Formats", "Syscalls"],
      exclude: ["fake_agent.py", "sshd_user.c"]),
  ],
  swiftLanguageModes: [.v6]
)
