/// The name that somebody who wrote `word` most likely meant, or `nil` where none is near.
///
/// Near is a beginning of the name, or what a few slips of the keyboard make of it: a letter too
/// many, too few, wrong, or two exchanged (the Damerau-Levenshtein distance), at most one for every
/// three letters. Case does not count. Words of more than 64 characters have no neighbour.
package func nearest(_ word: String, among names: [String]) -> String? {
  let longest = 64
  let typed = Array(word.utf8.prefix(4 * longest + 1)).map(lowered)
  guard !typed.isEmpty, word.prefix(longest + 1).count <= longest else { return nil }
  var best: (name: String, distance: Int)?
  for name in names where name.count <= longest {
    let known = name.utf8.map(lowered)
    let length = max(typed.count, known.count)
    let slips = distance(typed, known)
    var near = slips <= max(1, length / 3) && slips < length ? slips : Int.max
    if known.starts(with: typed) { near = min(near, 1) }
    if near < best?.distance ?? Int.max { best = (name, near) }
  }
  return best?.name
}

private func lowered(_ byte: UInt8) -> UInt8 {
  UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

/// The unrestricted Damerau-Levenshtein distance, by the algorithm of Lowrance and Wagner.
private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let infinity = left.count + right.count
  // Row and column 0 are a wall; the distances of empty beginnings stand in row and column 1.
  var table = [[Int]](
    repeating: [Int](repeating: infinity, count: right.count + 2), count: left.count + 2)
  for row in 0...left.count { table[row + 1][1] = row }
  for column in 0...right.count { table[1][column + 1] = column }
  var lastRow = [Int](repeating: 0, count: 256)
  for (row, leftByte) in zip(1..., left) {
    var lastColumn = 0
    for (column, rightByte) in zip(1..., right) {
      let matchRow = lastRow[Int(rightByte)]
      let matchColumn = lastColumn
      let isEqual = leftByte == rightByte
      if isEqual { lastColumn = column }
      let exchanged =
        table[matchRow][matchColumn] + (row - matchRow - 1) + 1 + (column - matchColumn - 1)
      table[row + 1][column + 1] = min(
        table[row][column] + (isEqual ? 0 : 1),
        min(table[row + 1][column], table[row][column + 1]) + 1,
        exchanged)
    }
    lastRow[Int(leftByte)] = row
  }
  return table[left.count + 1][right.count + 1]
}
