/// Lines whose columns stand below each other, two blanks apart.
func table(_ rows: [[String]]) -> [String] {
  var widths: [Int] = []
  let columns = rows.map(\.count).max() ?? 0
  for row in rows {
    // A sentence in the place of several cells is no reason to move them all to the right.
    for (column, cell) in (row.count < columns ? row.dropLast() : row).enumerated() {
      if column == widths.count { widths.append(0) }
      widths[column] = max(widths[column], cell.count)
    }
  }
  return rows.map { row in
    let padded = row.dropLast().enumerated().map { column, cell in
      cell + String(repeating: " ", count: widths[column] - cell.count)
    }
    return (padded + row.suffix(1)).joined(separator: "  ")
  }
}
