/// Numbers that look random and are the same in every run: splitmix64.
struct GoFuzzer: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The sample with some bits turned, some bytes replaced and perhaps its end cut off, or plain noise.
  mutating func mutation(of sample: [UInt8]) -> [UInt8] {
    if Int.random(in: 0..<8, using: &self) == 0 {
      let count = Int.random(in: 0...64, using: &self)
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
    var bytes = sample
    if Bool.random(using: &self) {
      bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &self)))
    }
    for _ in 0..<Int.random(in: 0...4, using: &self) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &self)
      if Bool.random(using: &self) {
        bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &self)
      } else {
        bytes[index] = UInt8.random(in: 0...255, using: &self)
      }
    }
    return bytes
  }
}
