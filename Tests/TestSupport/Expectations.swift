public import Testing

/// Expects two numbers to agree within a relative tolerance, or an absolute one where the wanted number is below 1.
public func expectClose(
    _ value: Double?, _ wanted: Double, _ tolerance: Double, _ note: Comment? = nil,
    at location: SourceLocation = #_sourceLocation
) {
    guard let value else {
        Issue.record("nothing where \(wanted) is wanted", sourceLocation: location)
        return
    }
    let close = abs(value - wanted) <= tolerance * max(1, abs(wanted))
    #expect(close, note ?? "\(value) is not \(wanted)", sourceLocation: location)
}
