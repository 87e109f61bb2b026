import Foundation
import Glibc
import Testing

extension RealAgents {
  /// What `--shell` prints: lines that are whole, or nothing.
  @Suite struct ShellLineTests {
    static let shells = [
      "sh": "/bin/dash", "bash": "/bin/bash", "zsh": "/usr/bin/zsh", "fish": "/usr/bin/fish",
    ]

    @Test(
      arguments: shells.keys.sorted(),
      [
        "run", "it's $(touch x)", "\"q\" `touch x` ; touch x #", "\\'$HOME\\\\", "ü 漢 \u{1F600}",
        "!!*?[a] {b,c} ~",
        "-n $'a' %s",
      ])
    func `a shell gets the very path, whatever is in its name`(shell: String, name: String) throws {
      try inScene { scene in
        let runtime = scene.root + "/" + name
        if !exists(runtime) { try make(runtime) }
        let program = try #require(Self.shells[shell])
        let variables = [
          "XDG_RUNTIME_DIR": runtime, "SSH_AGENT_PID": "1", "G": try scene.gotools(),
        ]
        let script =
          shell == "fish"
          ? "$G agent-fix --shell fish | source; printf '%s\\n' $SSH_AUTH_SOCK (set -q SSH_AGENT_PID; and echo set); env | grep -c '^SSH_AUTH_SOCK='"
          : "eval \"$(\"$G\" agent-fix --shell \(shell))\"; printf '%s\\n' \"$SSH_AUTH_SOCK\" ${SSH_AGENT_PID+set}; env | grep -c '^SSH_AUTH_SOCK='"
        let options = ["zsh": ["-f"], "fish": ["--no-config"]][shell] ?? []
        let ran = try scene.run(
          [program] + options + ["-c", script], with: variables.mapValues { $0 })
        #expect(ran.output == runtime + "/gotools/agent.sock\n1\n", "\(ran)")
        #expect(ran.status == 0 && ran.errors == "", "\(ran)")
        #expect(!exists(scene.home + "/x"))
        let answer = try scene.run(
          ["/usr/bin/ssh-add", "-l"], with: ["SSH_AUTH_SOCK": runtime + "/gotools/agent.sock"])
        #expect(answer.output.contains("no identities"), "\(answer)")
      }
    }

    @Test func `a runtime directory that is none is passed over`() throws {
      try inScene { scene in
        let file = scene.root + "/file"
        try write("", to: file)
        let fix = try scene.fix("--shell", "sh", with: ["XDG_RUNTIME_DIR": file])
        #expect(fix.status == 0 && fix.errors == "", "\(fix)")
        #expect(fix.output.contains(scene.home + "/.local/state/gotools/agent.sock"))
      }
    }

    @Test func `what lies in the place of the link stays, and keeps no shell from an agent`() throws
    {
      try inScene { scene in
        try make(scene.own)
        try write("", to: scene.link)
        for _ in 0..<2 {
          let fix = try scene.fix("--shell", "sh")
          #expect(fix.status == 0 && fix.errors.contains(scene.link), "\(fix)")
          #expect(fix.output.contains("'\(scene.started)'"))
        }
        #expect(exists(scene.link) && target(of: scene.link) == nil)
      }
    }

    @Test(arguments: [
      "full", "newline", "long", "nowhere", "relative", "no ssh-agent", "no descriptors",
      "open directory", "failing ssh-agent",
    ]) func `where something is in the way, nothing is printed and a sentence says what`(
      fault: String
    )
      throws
    {
      try inScene { scene in
        var variables: [String: String?] = [:]
        var target: String?
        var prefix: [String] = []
        switch fault {
        case "full": target = "/dev/full"
        case "newline":
          let directory = scene.root + "/a\nb"
          try make(directory)
          variables["XDG_RUNTIME_DIR"] = directory
        case "long":
          let directory = scene.root + "/" + String(repeating: "d", count: 100)
          try make(directory)
          variables["XDG_RUNTIME_DIR"] = directory
        case "nowhere":
          variables = ["XDG_RUNTIME_DIR": nil as String?, "HOME": nil as String?]
        case "relative": variables = ["XDG_RUNTIME_DIR": "run", "HOME": "home"]
        case "no ssh-agent": variables["PATH"] = scene.root
        case "no descriptors": prefix = ["/usr/bin/prlimit", "--nofile=4"]
        case "open directory":
          try make(scene.own, mode: 0o777)
          _ = try call("chmod") { unsafe chmod(scene.own, 0o777) }
        default:
          let bin = scene.root + "/bin"
          try make(bin)
          try write(
            "#!/bin/sh\necho 'export SSH_AUTH_SOCK=evil'\nexit 1\n", to: bin + "/ssh-agent",
            mode: 0o755)
          variables["PATH"] = bin + ":/usr/bin:/bin"
        }
        let help = try scene.fix("--help").output
        for shell in ["bash", "zsh", "fish", "sh"] {
          let fix = try scene.run(
            prefix + [scene.gotools(), "agent-fix", "--shell", shell], with: variables, to: target)
          #expect(fix.output == "", "\(fix)")
          #expect(fix.status != 0 && fix.errors.split(separator: "\n").count == 1, "\(fix)")
          #expect(!fix.errors.contains(where: { $0 == "\u{1B}" }))
          let isDocumented = help.split(separator: "\n").contains {
            $0.split(separator: " ").first == "\(fix.status)"
          }
          #expect(isDocumented, "status \(fix.status) is not in --help")
        }
      }
    }
  }
}
