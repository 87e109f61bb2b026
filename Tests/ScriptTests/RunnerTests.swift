import Foundation
import Glibc
import Testing

/// The runner itself, on scripts that need nothing but a few programs every machine has.
@Suite struct RunnerTests {
  @Test(arguments: [
    "exec true", "! exec false", "? exec sh -c 'exit 7'\nstatus 7", "exec true\nstatus 0",
    "! exec sh -c 'exit 3'\nstatus 3", "? exec sh -c 'kill -9 $$'\nstatus 137",
    "exec echo one two\nstdout '^one two$'\n! stdout three\n! stderr .",
    "exec sh -c 'echo no >&2'\nstderr ^no$\n! stdout .",
    "exec printf 'one\\ntwo\\n'\nstdout ^two$\ncmp stdout want\n-- want --\none\ntwo\n",
    "exec echo x\n! cmp stdout want\n-- want --\ny\n",
    "exec sh -c 'echo no >&2'\ncmp stderr want\n-- want --\nno\n",
    "cmp a b\n-- a --\n1\n-- b --\n1\n", "grep b+ a\n! grep c a\n-- a --\nabba\n",
    "exec echo x\ngrep x stdout\n! grep x stderr",
    "exists a b/c\n! exists d e\n-- a --\n-- b/c --\n",
    "symlink l -> nowhere\nexists l\n! exists nowhere",
    "symlink l -> a\ngrep x l\n-- a --\nx\n",
    "stdin a\nexec cat\nstdout x\nexec cat\n! stdout .\n-- a --\nx\n",
    "mkdir a/b c\ncd a/b\nexec pwd\nstdout ^$WORK/a/b$\ncd ..\nexists b ../c",
    "env A=1 B=$HOME/x\nexec sh -c 'echo $A $B'\nstdout '^1 '$WORK'/home/x$'",
    "env A=1\nenv AB=2\nexec echo $AB ${A}B '$A' $ $1\nstdout '^2 1B \\$A \\$ \\$1$'",
    "env A=1 -u HOME\nexec env\n! stdout HOME\nstdout ^A=1$",
    "env A=\nexec sh -c 'echo \"<$A>\"'\nstdout ^<>$", "env A=x=y\nexec echo $A\nstdout ^x=y$",
    "exec echo 'it''s' '' a'b'c   # a comment\nstdout '^it''s  abc$'",
    "chmod 700 a\nexec ./a\nstdout ran\n-- a --\n#!/bin/sh\necho ran\n",
    "chmod 755 bin/a\nexec a\nstdout $WORK/bin/a\n-- bin/a --\n#!/bin/sh\necho $0\n",
    "exec env\nstdout '^LC_ALL=C.UTF-8$'\nstdout ^PATH=$WORK/bin:/usr/bin:/bin$\n! stdout ^WORK",
    "env A=a.c\nexec echo abc\n! stdout $A\nexec echo a.c\nstdout ^$A$",
    "exec sh -c 'ls -A /proc/self/cwd'\nstdout '^bin\\nhome\\ntmp\\n$'",
    "# only then\n\n  # and here\n\texec\ttrue",
    "mkdir a/b\nchmod 0 a\nexec true",
    "exec sh -c 'sleep 300 & echo $!'",
    "exec echo a.b\nstdout '\\ba\\b'",
  ]) func `a script whose lines hold passes`(script: String) throws {
    #expect(try outcome(of: script) == nil)
  }

