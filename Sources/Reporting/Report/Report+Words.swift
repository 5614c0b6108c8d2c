extension Report {
    /// A piece of running text with the value by which it is coloured, such as a word and its surprisal.
    package struct Word: Sendable {
        /// As it stands in the text, with the punctuation that touches it.
        package let text: String
        /// Not negative; `nil` for what has none and stays plain.
        package let value: Double?
        /// What is said of it beside the value, such as its probability.
        package let remark: String
        /// Whether nothing stands between it and the piece before it.
        package let touchesPrevious: Bool

        package init(_ text: String, _ value: Double?, remark: String = "", touchesPrevious: Bool = false) {
            self.text = text
            self.value = value
            self.remark = remark
            self.touchesPrevious = touchesPrevious
        }
    }

    /// How values become colours: one warm scale from nothing at 0 to the fullest.
    package struct WordScale: Sendable {
        /// What the values are measured in, such as `bits`.
        package let unit: String
        /// The value from which on the colour grows no more.
        package let fullest: Double

        /// - Precondition: `fullest` is positive.
        package init(unit: String, fullest: Double) {
            precondition(fullest > 0, "a scale has an end")
            self.unit = unit
            self.fullest = fullest
        }

        /// Surprisal: from 14 bits on, a chance of one in 16,384, a word could hardly surprise more.
        package static let bits = WordScale(unit: "bits", fullest: 14)

        /// 0…1.
        func share(_ value: Double) -> Double { value.isNaN ? 0 : min(1, max(0, value / fullest)) }
    }
}

extension Report.Block {
    /// Running text coloured by a value: each paragraph its words in order. A page shows the value by the ground and by the
    /// thickness of a line under the word, a terminal by colour; without colours it is left out.
    package static func words(
        _ paragraphs: [[Report.Word]], by scale: Report.WordScale = .bits, named name: String = "words"
    ) -> Report.Block {
        Report.Block(content: .words(paragraphs, scale), name: name)
    }
}
