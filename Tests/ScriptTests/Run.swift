import Foundation

/// One script under way: its directory, its variables and what the last program did.
struct Run {
  let work: URL
  var deadline = Duration.seconds(20)
  var limit = 8 << 20
  private(set) var last: Execution?
  private var environment: [String: String]
  private var directory: URL
  private var input: URL?

  /// Lays out the script's files, and links of these names to `gotools`, in a new directory.
  init(_ script: Script, gotools: URL, names: [String]) throws {
    work = try newDirectory()
    directory = work
    environment = [
      "PATH": work.path + "/bin:/usr/bin:/bin", "HOME": work.path + "/home",
      "TMPDIR": work.path + "/tmp", "LC_ALL": "C.UTF-8",
    ]
    do {
      for name in ["bin", "home", "tmp"] {
        try FileManager.default.createDirectory(
          at: work.appending(path: name), withIntermediateDirectories: true)
      }
      for file in script.files {
        let url = work.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: url)
      }
      for name in names {
        try FileManager.default.createSymbolicLink(
          at: work.appending(path: "bin/\(name)"), withDestinationURL: gotools)
      }
    } catch {
      removeTree(work)
      throw error
    }
  }

  /// Removes the script's directory, whatever permissions the script has left there.
  func remove() {
    removeTree(work)
  }

  /// Performs one line, and throws what is wrong with it.
  mutating func perform(_ line: Line) throws(Mistake) {
    do {
      try performing(line)
    } catch let mistake as Mistake {
      throw mistake
    } catch {
      throw Mistake(line: line.number, "\(error)")
    }
  }

  private mutating func performing(_ line: Line) throws {
    let words = try line.words.map { try $0.spelled(value(of:)) }
    switch line.verb {
    case .exec: try execute(words, expecting: line.expectation)
    case .status: try checkStatus(words[0])
    case .stdout: try match(line, in: try lastExecution().stdout, named: "stdout")
    case .stderr: try match(line, in: try lastExecution().stderr, named: "stderr")
    case .grep: try match(line, in: try content(of: words[1]), named: words[1])
    case .cmp: try compare(words[0], words[1], expecting: line.expectation)
    case .exists:
      for word in words where isThere(word) != (line.expectation == .success) {
        throw Complaint(isThere(word) ? "“\(word)” is there" : "“\(word)” is not there")
      }
    case .stdin: input = try readable(words[0])
    case .env: try setVariables(words)
    case .cd:
      let target = url(words[0])
      // Only a directory has something behind a slash.
      if !FileManager.default.fileExists(atPath: target.path + "/.") {
        throw Complaint("“\(words[0])” is no directory")
      }
      directory = target
    case .mkdir:
      for word in words {
        try FileManager.default.createDirectory(
          at: try own(word), withIntermediateDirectories: true)
      }
    case .chmod:
      guard let mode = Int(words[0], radix: 8), (0...0o7777).contains(mode) else {
        throw Complaint("“\(words[0])” is no octal mode")
      }
      for word in words.dropFirst() {
        try FileManager.default.setAttributes(
          [.posixPermissions: mode], ofItemAtPath: try own(word).path)
      }
    case .symlink:
      if words[1] != "->" { throw Complaint("“symlink” is written: \(Verb.symlink.usage)") }
      try FileManager.default.createSymbolicLink(
        atPath: try own(words[0]).path, withDestinationPath: words[2])
    }
  }

  private mutating func execute(_ words: [String], expecting: Line.Expectation) throws {
    // Nothing of an earlier program may pass for this one's.
    last = nil
    let invocation = Invocation(
      path: try program(words[0]), arguments: Array(words.dropFirst()), environment: environment,
      directory: directory.path, input: input?.path ?? "/dev/null", deadline: deadline,
      limit: limit)
    input = nil
    let execution = try invocation.run(scratch: work.path)
    last = execution
    if let trouble = execution.trouble { throw Complaint(trouble) }
    switch expecting {
    case .either: return
    case _ where execution.isKilled: throw Complaint("it died of signal \(execution.status - 128)")
    case .success where execution.status != 0:
      throw Complaint("it ended with status \(execution.status)")
    case .failure where execution.status == 0: throw Complaint("it ended with status 0")
    default: return
    }
  }

  private func checkStatus(_ word: String) throws {
    guard let wanted = Int32(word), (0...255).contains(wanted) else {
      throw Complaint("“\(word)” is no exit status")
    }
    let status = try lastExecution().status
    if status != wanted { throw Complaint("it ended with status \(status)") }
  }

  private func match(_ line: Line, in bytes: [UInt8], named name: String) throws {
    let pattern = try line.words[0].spelled { name in escaped(try value(of: name)) }
    let text = String(decoding: bytes, as: UTF8.self)
    let isMatch = text.contains(try expression(pattern, at: line.number))
    if isMatch == (line.expectation == .success) { return }
    throw Complaint("\(name) has \(isMatch ? "a" : "no") match for “\(pattern)”")
  }

  private func compare(_ left: String, _ right: String, expecting: Line.Expectation) throws {
    let (got, wanted) = (try content(of: left), try content(of: right))
    if (got == wanted) == (expecting == .success) { return }
    if got == wanted { throw Complaint("“\(left)” and “\(right)” are the same") }
    throw Complaint(
      "“\(left)” and “\(right)” differ\n" + firstDifference(between: got, and: wanted))
  }

  private mutating func setVariables(_ words: [String]) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "-u", let name = rest.popFirst() {
        environment[name] = nil
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw Complaint("“env” is written: \(Verb.env.usage)")
      }
      environment[String(parts[0])] = String(parts[1])
    }
  }

  private func value(of name: String) throws -> String {
    if name == "WORK" { return work.path }
    guard let value = environment[name] else { throw Complaint("“\(name)” is not set") }
    return value
  }

  private func lastExecution() throws -> Execution {
    guard let last else { throw Complaint("no program has been run") }
    return last
  }

  private func content(of name: String) throws -> [UInt8] {
    switch name {
    case "stdout": try lastExecution().stdout
    case "stderr": try lastExecution().stderr
    default: Array(try Data(contentsOf: try readable(name)))
    }
  }

  private func url(_ path: String) -> URL {
    path.hasPrefix("/") ? URL(filePath: path) : directory.appending(path: path)
  }

  private func readable(_ path: String) throws -> URL {
    let url = url(path)
    if !FileManager.default.isReadableFile(atPath: url.path) {
      throw Complaint("“\(path)” cannot be read")
    }
    return url
  }

  /// A place the script may change.
  private func own(_ path: String) throws -> URL {
    let url = url(path).standardizedFileURL
    if !(url.path + "/").hasPrefix(work.path + "/") {
      throw Complaint("“\(path)” is outside of the script's directory")
    }
    return url
  }

  private func isThere(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: url(path).path)) != nil
  }

  private func program(_ name: String) throws -> String {
    if name.contains("/") {
      let path = url(name).path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
      throw Complaint("“\(name)” is no program")
    }
    let candidates = (environment["PATH"] ?? "").split(separator: ":").map {
      url(String($0)).appending(path: name).path
    }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw Complaint("there is no program “\(name)” on PATH")
    }
    return path
  }
}

