internal import Foundation
internal import LinearAlgebra
internal import Statistics
internal import Synchronization
internal import Testing

func randomMatrix<Scalar: MatrixScalar>(
    _ rows: Int, _ columns: Int, within bound: Double = 1, using random: inout SeededGenerator
) -> Matrix<Scalar> {
    let matrix = Matrix<Scalar>(rows: rows, columns: columns)
    for r in 0..<rows { for c in 0..<columns { matrix[r, c] = Scalar(bound * (2 * random.uniform() - 1)) } }
    return matrix
}

@Test("Products of all shapes, transposed or not, equal sums written out", arguments: [false, true], [false, true])
func products(aTransposed: Bool, bTransposed: Bool) {
    var random = SeededGenerator(seed: 1)
    for (m, n, k) in [(1, 1, 1), (3, 5, 2), (16, 64, 33), (2, 7, 0), (1, 100, 40)] {
        let a: Matrix<Float> = aTransposed ? randomMatrix(k, m, using: &random) : randomMatrix(m, k, using: &random)
        let b: Matrix<Float> = bTransposed ? randomMatrix(n, k, using: &random) : randomMatrix(k, n, using: &random)
        for accumulating in [false, true] {
            // Within a wider matrix, whose other columns stay as they are.
            let wide: Matrix<Float> = randomMatrix(m, n + 3, using: &random)
            let before = wide.buffer.values
            multiply(
                a, transposed: aTransposed, b, transposed: bTransposed, into: wide.columns(1..<n + 1),
                accumulating: accumulating)
            for i in 0..<m {
                #expect(wide[i, 0] == before[i * (n + 3)])
                #expect(wide[i, n + 1] == before[i * (n + 3) + n + 1])
                for j in 0..<n {
                    var sum = accumulating ? Double(before[i * (n + 3) + j + 1]) : 0
                    for l in 0..<k {
                        sum += Double(aTransposed ? a[l, i] : a[i, l]) * Double(bTransposed ? b[j, l] : b[l, j])
                    }
                    #expect(abs(Double(wide[i, j + 1]) - sum) < 1e-4)
                }
            }
        }
    }
}

@Test("A row's product does not depend on the rows beside it", arguments: [1, 5, 95, 96, 97, 200])
func rowsAlike(rows: Int) {
    var random = SeededGenerator(seed: 4)
    let (a, b): (Matrix<Float>, Matrix<Float>) = (
        randomMatrix(rows, 33, using: &random), randomMatrix(33, 50, using: &random)
    )
    for accumulating in [false, true] {
        let whole: Matrix<Float> = randomMatrix(rows, 50, using: &random)
        let alone = Matrix<Float>(rows: rows, columns: 50)
        alone.copy(from: whole)
        multiplyRowsAlike(a, b, into: whole, accumulating: accumulating)
        for row in 0..<rows {
            multiplyRowsAlike(a.rows(row..<row + 1), b, into: alone.rows(row..<row + 1), accumulating: accumulating)
        }
        #expect(whole.buffer.values.map(\.bitPattern) == alone.buffer.values.map(\.bitPattern))
    }
}

@Test("exp, tanh and the sigmoid are within 1e-6 of the true values", arguments: [1e-3, 1, 20, 87])
func elementaryFunctions(bound: Double) {
    var random = SeededGenerator(seed: 2)
    let x: Matrix<Float> = randomMatrix(1, 10_001, within: bound, using: &random)
    func check(_ name: String, _ apply: (Matrix<Float>) -> Void, _ truth: (Double) -> Double) {
        let y = Matrix<Float>(rows: 1, columns: x.columns)
        y.copy(from: x)
        apply(y)
        for i in 0..<x.columns {
            let wanted = truth(Double(x[0, i]))
            guard wanted.magnitude > 1e-37 else { continue }
            #expect(abs(Double(y[0, i]) - wanted) <= 1e-6 * abs(wanted), "\(name)(\(x[0, i]))")
        }
    }
    check("exp", { m in unsafe Float.exp(m.pointer, count: m.columns) }, { Foundation.exp($0) })
    check("tanh", { m in unsafe Float.tanh(m.pointer, count: m.columns) }, { Foundation.tanh($0) })
    check("sigmoid", { m in unsafe Float.sigmoid(m.pointer, count: m.columns) }, { 1 / (1 + Foundation.exp(-$0)) })
}

