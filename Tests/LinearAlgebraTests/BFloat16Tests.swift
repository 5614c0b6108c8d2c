internal import LinearAlgebra
internal import Statistics
internal import Testing

/// The nearest number whose significand has 8 bits, ties to the even one, by its definition.
func roundedToBFloat16(_ x: Float) -> Float {
    guard x.isFinite, x != 0 else { return x }
    // A unit in the last of 8 places; subnormal numbers all have that of the least normal.
    let exponent = max(x.exponent, Float.leastNormalMagnitude.exponent)
    let unit = Double(sign: .plus, exponent: Int(exponent) - 7, significand: 1)
    let rounded = (Double(x) / unit).rounded(.toNearestOrEven) * unit
    // 2¹²⁸ is no number: Float makes infinity of it.
    return Float(rounded)
}

private func rounded(_ matrix: Matrix<Float>) -> Matrix<Double> {
    let rounded = Matrix<Double>(rows: matrix.rows, columns: matrix.columns)
    for r in 0..<matrix.rows {
        for c in 0..<matrix.columns { rounded[r, c] = Double(roundedToBFloat16(matrix[r, c])) }
    }
    return rounded
}

private func bits(of values: [Float]) -> [UInt16] {
    var rounded = [UInt16](repeating: 0, count: values.count)
    unsafe values.withUnsafeBufferPointer { values in
        unsafe rounded.withUnsafeMutableBufferPointer {
            unsafe Float.roundToBFloat16(values.baseAddress!, into: $0.baseAddress!, count: values.count)
        }
    }
    return rounded
}

@Test("Rounding to bfloat16 takes the nearest, the even one of two, for numbers of all sizes")
func roundsToNearest() {
    var random = SeededGenerator(seed: 5)
    var values = (0..<100_001).map { _ in Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random)) }
    // Ties, and their neighbours on both sides, of every exponent and sign; subnormal numbers have exponent 0.
    for upper in stride(from: UInt32(0), to: 1 << 16, by: 1) {
        values += [0x7FFF, 0x8000, 0x8001].map { Float(bitPattern: upper << 16 | $0) }
    }
    values += [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude]
    let wrong = zip(values, bits(of: values)).filter { value, bits in
        let rounded = Float(bitPattern: UInt32(bits) << 16)
        return value.isNaN ? !rounded.isNaN : rounded.bitPattern != roundedToBFloat16(value).bitPattern
    }
    #expect(wrong.isEmpty)
    #expect(bits(of: [1, 1.00390625, 1.01171875, -.greatestFiniteMagnitude]) == [0x3F80, 0x3F80, 0x3F82, 0xFF80])
}

@Test(
    "Products in bfloat16 are those of the rounded operands, in all shapes, transposed or not, accumulated or not",
    .enabled(if: ProductPrecision.bfloat16.isSupported), arguments: [false, true], [false, true])
func productsOfRoundedOperands(aTransposed: Bool, bTransposed: Bool) {
    var random = SeededGenerator(seed: 6)
    // Random shapes; some odd, some as in training.
    let shapes =
        (0..<12).map { _ in
            (
                Int.random(in: 64..<300, using: &random), Int.random(in: 64..<300, using: &random),
                Int.random(in: 1..<200, using: &random)
            )
        } + [(64, 64, 1), (240, 1000, 200), (64, 65, 7)]
    for (number, (m, n, k)) in shapes.enumerated() {
        #expect(ProductPrecision.bfloat16.roundsOperands(rows: m, columns: n))
        // Operands and result are windows of wider matrices, or fill theirs.
        let gap = number % 2 * 3
        let wideA: Matrix<Float> = randomMatrix(aTransposed ? k : m, (aTransposed ? m : k) + gap, using: &random)
        let wideB: Matrix<Float> = randomMatrix(bTransposed ? n : k, (bTransposed ? k : n) + gap, using: &random)
        let a = wideA.columns(0..<wideA.columns - gap)
        let b = wideB.columns(gap..<wideB.columns)
        let (roundedA, roundedB) = (rounded(a), rounded(b))
        for accumulating in [false, true] {
            let wide: Matrix<Float> = randomMatrix(m, n + gap, using: &random)
            let before = Matrix<Float>(rows: m, columns: n + gap)
            before.copy(from: wide)
            multiply(
                a, transposed: aTransposed, b, transposed: bTransposed, into: wide.columns(0..<n),
                accumulating: accumulating, precision: .bfloat16)
            var largest = 0.0
            for i in 0..<m {
                for j in 0..<n {
                    var sum = accumulating ? Double(before[i, j]) : 0
                    var magnitude = abs(sum)
                    for l in 0..<k {
                        let term =
                            (aTransposed ? roundedA[l, i] : roundedA[i, l])
                            * (bTransposed ? roundedB[j, l] : roundedB[l, j])
                        sum += term
                        magnitude += abs(term)
                    }
                    // k roundings of sums no greater than the sum of magnitudes.
                    largest = max(largest, abs(Double(wide[i, j]) - sum) / magnitude / Double(k + 1))
                }
                for j in n..<n + gap { #expect(wide[i, j] == before[i, j]) }
            }
            #expect(largest < 6e-8, "\(m) × \(n) × \(k), accumulating \(accumulating)")
        }
    }
}

@Test(
    "The same product has the same bits at every time, and few rows those of single precision",
    .enabled(if: ProductPrecision.bfloat16.isSupported))
func productsRepeat() {
    var random = SeededGenerator(seed: 7)
    let (a, b): (Matrix<Float>, Matrix<Float>) = (
        randomMatrix(96, 50, using: &random), randomMatrix(50, 80, using: &random)
    )
    func product(_ rows: Int, _ precision: ProductPrecision) -> [Float] {
        let c = Matrix<Float>(rows: rows, columns: 80)
        multiply(a.rows(0..<rows), b, into: c, precision: precision)
        return c.buffer.values
    }
    #expect(product(96, .bfloat16) == product(96, .bfloat16))
    #expect(product(96, .bfloat16) != product(96, .single))
    #expect(product(8, .bfloat16) == product(8, .single))
}

@Test("A pool's threads take products in bfloat16 at once", .enabled(if: ProductPrecision.bfloat16.isSupported))
func productsOnThreads() {
    var random = SeededGenerator(seed: 8)
    let factors: [(Matrix<Float>, Matrix<Float>)] = (0..<12).map { task in
        (randomMatrix(64 + task, 40, using: &random), randomMatrix(40, 90, using: &random))
    }
    let together = factors.map { Matrix<Float>(rows: $0.0.rows, columns: 90) }
    let apart = factors.map { Matrix<Float>(rows: $0.0.rows, columns: 90) }
    ThreadPool(threads: 4).run(tasks: 12) {
        multiply(factors[$0].0, factors[$0].1, into: together[$0], precision: .bfloat16)
    }
    for (task, (a, b)) in factors.enumerated() { multiply(a, b, into: apart[task], precision: .bfloat16) }
    #expect(together.map(\.buffer.values) == apart.map(\.buffer.values))
}

@Test("Doubles are multiplied in double precision whatever is asked for")
func doublesAreNotRounded() {
    var random = SeededGenerator(seed: 9)
    let (a, b): (Matrix<Double>, Matrix<Double>) = (
        randomMatrix(64, 20, using: &random), randomMatrix(20, 64, using: &random)
    )
    let (asked, plain) = (Matrix<Double>(rows: 64, columns: 64), Matrix<Double>(rows: 64, columns: 64))
    multiply(a, b, into: asked, precision: .bfloat16)
    multiply(a, b, into: plain)
    #expect(asked.buffer.values == plain.buffer.values)
}
