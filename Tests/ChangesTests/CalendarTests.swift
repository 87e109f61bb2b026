import Changes
import Formats
import Foundation
import Machines
import Testing

@Suite struct CalendarTests {
  @Test(
    arguments: [
      (0, "19700101-000000"), (951_782_399, "20000228-235959"), (951_782_400, "20000229-000000"),
      (951_868_800, "20000301-000000"), (1_078_012_800, "20040229-000000"),
      (4_107_542_399, "21000228-235959"), (4_107_542_400, "21000301-000000"),
      (1_763_747_602, "20251121-175322"), (253_402_300_799, "99991231-235959"),
      (-1, "19700101-000000"), (.max, "99991231-235959"),
    ] as [(Int64, ByteString)])
  func `a time is told in UTC`(seconds: Int64, stamp: ByteString) {
    #expect(utcStamp(seconds) == stamp)
  }

  @Test func `a clock that was set back does not change the order`() throws {
    try atHome { home in
      let journal = home.url.appending(path: "state/gotools/changes")
      let first = try home.plan([("f", "1")]).apply(on: home.machine)
      func rename(_ id: ByteString, to other: String) throws {
        try FileManager.default.moveItem(
          at: journal.appending(path: id.text), to: journal.appending(path: other))
      }
      try rename(first, to: "99990131-235959-0001")
      let second = try home.plan([("g", "2")]).apply(on: home.machine)
      #expect(second == "99990131-235959-0002")
      #expect(try Undoing(nil, on: home.machine).item.time == "9999-01-31 23:59:59 UTC")
      try rename(second, to: "99990131-235959-9999")
      #expect(throws: Journal.Trouble.self) { try home.plan([("h", "3")]).apply(on: home.machine) }
      #expect(home.text("h") == nil)
    }
  }
}