extension Run {
  /// What the last program wrote, for the message of a failure.
  var transcript: String {
    guard let last else { return "" }
    return section("stdout", last.stdout) + section("stderr", last.stderr)
  }

  private func section(_ name: String, _ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.suffix(20_000), as: UTF8.self)
    return "[\(name)\(bytes.count > 20_000 ? ", the end of it" : "")]\n\(text)"
      + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n")
  }
}

/// What a line found wrong, before it is known which line that is.
private struct Complaint: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// The text as a pattern that matches just that.
private func escaped(_ text: String) -> String {
  text.map { "\\^$.|?*+()[]{}".contains($0) ? "\\\($0)" : String($0) }.joined()
}

/// The first line in which two texts differ.
private func firstDifference(between left: [UInt8], and right: [UInt8]) -> String {
  let (left, right) = (lines(of: left), lines(of: right))
  let index = zip(left, right).prefix { $0 == $1 }.count
  let (ours, theirs) = (left.dropFirst(index).first, right.dropFirst(index).first)
  return "line \(index + 1): \(ours.map { "“\($0)”" } ?? "none")"
    + " and \(theirs.map { "“\($0)”" } ?? "none")"
}

private func lines(of bytes: [UInt8]) -> [String] {
  bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
    String(decoding: $0, as: UTF8.self)
  }
}

/// A new directory by its real name, so that what programs print of it can be compared.
private func newDirectory() throws -> URL {
  let top = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
  let url = top.appending(path: "gotools-script-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  return url
}

private func removeTree(_ url: URL) {
  let files = FileManager.default
  let type = (try? files.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
  if type == .typeDirectory {
    try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
    for name in (try? files.contentsOfDirectory(atPath: url.path)) ?? [] {
      removeTree(url.appending(path: name))
    }
  }
  try? files.removeItem(at: url)
}
