internal import Foundation
internal import LinearAlgebra
internal import Testing

private func matrix(_ rows: [[Double]]) -> Matrix<Double> {
    let matrix = Matrix<Double>(rows: rows.count, columns: rows[0].count)
    for (i, row) in rows.enumerated() { for (j, value) in row.enumerated() { matrix[i, j] = value } }
    return matrix
}

@Test(
    "The spectral radius is the largest size of an eigenvalue",
    arguments: [
        // Of a triangular matrix the diagonal.
        ([[2, 5, 1], [0, -3, 7], [0, 0, 1]], 3.0),
        // A turn, whose eigenvalues are 0.8 ± 0.6 i, and one twice as far.
        ([[0.8, -0.6], [0.6, 0.8]], 1), ([[1.6, -1.2], [1.2, 1.6]], 2),
        // x² = x + 1.
        ([[1, 1], [1, 0]], (1 + 5.0.squareRoot()) / 2),
        // One eigenvalue twice, and one vector of it.
        ([[0.5, 1], [0, 0.5]], 0.5),
        // What vanishes after two steps.
        ([[0, 1], [0, 0]], 0), ([[0]], 0), ([[-1e-100]], 1e-100),
    ] as [([[Double]], Double)])
func spectralRadius(_ rows: [[Double]], _ radius: Double) {
    let found = matrix(rows).spectralRadius
    #expect(abs(found - radius) <= 1e-9 * radius, "\(found)")
}

@Test func frobeniusNorm() {
    #expect(matrix([[3, 0], [0, -4]]).frobeniusNorm == 5)
}
