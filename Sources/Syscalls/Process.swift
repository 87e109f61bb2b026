internal import CLinux
internal import Glibc

/// The words this process was started with, byte for byte, its own name first.
package func processArguments() -> [[UInt8]] {
  var words: [[UInt8]] = []
  while let word = unsafe clinux_argument(Int32(words.count)) {
    words.append(unsafe bytes(of: word))
  }
  return words
}

/// The environment of this process, `NAME=VALUE` byte for byte, in order: environ(7).
package func processEnvironment() -> [[UInt8]] {
  var entries: [[UInt8]] = []
  var next = unsafe environ
  while let entry = unsafe next.pointee {
    entries.append(unsafe bytes(of: entry))
    unsafe next += 1
  }
  return entries
}

/// The effective user: geteuid(2).
package func effectiveUser() -> UInt32 { geteuid() }

/// The process that started this one: getppid(2).
package func parentProcess() -> UInt32 { UInt32(bitPattern: getppid()) }

/// Closes the gaps among descriptors 0, 1 and 2; see CLinux.
package func fillStandardStreams() throws(Errno) {
  if clinux_fill_standard_streams() != 0 { throw .current }
}

/// Whether the descriptor is a terminal: isatty(3).
package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// The width of the terminal in columns, or `nil` where there is none.
package func terminalColumns(_ descriptor: Int32) -> Int? {
  let columns = Int(clinux_columns(descriptor))
  return columns > 0 ? columns : nil
}

/// Writes all of `bytes`, waiting where the descriptor was made not to: write(2) and poll(2).
package func write(_ bytes: [UInt8], to descriptor: Int32) throws(Errno) {
  var written = 0
  while written < bytes.count {
    do throws(Errno) {
      written += try retrying {
        unsafe bytes.withUnsafeBytes {
          unsafe Glibc.write(
            descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
        }
      }
    } catch {
      guard error == Errno(code: EAGAIN) else { throw error }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = try retrying { unsafe Int(poll(&waiting, 1, -1)) }
    }
  }
}

/// Ends this process at once: _exit(2).
package func endProcess(_ status: Int32) -> Never { _exit(status) }

/// Milliseconds on a clock that only goes forward: clock_gettime(2) with CLOCK_MONOTONIC.
package func monotonicMilliseconds() -> Int64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Waits: nanosleep(2).
package func pause(milliseconds: Int64) {
  var time = timespec(
    tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
  unsafe nanosleep(&time, nil)
}

/// Makes this process the parent of whatever its programs leave behind: prctl(2) with PR_SET_CHILD_SUBREAPER.
package func adoptOrphans() throws(Errno) {
  if clinux_adopt_orphans() != 0 { throw .current }
}

/// The number of this process: getpid(2).
package func ownProcess() -> Int32 { getpid() }

private func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
  unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
}
