/// A line of a list of frequencies that cannot be read.
package struct FrequencyListError: Error, Sendable, Equatable {
    /// From 1; `nil` where the list as a whole is at fault.
    package let line: Int?
    /// What is wrong, as a clause without a full stop.
    package let fact: String
    package let remedy: String
}

extension FrequencySpectrum {
    /// The largest number of tokens of a list: 2⁵³, to which a `Double` tells all whole numbers apart.
    package static let largestListedTokens = 1 << 53

    /// Reads frequencies: one count per line; a frequency m and its number of types V_m; or a table with a column of
    /// counts, as a word and its count.
    ///
    /// Fields are separated by tabs, semicolons, commas (quoted as RFC 4180 has it) or white space. A first line without a
    /// whole number is a header; names in it as `count` or `Vm` tell the columns. Without one, counts are the column of
    /// whole numbers, and of two such columns the first is m. A byte-order mark, blank lines and those that begin with `#`
    /// are passed over, unless they are a word's line.
    ///
    ///     try FrequencySpectrum(list: "5\n2\n2\n")             // V₂ = 2, V₅ = 1
    ///     try FrequencySpectrum(list: "2 2\n5 1\n")            // the same
    ///     try FrequencySpectrum(list: "the 5\nof 2\nand 2\n")  // the same
    ///
    /// - Throws: the first line that cannot be read so; a number with a thousands separator is none.
    package init(list: String) throws(FrequencyListError) {
        let table = try FrequencyTable(list)
        var typesOf: [Int: Int] = [:]
        var tokens = 0
        try table.forEachCount { count, types, line throws(FrequencyListError) in
            if table.isSpectrum, typesOf[count] != nil {
                throw FrequencyListError(
                    line: line, fact: "the frequency \(count) is there a second time",
                    remedy: "Each line of `m V_m` is for another m; for plain counts give one number a line.")
            }
            let (product, overflow) = count.multipliedReportingOverflow(by: types)
            let (sum, overflows) = tokens.addingReportingOverflow(product)
            guard !overflow, !overflows, sum <= Self.largestListedTokens else {
                throw FrequencyListError(
                    line: line, fact: "the frequencies add up to more than 2⁵³, about 9·10¹⁵ tokens",
                    remedy: "Check the line; laws cannot be fitted to so many exactly.")
            }
            tokens = sum
            typesOf[count, default: 0] += types
        }
        guard !typesOf.isEmpty else {
            throw FrequencyListError(line: nil, fact: "there is no count in it", remedy: "Give one count a line.")
        }
        self.init(entries: typesOf.sorted { $0.key < $1.key }.map { Entry(frequency: $0.key, types: $0.value) })
    }
}

/// Words with their counts, as a list has them.
package struct ListedCounts: Sendable {
    /// In the order of the list; a word may come again.
    package private(set) var words: [(word: String, count: Int)] = []

    /// Reads a table of words and counts, in columns as `FrequencySpectrum(list:)` knows them.
    ///
    /// - Throws: the first line that cannot be read so; a list of counts alone is none.
    package init(list: String) throws(FrequencyListError) {
        var (words, tokens, isTooLarge) = ([(word: String, count: Int)](), 0, false)
        try FrequencyTable(list).forEachWord { word, count in
            words.append((word, count))
            let (sum, overflows) = tokens.addingReportingOverflow(count)
            isTooLarge = isTooLarge || overflows || sum > FrequencySpectrum.largestListedTokens
            tokens = overflows ? tokens : sum
        }
        if isTooLarge {
            throw FrequencyListError(
                line: nil, fact: "the counts add up to more than 2⁵³, about 9·10¹⁵ tokens", remedy: "Check the counts.")
        }
        if words.isEmpty {
            throw FrequencyListError(
                line: nil, fact: "there is no count in it", remedy: "Give a word and its count a line.")
        }
        self.words = words
    }
}
