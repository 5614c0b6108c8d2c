/// Gauss–Legendre quadrature with eight nodes on each of several equal panels; exact for polynomials of degree 15.
func integral(from a: Double, to b: Double, panels: Int, _ f: (Double) -> Double) -> Double {
    let half = (b - a) / Double(2 * panels)
    var sum = 0.0
    for panel in 0..<panels {
        let centre = a + half * Double(2 * panel + 1)
        for i in 0..<4 {
            sum += legendreWeights[i] * (f(centre - half * legendreNodes[i]) + f(centre + half * legendreNodes[i]))
        }
    }
    return sum * half
}

private let legendreNodes: [4 of Double] = [
    0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363,
]
private let legendreWeights: [4 of Double] = [
    0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763,
]
