package import LinearAlgebra

/// The mean of the parameters over steps: w̄ₙ = w̄ₙ₋₁ + (wₙ − w̄ₙ₋₁)/n.
///
/// Rows of the table that a step does not move are brought up to date when they next are, or when the mean is asked for.
package final class WeightAverage<Scalar: MatrixScalar>: @unchecked Sendable {
    package let mean: AlignedBuffer<Scalar>
    /// n
    package private(set) var steps: Int
    private let layout: ParameterLayout
    /// For each row of a table of its own, the step to which its mean is up to date.
    private let settledSteps: AlignedBuffer<Double>

    init(_ layout: ParameterLayout, steps: Int = 0) {
        self.layout = layout
        self.steps = steps
        mean = AlignedBuffer(count: layout.count)
        let rows = layout.architecture.tied ? 0 : layout.table.rows
        settledSteps = AlignedBuffer(count: rows)
        settledSteps.values = Array(repeating: Double(steps), count: rows)
    }

    func beginStep() { steps += 1 }

    /// - Parameter w: the first scalar of the range as it was up to this step.
    func willMove(_ range: Range<Int>, w: UnsafePointer<Scalar>) {
        guard let row = row(of: range) else { return }
        unsafe settle(range, row: row, w: w, upTo: steps - 1)
    }

    func didMove(_ range: Range<Int>, w: UnsafePointer<Scalar>) {
        let share = 1 / Scalar(steps)
        let average = unsafe mean.pointer + range.lowerBound
        for i in 0..<range.count { unsafe average[i] += (w[i] - average[i]) * share }
        if let row = row(of: range) { settledSteps[row] = Double(steps) }
    }

    /// Brings all rows up to date.
    package func settle(with parameters: Parameters<Scalar>) {
        let table = layout.table
        for row in 0..<settledSteps.count {
            let start = table.offset + row * table.columns
            unsafe settle(
                start..<start + table.columns, row: row, w: parameters.buffer.pointer + start, upTo: steps)
        }
    }

    /// w did not change between step k and n: w̄ₙ = (k w̄ₖ + (n − k) w)/n.
    private func settle(_ range: Range<Int>, row: Int, w: UnsafePointer<Scalar>, upTo n: Int) {
        let settled = Int(settledSteps[row])
        guard settled < n else { return }
        let share = Scalar(Double(n - settled) / Double(n))
        let average = unsafe mean.pointer + range.lowerBound
        for i in 0..<range.count { unsafe average[i] += (w[i] - average[i]) * share }
        settledSteps[row] = Double(n)
    }

    /// The row of the table that a range is; `nil` for what every step moves.
    private func row(of range: Range<Int>) -> Int? {
        guard range.lowerBound >= layout.denseRange.upperBound else { return nil }
        return (range.lowerBound - layout.table.offset) / layout.table.columns
    }
}
