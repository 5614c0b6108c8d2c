extension String {
    /// The text with a full stop, unless it ends a sentence or a line of its own.
    package var sentence: String {
        guard let last, last.isLetter || last.isNumber || "'\")]>".contains(last) else { return self }
        return self + "."
    }
}