  @Test(arguments: [
    ("exec false", 1, "it ended with status 1"), ("! exec true", 1, "it ended with status 0"),
    ("exec true\nstatus 1", 2, "it ended with status 0"),
    ("exec true\nstatus 256", 2, "“256” is no exit status"),
    ("status 0", 1, "no program has been run"), ("stdout x", 1, "no program has been run"),
    ("! stdout x", 1, "no program has been run"), ("cmp stdout stderr", 1, "no program has been"),
    ("exec echo x\nstdout y", 2, "stdout has no match for “y”"),
    ("exec echo x\n! stdout x", 2, "stdout has a match for “x”"),
    ("exec true\nstderr x", 2, "stderr has no match"),
    ("exec sh -c 'echo x >&2'\n! stderr x", 2, "stderr has a match"),
    ("! grep a a\n-- a --\na\n", 1, "a has a match"), ("grep b a\n-- a --\na\n", 1, "a has no"),
    ("! grep b gone", 1, "“gone” cannot be read"),
    (
      "cmp a b\n-- a --\n1\n2\n-- b --\n1\n3\n", 1,
      "“a” and “b” differ\nline 2: “2” and “3”"
    ),
    ("cmp a b\n-- a --\n1\n-- b --\n", 1, "line 1: “1” and “”"),
    ("! cmp a a\n-- a --\n", 1, "are the same"),
    ("exists gone", 1, "“gone” is not there"), ("! exists a\n-- a --\n", 1, "“a” is there"),
    ("exists a gone\n-- a --\n", 1, "“gone” is not there"),
    ("! exists gone a\n-- a --\n", 1, "“a” is there"),
    ("stdin gone\nexec true", 1, "“gone” cannot be read"),
    ("env A\nexec true", 1, "“env” is written"), ("env -u\nexec true", 1, "“env” is written"),
    ("exec echo $GONE", 1, "“GONE” is not set"), ("env -u HOME\nexec echo $HOME", 2, "not set"),
    ("exec true\nstdout $GONE", 2, "“GONE” is not set"),
    ("cd gone\nexec true", 1, "“gone” is no directory"),
    ("cd a\nexec true\n-- a --\n", 1, "“a” is no directory"),
    ("mkdir ../a\nexec true", 1, "outside of the script's directory"),
    ("mkdir a\nexec true\n-- a --\n", 1, ""), ("chmod 600 /etc\nexec true", 1, "outside"),
    ("chmod 888 a\nexec true\n-- a --\n", 1, "no octal mode"),
    ("chmod 600 gone\nexec true", 1, ""), ("symlink a b c\nexec true", 1, "“symlink” is written"),
    ("symlink a -> b\nexec true\n-- a --\n", 1, ""),
    ("! exec no-such-program", 1, "there is no program “no-such-program” on PATH"),
    ("! exec a\n-- bin/a --\n", 1, "there is no program “a” on PATH"),
    ("! exec ./a\n-- a --\n", 1, "“./a” is no program"),
    ("! exec sh -c 'kill -11 $$'", 1, "it died of signal 11"),
    ("exec echo x\n! exec sh -c 'kill -9 $$'\nstdout x", 2, "it died of signal 9"),
  ]) func `a line that does not hold fails the script`(
    script: String, line: Int, message: String
  ) throws {
    let failure = try #require(try outcome(of: script))
    #expect(failure.mistake.line == line)
    #expect(message.isEmpty || failure.mistake.message.contains(message), "\(failure)")
    #expect(failure.line == script.split(separator: "\n")[line - 1])
  }

