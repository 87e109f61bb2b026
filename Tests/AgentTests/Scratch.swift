import Foundation
import Glibc

/// A new directory with a short name, since sockets have short paths; in the directory for temporary files where no
/// other is given.
func newDirectory(in directory: String? = nil) throws -> String {
  let top = directory ?? FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
  let path = top + "/gotools-" + String(UInt32.random(in: .min ... .max), radix: 36)
  try make(path)
  return path
}

func make(_ path: String, mode: Int = 0o700) throws {
  _ = try call("mkdir \(path)") { unsafe mkdir(path, 0o700) }
  _ = try call("chmod \(path)") { unsafe chmod(path, mode_t(mode)) }
}

/// Lets everybody look into a directory.
func open(_ path: String) throws {
  _ = try call("chmod \(path)") { unsafe chmod(path, 0o755) }
}

func write(_ text: String, to path: String, mode: Int = 0o600) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
  _ = try call("chmod \(path)") { unsafe chmod(path, mode_t(mode)) }
}

func exists(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0
}

func removeTree(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

/// An agent that behaves as its mode says, when it listens.
func fakeAgent(_ mode: String, at path: String, scratch: String) throws -> Program {
  let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fake_agent.py")
  let agent = try Program(
    ["/usr/bin/python3", script.path, path, mode], environment: [:], in: scratch, scratch: scratch)
  let start = ContinuousClock.now
  while agent.text != "ready\n" {
    guard agent.isRunning, ContinuousClock.now - start < .seconds(20) else {
      throw Trouble("fake_agent.py \(mode): \(agent.complaints)")
    }
    usleep(1000)
  }
  return agent
}

let isTestingAll = ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"
