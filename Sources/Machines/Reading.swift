/// What was read, or why it could not be.
///
/// Like `Result`, without its constraint on the error: to make a constrained type, the runtime searches the whole
/// program for conformances.
package enum Reading<Value> {
  case value(Value)
  case failure(any Error)

  init(_ read: () throws -> Value) {
    do {
      self = .value(try read())
    } catch {
      self = .failure(error)
    }
  }

  /// The value; throws the reason where there is none.
  package func get() throws -> Value {
    switch self {
    case .value(let value): return value
    case .failure(let error): throw error
    }
  }
}

extension Reading: Sendable where Value: Sendable {}
