/// Counts of places that have an order as small bars, the largest count as high as a line.
struct CountsStrip {
    let counts: [Int]

    init(_ counts: [Int]) { self.counts = counts }

    private var most: Int { counts.max() ?? 0 }

    /// A character for each place, blank where there is none.
    var text: String {
        let glyphs = Array("▁▂▃▄▅▆▇█")
        return String(
            counts.map { count in
                count > 0 ? glyphs[min(glyphs.count - 1, (count * glyphs.count - 1) / most)] : Character(" ")
            })
    }

    /// In words, for those who do not see it.
    var description: String {
        guard let least = counts.min(), most > 0, let place = counts.firstIndex(of: most) else {
            return "0 in all of \(counts.count)"
        }
        let range = "\(NumberText.grouped(least)) to \(NumberText.grouped(most))"
        return "\(range), most in place \(place + 1) of \(counts.count)"
    }

    /// A drawing to stand in a line of text, in its colour; what is there is seen however small it is.
    var svg: String {
        let (step, height) = (4, 18)
        let bars = counts.enumerated().filter { $0.element > 0 }.map { place, count in
            let bar = max(1.0, Double(count) / Double(most) * Double(height))
            return "M\(place * step) \(height)v\(unit(-bar))h\(step - 1)v\(unit(bar))z"
        }.joined()
        let width = counts.count * step
        return """
            <svg class="strip" role="img" aria-label="\(description.xml)" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)"><path class="ground" d="M0 \(height)h\(width)"/><path d="\(bars)"/></svg>
            """
    }
}
