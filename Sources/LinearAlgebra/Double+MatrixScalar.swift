internal import Foundation

extension Double: MatrixScalar {
    @usableFromInline package static func multiply(
        _ a: UnsafePointer<Double>, stride aStride: Int, transposed aTransposed: Bool,
        _ b: UnsafePointer<Double>, stride bStride: Int, transposed bTransposed: Bool,
        into c: UnsafeMutablePointer<Double>, stride cStride: Int,
        m: Int, n: Int, k: Int, accumulating: Bool, precision: ProductPrecision
    ) {
        let (aRow, aColumn) = aTransposed ? (1, aStride) : (aStride, 1)
        let (bRow, bColumn) = bTransposed ? (1, bStride) : (bStride, 1)
        for i in 0..<m {
            for j in 0..<n {
                var sum = unsafe accumulating ? c[i * cStride + j] : 0
                for l in 0..<k {
                    unsafe sum += a[i * aRow + l * aColumn] * b[l * bRow + j * bColumn]
                }
                unsafe c[i * cStride + j] = sum
            }
        }
    }

    @usableFromInline package static func exp(_ x: UnsafeMutablePointer<Double>, count: Int) {
        for i in 0..<count { unsafe x[i] = Foundation.exp(x[i]) }
    }

    @usableFromInline package static func tanh(_ x: UnsafeMutablePointer<Double>, count: Int) {
        for i in 0..<count { unsafe x[i] = Foundation.tanh(x[i]) }
    }

    @usableFromInline package static func tanh(
        _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
    ) {
        for i in 0..<count { unsafe y[i] = Foundation.tanh(x[i]) }
    }

    @usableFromInline package static func sigmoid(_ x: UnsafeMutablePointer<Double>, count: Int) {
        for i in 0..<count { unsafe x[i] = 1 / (1 + Foundation.exp(-x[i])) }
    }

    @usableFromInline package static func expSum(_ x: UnsafeMutablePointer<Double>, shift: Double, count: Int) -> Double
    {
        var sum = 0.0
        for i in 0..<count {
            unsafe x[i] = Foundation.exp(x[i] - shift)
            unsafe sum += x[i]
        }
        return sum
    }

    @usableFromInline package static func addExpSum(
        _ x: UnsafeMutablePointer<Double>, adding y: UnsafePointer<Double>, count: Int
    ) -> Double {
        var sum = 0.0
        for i in 0..<count {
            unsafe x[i] = Foundation.exp(x[i] + y[i])
            unsafe sum += x[i]
        }
        return sum
    }

    @usableFromInline package static func addMaximum(
        _ x: UnsafeMutablePointer<Double>, adding y: UnsafePointer<Double>, count: Int
    ) -> Double {
        var maximum = -Double.greatestFiniteMagnitude
        for i in 0..<count {
            unsafe x[i] += y[i]
            unsafe maximum = max(maximum, x[i])
        }
        return maximum
    }

    @usableFromInline package static func addScaled(
        _ a: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
    ) {
        for i in 0..<count { unsafe y[i] += a * x[i] }
    }

    @usableFromInline package static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
        var sum = 0.0
        for i in 0..<count { unsafe sum += x[i] * x[i] }
        return sum
    }

    @usableFromInline package static func transpose(
        _ a: UnsafePointer<Double>, stride aStride: Int, rows: Int, columns: Int,
        into b: UnsafeMutablePointer<Double>, stride bStride: Int
    ) {
        for i in 0..<rows {
            for j in 0..<columns { unsafe b[j * bStride + i] = a[i * aStride + j] }
        }
    }
}
