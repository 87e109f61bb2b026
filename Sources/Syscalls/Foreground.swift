internal import CLinux
internal import Glibc

/// Runs a program in the place of this one: on its terminal, with its standard streams, until it ends; its exit status,
/// or 128 and the signal that ended it.
///
/// Meanwhile an interrupt from the keyboard is that program's alone.
package func runInForeground(
  _ path: [UInt8], words: [[UInt8]], environment: [[UInt8]]
) throws(Errno) -> Int32 {
  if ([path] + words + environment).contains(where: { $0.contains(0) }) { throw .invalidArgument }
  let words = unsafe copies(of: words)
  let variables = unsafe copies(of: environment)
  defer {
    for index in unsafe words.indices { unsafe free(words[index]) }
    for index in unsafe variables.indices { unsafe free(variables[index]) }
  }
  let path = path.map(CChar.init(bitPattern:)) + [0]
  var status: Int32 = 0
  let reason = unsafe clinux_run(path, words, variables, &status)
  if reason != 0 { throw Errno(code: reason) }
  let signal = status & 0x7F
  return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
}