@Test("Infinities and NaN pass through the elementary functions as they should")
func specialValues() {
    func apply(_ value: Float, _ function: (UnsafeMutablePointer<Float>, Int) -> Void) -> Float {
        let m = Matrix<Float>(rows: 1, columns: 1)
        m[0, 0] = value
        unsafe function(m.pointer, 1)
        return m[0, 0]
    }
    let exp = { (x: Float) in unsafe apply(x) { unsafe Float.exp($0, count: $1) } }
    let tanh = { (x: Float) in unsafe apply(x) { unsafe Float.tanh($0, count: $1) } }
    let sigmoid = { (x: Float) in unsafe apply(x) { unsafe Float.sigmoid($0, count: $1) } }
    #expect(exp(.infinity) == .infinity && exp(-.infinity) == 0 && exp(0) == 1 && exp(.nan).isNaN)
    #expect(tanh(.infinity) == 1 && tanh(-.infinity) == -1 && tanh(0) == 0 && tanh(.nan).isNaN)
    #expect(sigmoid(.infinity) == 1 && sigmoid(-.infinity) == 0 && sigmoid(0) == 0.5 && sigmoid(.nan).isNaN)
}

@Test("The other kernels agree between Float and Double")
func reductions() {
    var random = SeededGenerator(seed: 3)
    for count in [1, 31, 32, 33, 500] {
        let x: Matrix<Float> = randomMatrix(1, count, within: 3, using: &random)
        let y: Matrix<Float> = randomMatrix(1, count, within: 3, using: &random)
        let (dx, dy) = (Matrix<Double>(rows: 1, columns: count), Matrix<Double>(rows: 1, columns: count))
        for i in 0..<count { (dx[0, i], dy[0, i]) = (Double(x[0, i]), Double(y[0, i])) }
        let squares = unsafe (
            Float.sumOfSquares(x.pointer, count: count), Double.sumOfSquares(dx.pointer, count: count)
        )
        #expect(abs(squares.0 - squares.1) < 1e-9 * squares.1)
        let maxima = unsafe (
            Float.addMaximum(x.pointer, adding: y.pointer, count: count),
            Double.addMaximum(dx.pointer, adding: dy.pointer, count: count)
        )
        #expect(abs(Double(maxima.0) - maxima.1) < 1e-6)
        let sums = unsafe (
            Float.expSum(x.pointer, shift: maxima.0, count: count),
            Double.expSum(dx.pointer, shift: maxima.1, count: count)
        )
        #expect(abs(Double(sums.0) - sums.1) < 1e-5 * sums.1)
        for i in 0..<count { #expect(abs(Double(x[0, i]) - dx[0, i]) < 1e-5) }
        let again = unsafe (
            Float.addExpSum(x.pointer, adding: y.pointer, count: count),
            Double.addExpSum(dx.pointer, adding: dy.pointer, count: count)
        )
        #expect(abs(Double(again.0) - again.1) < 1e-5 * again.1)
        for i in 0..<count { #expect(abs(Double(x[0, i]) - dx[0, i]) < 1e-5 * dx[0, i]) }
    }
}

@Test("A transposed matrix transposed is the matrix", arguments: [(1, 1), (16, 16), (33, 50), (5, 200)])
func transposition(rows: Int, columns: Int) {
    var random = SeededGenerator(seed: 4)
    let a: Matrix<Float> = randomMatrix(rows, columns, using: &random)
    let (b, c) = (Matrix<Float>(rows: columns, columns: rows), Matrix<Float>(rows: rows, columns: columns))
    b.transpose(from: a)
    c.transpose(from: b)
    #expect(c.buffer.values == a.buffer.values)
    #expect(b[columns - 1, 0] == a[0, columns - 1])
}

@Test("Every task of a pool runs once", arguments: [1, 2, 5])
func pool(threads: Int) {
    // Where no thread is to be had, the caller does it all.
    for pool in [ThreadPool(threads: threads), ThreadPool(threads: threads, by: { _ in false })] {
        for tasks in [0, 1, 2, 17] {
            let counts = Mutex<[Int]>(Array(repeating: 0, count: tasks))
            pool.run(tasks: tasks) { task in counts.withLock { $0[task] += 1 } }
            #expect(counts.withLock { $0 } == Array(repeating: 1, count: tasks))
        }
    }
}
