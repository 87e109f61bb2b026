import Formats
import Foundation
import Testing

@Suite(.enabled(if: ProcessInfo.processInfo.environment["GOTOOLS_TEST_ALL"] == "1"))
struct CommentedJSONOracleTests {
  @Test func `settings are read as Python reads them without their comments`() throws {
    var generator = SettingsGenerator(seed: 31)
    var fuzzer = GoFuzzer(seed: 32)
    var texts = (0..<300).map { _ in generator.file() }
    texts += (0..<900).map { fuzzer.mutation(of: texts[$0 % 300]) }
    let answers = try pythonReads(texts)
    #expect(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) where answer != "no text" {
      let document = try? CommentedJSON(parsing: text)
      let ours = document.map { $0.root?.canonical ?? "nothing" } ?? "refused"
      #expect(ours == answer, "\(String(decoding: text, as: UTF8.self))")
    }
    #expect(answers.prefix(300).allSatisfy { $0 != "refused" })
    #expect(answers.count { $0 == "refused" } > 100)
  }
}

/// What Python's json makes of each text: a canonical form, “nothing”, “refused”, or “no text” for what is no UTF-8.
private func pythonReads(_ texts: [[UInt8]]) throws -> [String] {
  let directory = FileManager.default.temporaryDirectory
    .appending(path: "gotools-oracle-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  let input = directory.appending(path: "texts")
  let lines = texts.map { $0.map { String(UInt16($0) + 256, radix: 16).suffix(2) }.joined() }
  try Data(lines.joined(separator: "\n").utf8).write(to: input)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", reader, input.path]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let answer = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  #expect(process.terminationStatus == 0)
  return String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
}

/// Takes comments and last commas out, as VS Code does not see them, and leaves the rest to Python.
private let reader = #"""
  import json, re, sys

  # One thing at a time: a text, a comment, a word, or any other character.
  part = re.compile(r'"(?:\\.|[^"\\\r\n])*"|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/|[\w.+-]+|[ \t\r\n]+|.', re.S)

  def strict(text):
      parts = ['' if p.startswith(('//', '/*')) and len(p) > 1 else p for p in part.findall(text)]
      parts = [p for p in parts if p.strip(' \t\r\n')]
      kept = []
      for i, p in enumerate(parts):
          after = parts[i + 1] if i + 1 < len(parts) else ''
          before = kept[-1] if kept else ''
          if p == ',' and after in ('}', ']') and before not in ('', '{', '[', ',', ':'):
              continue
          kept.append(p)
      return ' '.join(kept)

  def form(value):
      if isinstance(value, str):
          return "'" + value.encode('utf-8', 'surrogatepass').hex() + "'"
      if isinstance(value, list):
          return '[' + ','.join(map(form, value)) + ']'
      if isinstance(value, Pairs):
          return '{' + ','.join(form(k) + ':' + form(v) for k, v in value.pairs) + '}'
      if isinstance(value, Number):
          return value.text
      return {None: 'null', True: 'true', False: 'false'}[value]

  class Pairs:
      def __init__(self, pairs): self.pairs = pairs

  class Number:
      def __init__(self, text): self.text = text

  def refuse(word):
      raise ValueError(word)

  for line in open(sys.argv[1]).read().split('\n'):
      try:
          text = bytes.fromhex(line).decode('utf-8')
      except UnicodeDecodeError:
          print('no text')
          continue
      text = strict(text[1:] if text.startswith('\ufeff') else text)
      try:
          print(form(json.loads(text, object_pairs_hook=Pairs, parse_int=Number,
              parse_float=Number, parse_constant=refuse)) if text else 'nothing')
      except ValueError:
          print('refused')
  """#

extension CommentedJSON.Value {
  /// The value as the reader above prints it.
  fileprivate var canonical: String {
    switch content {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let digits): digits.text
    case .string(let string): string.hexadecimal
    case .array(let values): "[" + values.map(\.canonical).joined(separator: ",") + "]"
    case .object(let object):
      "{"
        + object.members.map { $0.key.hexadecimal + ":" + $0.value.canonical }
        .joined(separator: ",") + "}"
    }
  }
}

extension ByteString {
  fileprivate var hexadecimal: String {
    "'" + bytes.map { String(UInt16($0) + 256, radix: 16).suffix(2) }.joined() + "'"
  }
}
