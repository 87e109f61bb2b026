internal import Applets
internal import Machines

func terminal(_ stream: ThisProcess.Stream) -> Output.Terminal? {
  ThisProcess.terminalColumns(of: stream).map { Output.Terminal(columns: $0) }
}

func write(_ bytes: [UInt8], to stream: ThisProcess.Stream) -> Bool {
  do {
    try ThisProcess.write(bytes, to: stream)
    return true
  } catch {
    guard stream == .standardOutput else { return false }
    let sentence = "gotools: cannot write to standard output: \(error)\n"
    _ = write(Array(sentence.utf8), to: .standardError)
    return false
  }
}

do {
  try ThisProcess.holdStandardStreams()
} catch {
  ThisProcess.end(Status.fault)
}
let output = Output(
  standardTerminal: terminal(.standardOutput), errorTerminal: terminal(.standardError))
let environment = ThisProcess.environment
let surroundings = Surroundings(environment: environment, milliseconds: Machine.milliseconds) {
  try Machine.live(root: $0, environment: environment)
}
let status = run(ThisProcess.words, in: surroundings, output: output)
// Who closes standard error does not want to be told; the status says the rest.
_ = write(output.error, to: .standardError)
let isWritten = write(output.standard, to: .standardOutput)
ThisProcess.end(isWritten ? status : Status.notWritten)
