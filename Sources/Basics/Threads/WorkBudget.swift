/// How long work may take before it is given up, for a caller who would rather do it in another way then.
///
/// What reads a database asks at every few thousand rows and at every run of tokens; without a budget it never ends.
package struct WorkBudget: Sendable {
    /// The budget of the work at hand.
    @TaskLocal package static var current: WorkBudget?

    private let end: ContinuousClock.Instant

    package init(_ duration: Duration) { end = .now + duration }

    /// - Throws: `WorkBudgetSpent` when the time is over.
    package func check() throws { if ContinuousClock.now > end { throw WorkBudgetSpent() } }
}

/// The work would take longer than was allowed.
package struct WorkBudgetSpent: Error {
    package init() {}
}
