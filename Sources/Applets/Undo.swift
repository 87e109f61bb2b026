internal import Changes
internal import Commands
internal import Formats
internal import Machines

extension Applet {
  static let undo = Applet(
    command: Command(
      "undo", "take back what --apply has changed",
      operands: [
        Operand("CHANGE", .optional, "a name that --list shows; otherwise the last one in effect")
      ],
      parameters: [
        listing.parameter, planning.parameter, Reporting.quiet.parameter, Reporting.color.parameter,
      ],
      exits: [
        0: "it is undone, or was shown",
        1: "there is nothing to undo, or it is undone already",
        64: "there is no such CHANGE, or the command line makes no sense",
        74:
          "a file has been changed since or cannot be written, and nothing is undone; or a record cannot be read",
      ],
      examples: [
        "gotools undo": "take the last change back",
        "gotools undo --list": "what was changed, and what of it is undone",
        "gotools undo --plan": "what would be taken back, as a diff",
      ],
      details: """
        Gives every file of a change the bytes, the mode and the times back that it had, and removes files and empty directories \
        that were made. The mode is kept where it was changed since. Where the bytes of one were changed since, none is touched, \
        and you are told which it is: where a later change of gotools is in it, undo that first; where you or a program have \
        edited it, edit it again by hand, with the old bytes before you, which stand in the record of the change.

        A change is recorded before the first file is touched, and each file is exchanged in one step: whoever is killed leaves \
        old files or new ones, and the next run tells which. Files are changed under their own names; where a link leads to one, \
        the link stays. A file that belongs to somebody else, that has several hard links or that lies in a directory \
        everybody may write is left alone. Root may change a file of the user's whose directory it is in; its owner and mode stay.
        """,
      environment: ["XDG_STATE_HOME": "the directory that holds gotools/changes"],
      files: [
        "~/.local/state/gotools/changes/":
          "what was changed, an entry a file: the old bytes and the new",
        "/var/lib/gotools/changes/": "the same for root",
      ],
      seeAlso: ["gotools-go-env-guard(1)"])
  ) { call in
    try call.refuseRoot()
    let machine = try call.machine(mayWait: false)
    do {
      return try call[listing] ? call.listChanges(on: machine) : call.undo(on: machine)
    } catch let error as NothingToUndo {
      if case .unknown = error { throw UsageError(message: error.description) }
      throw Failure(error.description, status: Status.findings)
    } catch let error as UsageError {
      throw error
    } catch {
      throw call.failure(error, on: machine)
    }
  }
}

private let listing = Flag("list", "list the changes, the last one first")
private let planning = Flag("plan", "show what would be taken back, as a diff, and change nothing")

extension Call {
  fileprivate func undo(on machine: Machine) throws -> Int32 {
    let id = arguments.operands.first.map { ByteString($0) }
    if self[planning] {
      for diff in try Undoing(id, on: machine).diffs where !self[Reporting.quiet] { print(diff) }
      return Status.fine
    }
    let undone = try Undoing.undo(id, on: machine) { tell("\(program): \($0)\n") }
    if self[Reporting.quiet] { return Status.fine }
    for path in undone.paths {
      print((undone.removed.contains(path) ? "removed" : "restored") + " “\(path)”\n")
    }
    return Status.fine
  }

  fileprivate func listChanges(on machine: Machine) throws -> Int32 {
    if let operand = arguments.operands.first {
      throw UsageError(message: "--list takes no CHANGE, and here is “\(ByteString(operand))”")
    }
    guard let journal = try Journal(reading: machine), !self[Reporting.quiet] else {
      return Status.fine
    }
    var status = Status.fine
    for item in try journal.items().reversed() {
      var title = "damaged"
      var paths: [ByteString] = []
      do {
        let entry = try journal.entry(item)
        title = entry.title.printable
        paths = entry.records.map(\.path)
      } catch let error as Unwritable {
        title = "cannot be read: \(error.reason)"
        status = Status.notWritten
      } catch Journal.Trouble.damaged {}
      print("\(item.id)  \(item.time)  \(item.state.word)  \(title)\n")
      for path in paths { print("    \(path)\n") }
    }
    return status
  }
}

extension Journal.State {
  fileprivate var word: String {
    switch self {
    case .applied: "applied"
    case .undone: "undone"
    case .applying, .undoing: "interrupted"
    }
  }
}
