internal import Checks
internal import Commands
internal import Formats

/// A reason to end with a sentence and a status of its own.
package struct Failure: Error, Sendable {
  package let message: String
  package let status: Int32

  package init(_ message: String, status: Int32) {
    self.message = message
    self.status = status
  }
}

/// The exit statuses of every applet: sysexits(3) where they are not findings.
package enum Status {
  package static let fine: Int32 = 0
  package static let findings: Int32 = 1
  package static let unknown: Int32 = 2
  package static let usage: Int32 = 64
  package static let fault: Int32 = 70
  package static let notWritten: Int32 = 74
}

extension UsageError {
  /// What is said to a name that no applet has.
  static func unknownApplet(_ name: [UInt8]) -> UsageError {
    let name = ByteString(name)
    return UsageError(
      message: "there is no applet “\(name)”; gotools list shows them all",
      suggestion: nearest(name.text, among: Applet.names).map { "did you mean \($0)?" })
  }
}

extension Failure {
  /// What stands in the place of an applet's JSON, schema 1: fields are only ever added.
  func json(of applet: String) throws -> String {
    try encoded(Document(applet: applet, error: Document.Error(message: message, status: status)))
  }

  private struct Document: Encodable {
    var schema = 1
    var tool = Tool()
    var applet: String
    var error: Error

    struct Error: Encodable {
      var message: String
      var status: Int32
    }
  }
}
