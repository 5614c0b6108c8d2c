internal import Foundation

extension Matrix where Scalar == Double {
    /// ρ: the largest absolute value of an eigenvalue, real or complex, of a square matrix.
    ///
    /// Gelfand's formula, ρ = lim ‖Aᵏ‖^(1/k), at k = 2⁴⁰, reached by squaring; each square is made one of norm 1, so that
    /// nothing overflows. The relative error is some 10⁻¹⁰ or less. 0 where a power vanishes. Elements are to be of a size
    /// whose squares are numbers still, up to some 10¹⁵⁰.
    package var spectralRadius: Double {
        precondition(rows == columns, "a square matrix")
        var power = Matrix(rows: rows, columns: columns)
        power.copy(from: self)
        // ln ‖A^(2^j)‖ / 2^j
        var logarithm = 0.0
        var share = 1.0
        for _ in 0...40 {
            let norm = power.frobeniusNorm
            guard norm > 0 else { return 0 }
            logarithm += share * log(norm)
            for i in 0..<rows { for j in 0..<columns { power[i, j] /= norm } }
            let square = Matrix(rows: rows, columns: columns)
            multiply(power, power, into: square)
            power = square
            share /= 2
        }
        return exp(logarithm)
    }

    /// The root of the sum of all squares.
    package var frobeniusNorm: Double {
        var sum = 0.0
        for i in 0..<rows { for j in 0..<columns { sum += self[i, j] * self[i, j] } }
        return sum.squareRoot()
    }
}
