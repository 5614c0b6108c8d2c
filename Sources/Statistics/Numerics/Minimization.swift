internal import Foundation

/// Where a function of two variables is smallest.
struct Minimum {
    let point: SIMD2<Double>
    let value: Double
}

/// The minimum of a function of two variables: the simplex method of Nelder & Mead (1965), restarted once, for it can
/// shrink onto a point that is none; then Newton's steps on central differences.
///
/// - Parameters:
///   - start: where to begin.
///   - step: the size of the first simplex in each variable; a thousandth is that of the differences.
///   - function: +∞ outside its domain.
func minimum(
    from start: SIMD2<Double>, step: SIMD2<Double>, _ function: (SIMD2<Double>) -> Double
) -> Minimum {
    var best = simplexDescent(from: start, step: step, function)
    best = simplexDescent(from: best.point, step: step / 10, function)
    for _ in 0..<4 {
        guard let (gradient, inverse) = derivatives(at: best.point, step: step / 1000, function) else { break }
        let move = SIMD2(
            inverse.diagonal.x * gradient.x + inverse.corner * gradient.y,
            inverse.corner * gradient.x + inverse.diagonal.y * gradient.y)
        let point = best.point - move
        let value = function(point)
        guard value <= best.value + 1e-14 * abs(best.value) else { break }
        best = (point, value)
    }
    return Minimum(point: best.point, value: best.value)
}

private func simplexDescent(
    from start: SIMD2<Double>, step: SIMD2<Double>, _ function: (SIMD2<Double>) -> Double
) -> (point: SIMD2<Double>, value: Double) {
    func corner(_ point: SIMD2<Double>) -> (point: SIMD2<Double>, value: Double) { (point, function(point)) }
    var corners = [corner(start), corner(start + SIMD2(step.x, 0)), corner(start + SIMD2(0, step.y))]
    for _ in 0..<500 {
        corners.sort { $0.value < $1.value }
        let (best, middle, worst) = (corners[0], corners[1], corners[2])
        let size = (worst.point - best.point) / step
        if worst.value - best.value <= 1e-12 * (1 + abs(best.value)), (size * size).sum() < 1e-8 { break }
        let centre = (best.point + middle.point) / 2
        func along(_ t: Double) -> (point: SIMD2<Double>, value: Double) { corner(centre + t * (worst.point - centre)) }
        let reflected = along(-1)
        if reflected.value < best.value {
            let expanded = along(-2)
            corners[2] = expanded.value < reflected.value ? expanded : reflected
        } else if reflected.value < middle.value {
            corners[2] = reflected
        } else {
            let contracted = reflected.value < worst.value ? along(-0.5) : along(0.5)
            if contracted.value < min(reflected.value, worst.value) {
                corners[2] = contracted
            } else {
                corners[1] = corner((best.point + middle.point) / 2)
                corners[2] = corner((best.point + worst.point) / 2)
            }
        }
    }
    return corners.min { $0.value < $1.value }!
}

/// The gradient and the inverse of the matrix of second derivatives by central differences; `nil` where that is not
/// positive definite, as at the edge of the domain.
private func derivatives(
    at point: SIMD2<Double>, step: SIMD2<Double>, _ function: (SIMD2<Double>) -> Double
) -> (gradient: SIMD2<Double>, inverse: (diagonal: SIMD2<Double>, corner: Double))? {
    func f(_ i: Double, _ j: Double) -> Double { function(point + SIMD2(i, j) * step) }
    let (centre, right, left, up, down) = (f(0, 0), f(1, 0), f(-1, 0), f(0, 1), f(0, -1))
    let gradient = SIMD2(right - left, up - down) / (2 * step)
    let xx = (right - 2 * centre + left) / square(step.x)
    let yy = (up - 2 * centre + down) / square(step.y)
    let xy = (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * step.x * step.y)
    let determinant = xx * yy - xy * xy
    guard determinant > 0, xx > 0, determinant.isFinite else { return nil }
    return (gradient, (SIMD2(yy, xx) / determinant, -xy / determinant))
}
