package import Formats

/// A time as 20260131-235959, in UTC; the years 1970 to 9999, and the nearest of them for every other.
package func utcStamp(_ seconds: Int64) -> ByteString {
  let seconds = min(max(seconds, 0), 253_402_300_799)
  let (year, month, day) = date(seconds / 86400)
  let clock = seconds % 86400
  let time = [clock / 3600, clock / 60 % 60, clock % 60].map { padded($0, 2) }
  return ByteString(padded(year, 4) + padded(month, 2) + padded(day, 2) + "-")
    + ByteString(time[0] + time[1] + time[2])
}

/// Year, month and day of a day since 1970.
///
/// Counted in years that begin on the first of March, a leap day is the last of its year.
private func date(_ day: Int64) -> (Int64, Int64, Int64) {
  let days = day + 719_468
  let era = days / 146_097
  let dayOfEra = days % 146_097
  let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
  let month = (5 * dayOfYear + 2) / 153
  let calendarMonth = month < 10 ? month + 3 : month - 9
  return (
    era * 400 + year + (calendarMonth <= 2 ? 1 : 0), calendarMonth,
    dayOfYear - (153 * month + 2) / 5 + 1
  )
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