  @Test(arguments: [
    ("", 1, "the script checks nothing"), ("# nothing\nmkdir a\n", 2, "the script checks nothing"),
    ("env A=1\n-- a --\nexec true\n", 3, "the script checks nothing"),
    ("exec true\nexce true", 2, "there is no such verb"), ("$VERB x", 1, "there is no such verb"),
    ("!", 1, "a verb must follow"), ("?", 1, "a verb must follow"),
    ("!exec true", 1, "there is no such verb"), ("! ! exec true", 1, "there is no such verb"),
    ("exec true\n! cd a", 2, "cannot be turned round"), ("! status 1", 1, "cannot be turned"),
    ("? stdout x", 1, "cannot be turned round"),
    ("exec", 1, "exec PROGRAM [WORD]..."), ("stdout", 1, "stdout PATTERN"),
    ("stdout a b", 1, "stdout PATTERN"), ("cmp a", 1, "cmp FILE FILE"),
    ("grep a", 1, "grep PATTERN FILE"), ("exists", 1, "exists FILE..."), ("status", 1, "status N"),
    ("stdin", 1, "stdin FILE"), ("env", 1, "env NAME=VALUE"), ("cd", 1, "cd DIR"),
    ("mkdir", 1, "mkdir DIR..."), ("chmod 600", 1, "chmod MODE"), ("symlink a b", 1, "LINK ->"),
    ("exec true\nstdout '('", 2, "“(” is no regular expression"),
    ("exec true\n! stderr [", 2, "“[” is no regular expression"),
    ("exec true\ngrep *$HOME a", 2, "is no regular expression"),
    ("exec echo 'x", 1, "a quote is not closed"), ("exec echo ${A", 1, "“${A” is not closed"),
    ("exec echo ${}", 1, "“${” begins no name"), ("exec echo ${1}", 1, "begins no name"),
    ("? exec true", 1, "no “status” follows this “? exec”"),
    ("? exec true\nexec true\nstatus 0", 1, "no “status” follows this “? exec”"),
    ("exec true\n-- a --\n-- a --\n", 3, "the file “a” is there twice"),
    ("exec true\n-- /etc/a --\n", 2, "must be a plain path"),
    ("exec true\n-- a/../../b --\n", 2, "must be a plain path"),
  ]) func `a script that makes no sense fails before anything runs`(
    script: String, line: Int, message: String
  ) throws {
    let failure = try #require(try outcome(of: script))
    #expect(failure.mistake.line == line)
    #expect(failure.mistake.message.contains(message), "\(failure)")
    #expect(failure.line.isEmpty)
  }

  @Test func `a failure shows the line and what the program wrote`() throws {
    let failure = try outcome(of: "exec true\nexec sh -c 'echo out; echo err >&2; exit 4'")
    #expect(
      failure?.description == """
        > exec sh -c 'echo out; echo err >&2; exit 4'
        it ended with status 4
        [stdout]
        out
        [stderr]
        err

        """)
  }

  @Test func `a program that does not end is killed with all it started`() throws {
    let start = ContinuousClock.now
    let failure = try #require(
      try play(
        "! exec sh -c 'sleep 300 & echo $!; sleep 300'", gotools: gotools, deadline: .seconds(1)))
    #expect(failure.mistake.message == "it was still running after 1.0 seconds")
    #expect(ContinuousClock.now - start < .seconds(10))
    let child = failure.transcript.split(separator: "\n")[1]
    #expect(isGone(String(child)))
  }

  @Test func `output up to the limit is taken, and not a byte more`() throws {
    let script = "exec head -c %% /dev/zero\nexec sh -c 'head -c %% /dev/zero >&2'"
    for (count, message) in [(5000, nil), (5001, "it wrote more than 5000 bytes")] {
      let text = script.replacingOccurrences(of: "%%", with: "\(count)")
      let failure = try play(text, gotools: gotools, limit: 5000)
      #expect(failure?.mistake.message == message)
    }
    let endless = try play("exec yes", gotools: gotools, limit: 1 << 20)
    #expect(endless?.mistake.message == "it wrote more than 1048576 bytes")
  }

  @Test func `a script's directory is gone afterwards`() throws {
    let text = "mkdir a/b\nchmod 0 a\nexec pwd\nstdout x^"
    let directory = try #require(try outcome(of: text)).transcript.split(separator: "\n")[1]
    #expect(directory.contains("/gotools-script-"))
    #expect(!FileManager.default.fileExists(atPath: String(directory)))
    let leftovers = try FileManager.default.contentsOfDirectory(
      atPath: FileManager.default.temporaryDirectory.path
    ).filter { $0.contains(URL(filePath: String(directory)).lastPathComponent) }
    #expect(leftovers == [])
  }

  @Test func `links of the given names lead to the program under test`() throws {
    let echo = URL(filePath: "/bin/echo")
    let script = "exec gotools a\nstdout ^a$\nexec other b\nstdout ^b$"
    #expect(try play(script, gotools: echo, names: ["gotools", "other"]) == nil)
  }

  private func outcome(of script: String) throws -> ScriptFailure? {
    try play(script, gotools: gotools)
  }
}

/// Whether the process dies within five seconds; one that waits to be buried has no words left.
private func isGone(_ process: String) -> Bool {
  for _ in 0..<500 {
    let words = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
    if words ?? "" == "" { return true }
    usleep(10_000)
  }
  return false
}
