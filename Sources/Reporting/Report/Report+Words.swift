extension Report {
    /// A piece of running text with the value by which it is coloured, such as a word and its surprisal.
    package struct Word: Sendable {
        /// As it stands in the text, with the punctuation that touches it.
        package let text: String
        /// On the block's scale; `nil` for what has none and stays plain.
        package let value: Double?
        /// What is said of it beside the value, such as its probability.
        package let remark: String
        /// Whether nothing stands between it and the piece before it.
        package let touchesPrevious: Bool
        /// Whether it stands out, as what was given does among what was made of it.
        package let isMarked: Bool
        /// The question that the piece answers, by the names of a command's options and `q` for its argument: a server knows
        /// by it which page the piece leads to. Empty for none.
        package let question: [(name: String, value: String)]

        package init(
            _ text: String, _ value: Double?, remark: String = "", touchesPrevious: Bool = false,
            isMarked: Bool = false, question: [(name: String, value: String)] = []
        ) {
            self.text = text
            self.value = value
            self.remark = remark
            self.touchesPrevious = touchesPrevious
            self.isMarked = isMarked
            self.question = question
        }
    }

    /// How values become colours: a warm scale from nothing at 0 to the fullest; or two scales away from 0, one for either
    /// side.
    package struct WordScale: Sendable {
        /// What the values are measured in, such as `bits`.
        package let unit: String
        /// The size of a value from which on the colour grows no more.
        package let fullest: Double
        /// What values above and below 0 say, in a few words; `nil` for values that are never negative.
        package let sides: (above: String, below: String)?

        /// - Precondition: `fullest` is positive.
        package init(unit: String, fullest: Double, sides: (above: String, below: String)? = nil) {
            precondition(fullest > 0, "a scale has an end")
            self.unit = unit
            self.fullest = fullest
            self.sides = sides
        }

        /// Surprisal: from 14 bits on, a chance of one in 16,384, a word could hardly surprise more.
        package static let bits = WordScale(unit: "bits", fullest: 14)

        /// How full the colour is: 0…1.
        func share(_ value: Double) -> Double {
            let size = sides == nil ? value : abs(value)
            return size.isNaN ? 0 : min(1, max(0, size / fullest))
        }

        /// Whether a value is on the side below 0.
        func isBelow(_ value: Double) -> Bool { sides != nil && value < 0 }

        /// Values that stand for the whole scale, ascending, with what is said beside them.
        var samples: [(value: Double, text: String)] {
            guard let sides else {
                return [0, 0.25, 0.5, 0.75, 1].map { share in
                    let value = share * fullest
                    let end = share == 0 ? " \(unit)" : share == 1 ? " and more" : ""
                    return (value, NumberText.rounded(value, significantDigits: 3).trimmedZeros + end)
                }
            }
            return [-1, -0.5, 0, 0.5, 1].map { share in
                let number = NumberText.rounded(abs(share) * fullest, significantDigits: 3).trimmedZeros
                let text =
                    switch share {
                    case -1: "\(sides.below) by \(number) \(unit) and more"
                    case 1: "\(sides.above) by \(number) \(unit) and more"
                    case 0: "alike"
                    default: number
                    }
                return (share * fullest, text)
            }
        }
    }
}

extension String {
    /// A number without the zeros that end its decimals: `3.50` → `3.5`, `7.00` → `7`.
    fileprivate var trimmedZeros: String {
        guard contains(".") else { return self }
        let kept = String(reversed().drop { $0 == "0" }.reversed())
        return kept.hasSuffix(".") ? String(kept.dropLast()) : kept
    }
}

extension Report.Block {
    /// Running text coloured by a value: each paragraph its words in order. A page shows the value by the ground and by the
    /// thickness of a line under the word, below 0 a dashed one, a terminal by colour; without colours it is left out.
    package static func words(
        _ paragraphs: [[Report.Word]], by scale: Report.WordScale = .bits, named name: String = "words"
    ) -> Report.Block {
        Report.Block(content: .words(paragraphs, scale), name: name)
    }
}
