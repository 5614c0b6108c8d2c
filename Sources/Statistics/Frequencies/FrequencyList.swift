/// A line of a list of frequencies that cannot be read.
public struct FrequencyListError: Error, Sendable, Equatable {
    /// From 1; `nil` where the list as a whole is at fault.
    public let line: Int?
    /// What is wrong, as a clause without a full stop.
    public let fact: String
    public let remedy: String
}

extension FrequencySpectrum {
    /// Reads frequencies: one count a line, or a frequency m and its number of types V_m.
    ///
    /// Fields are separated by white space or a comma. A first line without a number is taken for a header, as in zipfR's
    /// `.spc` files. A byte-order mark, blank lines and those that begin with `#` are passed over. All lines have as many
    /// fields as the first.
    ///
    ///     try FrequencySpectrum(list: "5\n2\n2\n")   // V₂ = 2, V₅ = 1
    ///     try FrequencySpectrum(list: "2 2\n5 1\n")  // the same
    public init(list: String) throws(FrequencyListError) {
        var typesOf: [Int: Int] = [:]
        var columns: Int?
        var (number, tokens) = (0, 0)
        let text = list.first == "\u{FEFF}" ? list.dropFirst() : list[...]
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let fields = line.split { byte in
                [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ",")].contains(byte)
            }.map { String(decoding: $0, as: UTF8.self) }
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            if columns == nil, fields.allSatisfy({ !$0.contains(where: \.isNumber) }), fields.count <= 2 {
                columns = fields.count
                continue
            }
            guard fields.count <= 2, fields.count == columns ?? fields.count else {
                throw FrequencyListError(
                    line: number,
                    fact: "\(fields.count) value\(fields.count == 1 ? "" : "s") where "
                        + "\(columns.map(String.init) ?? "1 or 2") belong\(columns == 1 ? "s" : "")",
                    remedy: "Give one count a line, or a frequency and its number of types on every line.")
            }
            columns = fields.count
            let frequency = try Self.positive(first, line: number)
            let types = fields.count == 2 ? try Self.positive(fields[1], line: number) : 1
            if fields.count == 2, typesOf[frequency] != nil {
                throw FrequencyListError(
                    line: number, fact: "the frequency \(frequency) is there a second time",
                    remedy: "Each line of `m V_m` is for another m; for plain counts give one number a line.")
            }
            let (product, overflow) = frequency.multipliedReportingOverflow(by: types)
            let (sum, overflows) = tokens.addingReportingOverflow(product)
            guard !overflow, !overflows else {
                throw FrequencyListError(
                    line: number, fact: "the frequencies add up to more than a 64-bit integer holds",
                    remedy: "Check the line.")
            }
            tokens = sum
            typesOf[frequency, default: 0] += types
        }
        guard !typesOf.isEmpty else {
            throw FrequencyListError(line: nil, fact: "there is no count in it", remedy: "Give one count a line.")
        }
        self.init(entries: typesOf.sorted { $0.key < $1.key }.map { Entry(frequency: $0.key, types: $0.value) })
    }

    private static func positive(_ field: String, line: Int) throws(FrequencyListError) -> Int {
        guard let number = Int(field) else {
            throw FrequencyListError(
                line: line, fact: "“\(field.prefix(40))” is no whole number",
                remedy: "Give one count a line, or a frequency and its number of types (`m V_m`).")
        }
        guard number >= 1 else {
            throw FrequencyListError(
                line: line, fact: "\(number) is no count of something seen", remedy: "Leave out what does not occur.")
        }
        return number
    }
}
