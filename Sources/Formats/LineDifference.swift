/// Which lines of two texts have no counterpart in the other: the greedy algorithm of Myers (1986).
///
/// Where more than `limit` lines would have to go or come, all between the first and the last difference do.
struct LineDifference {
  let old: [ArraySlice<UInt8>]
  let new: [ArraySlice<UInt8>]
  private(set) var isRemoved: [Bool]
  private(set) var isAdded: [Bool]

  init(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>], limit: Int = 1500) {
    self.old = old
    self.new = new
    isRemoved = [Bool](repeating: true, count: old.count)
    isAdded = [Bool](repeating: true, count: new.count)
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] {
      keep(start, start)
      start += 1
    }
    var oldEnd = old.count
    var newEnd = new.count
    while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
      keep(oldEnd, newEnd)
    }
    let (left, right) = numbered(old[start..<oldEnd], new[start..<newEnd])
    for (x, y) in commonLines(left, right, limit: limit) { keep(start + x, start + y) }
  }

  private mutating func keep(_ line: Int, _ other: Int) {
    isRemoved[line] = false
    isAdded[other] = false
  }

  /// Lines of both texts that are shown together.
  struct Hunk {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// The differences with up to `context` equal lines around each; those that would touch are one.
  func hunks(context: Int) -> [Hunk] {
    var hunks: [Hunk] = []
    var x = 0
    var y = 0
    while x < old.count || y < new.count {
      let start = (x, y)
      while x < old.count, isRemoved[x] { x += 1 }
      while y < new.count, isAdded[y] { y += 1 }
      if (x, y) == start {
        x += 1
        y += 1
        continue
      }
      let before = min(context, start.0, start.1)
      let after = min(context, old.count - x, new.count - y)
      let hunk = Hunk(
        old: (start.0 - before)..<(x + after), new: (start.1 - before)..<(y + after))
      if let last = hunks.last, last.old.upperBound >= hunk.old.lowerBound {
        hunks[hunks.count - 1].old = last.old.lowerBound..<hunk.old.upperBound
        hunks[hunks.count - 1].new = last.new.lowerBound..<hunk.new.upperBound
      } else {
        hunks.append(hunk)
      }
    }
    return hunks
  }
}

/// The lines as numbers, the same one for equal lines.
private func numbered(
  _ old: ArraySlice<ArraySlice<UInt8>>, _ new: ArraySlice<ArraySlice<UInt8>>
) -> ([Int32], [Int32]) {
  var numbers: [ArraySlice<UInt8>: Int32] = [:]
  func number(_ line: ArraySlice<UInt8>) -> Int32 {
    let next = Int32(truncatingIfNeeded: numbers.count)
    return numbers[line]
      ?? {
        numbers[line] = next
        return next
      }()
  }
  return (old.map(number), new.map(number))
}

/// The pairs of equal elements on a shortest way from one list to the other, last first; none where that has more than
/// `limit` steps.
private func commonLines(_ old: [Int32], _ new: [Int32], limit: Int) -> [(Int, Int)] {
  if old.isEmpty || new.isEmpty { return [] }
  let most = min(limit, old.count + new.count)
  // How far in `old` the best way of so many steps comes on a diagonal; kept for every number of steps.
  var trace: [[Int32]] = []
  var reach = [Int32](repeating: 0, count: 2 * most + 3)
  for steps in 0...most {
    for diagonal in stride(from: -steps, through: steps, by: 2) {
      let middle = diagonal + most + 1
      let goesDown =
        diagonal == -steps || (diagonal != steps && reach[middle - 1] < reach[middle + 1])
      var x = Int(goesDown ? reach[middle + 1] : reach[middle - 1] + 1)
      var y = x - diagonal
      while x < old.count, y < new.count, x >= 0, y >= 0, old[x] == new[y] {
        x += 1
        y += 1
      }
      reach[middle] = Int32(truncatingIfNeeded: x)
      if x >= old.count, y >= new.count { return way(trace, to: (old.count, new.count)) }
    }
    trace.append(Array(reach[(most + 1 - steps)...(most + 1 + steps)]))
  }
  return []
}

/// Goes back over the diagonals that were reached, and collects the equal elements on the way.
private func way(_ trace: [[Int32]], to end: (Int, Int)) -> [(Int, Int)] {
  var pairs: [(Int, Int)] = []
  var (x, y) = end
  for steps in stride(from: trace.count, to: 0, by: -1) {
    let reach = trace[steps - 1]
    let diagonal = x - y
    // In the row of one step less, the diagonal d stands at d + steps - 1.
    let below = diagonal - 1 + steps - 1
    let above = diagonal + 1 + steps - 1
    let goesDown =
      diagonal == -steps
      || (diagonal != steps && value(reach, at: below) < value(reach, at: above))
    let before = goesDown ? value(reach, at: above) : value(reach, at: below)
    let previous = (before, before - (goesDown ? diagonal + 1 : diagonal - 1))
    let start = goesDown ? (before, previous.1 + 1) : (before + 1, previous.1)
    while x > start.0, y > start.1 {
      x -= 1
      y -= 1
      pairs.append((x, y))
    }
    (x, y) = previous
  }
  while x > 0, y > 0 {
    x -= 1
    y -= 1
    pairs.append((x, y))
  }
  return pairs
}

private func value(_ row: [Int32], at index: Int) -> Int {
  row.indices.contains(index) ? Int(row[index]) : -1
}
