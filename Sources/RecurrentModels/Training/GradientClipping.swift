internal import LinearAlgebra

/// Clipping: of a gradient's elements, and, by its norm, of a gradient as a whole (Pascanu, Mikolov & Bengio 2013).
extension Optimizer {
    /// ‖gradient‖, summed piece after piece in double precision.
    package func norm(of gradient: Parameters<Scalar>, tableRows: [Int]) -> Double {
        let pieces = pieces(tableRows: tableRows)
        let sums = AlignedBuffer<Double>(count: pieces.count)
        forEachPiece(pieces) { i, range in
            sums[i] = unsafe Scalar.sumOfSquares(
                gradient.buffer.pointer + range.lowerBound, count: range.count)
        }
        return sums.values.reduce(0, +).squareRoot()
    }

    /// Cuts every element of the gradient to ±bound; whether there was one beyond it.
    package func clip(_ gradient: Parameters<Scalar>, tableRows: [Int], to bound: Double) -> Bool {
        let pieces = pieces(tableRows: tableRows)
        let beyond = AlignedBuffer<Double>(count: pieces.count)
        let bound = Scalar(bound)
        forEachPiece(pieces) { i, range in
            let g = unsafe gradient.buffer.pointer + range.lowerBound
            var largest: Scalar = 0
            for j in 0..<range.count {
                unsafe largest = max(largest, abs(g[j]))
                // What is no number stays none, so that the norm tells of it.
                let x = unsafe g[j]
                unsafe g[j] = x > bound ? bound : x < -bound ? -bound : x
            }
            beyond[i] = largest > bound ? 1 : 0
        }
        return beyond.values.contains(1)
    }
}
