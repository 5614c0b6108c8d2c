package import Counting
internal import Tokenization

/// Where the tools of a corpus read: its tokens run by run, in the order of the documents, on several threads.
package protocol TokenRunSource: Sendable {
    /// Goes through all runs.
    ///
    /// - Parameters:
    ///   - state: what each worker has of its own, to count into.
    ///   - body: called on several threads at once, once for each run.
    /// - Returns: what `body` made of each run, in their order, and the states of the workers, in no order.
    /// - Throws: of the errors of `body` the one of the earliest run, and what reading throws.
    func scan<State: Sendable, Result: Sendable>(
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State])

    /// The tokens of each run, ends of segments left out, in their order.
    func runSizes() throws -> [Int]
}

extension TokenRunSource {
    package func runSizes() throws -> [Int] {
        try scan(from: ()) { run, _ in run.ids.count { $0 != Marker.segmentEnd } }.results
    }
}
