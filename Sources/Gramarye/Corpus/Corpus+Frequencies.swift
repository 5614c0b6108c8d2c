public import Counting
public import Statistics
public import Tokenization

extension Corpus {
    /// How many n-grams of an order occur how often, boundary markers left out.
    ///
    /// - Parameters:
    ///   - order: at least 1, without an upper limit.
    ///   - splits: all where `nil`.
    public func frequencySpectrum(order: Int, splits: Set<Split>? = nil) throws -> FrequencySpectrum {
        FrequencySpectrum(withoutMarkers: try store.counts(order: order, splits: splits ?? Set(Split.allCases)))
    }
}

extension FrequencySpectrum {
    /// The spectrum of the n-grams of a stream that hold neither `<s>` nor `</s>`.
    public init(of stream: TokenStream, order: Int) {
        self.init(withoutMarkers: countNgrams(in: stream, order: order))
    }

    /// The spectrum of the n-grams that hold neither `<s>` nor `</s>`.
    package init(withoutMarkers table: NgramTable) {
        let (ids, order) = (table.ids, table.order)
        var counts: [UInt64] = []
        counts.reserveCapacity(table.count)
        for (row, count) in table.counts.enumerated() {
            var hasMarker = false
            for index in row * order..<(row + 1) * order where ids[index] <= Marker.segmentEnd {
                hasMarker = hasMarker || ids[index] >= Marker.segmentStart
            }
            if !hasMarker { counts.append(count) }
        }
        self.init(counts: counts)
    }
}

extension Corpus {
    /// The tokens of several splits, one after the other.
    public func tokens(of splits: Set<Split>) throws -> TokenStream {
        var whole = TokenStream()
        for split in Split.allCases where splits.contains(split) {
            let part = try store.tokens(of: split)
            whole.documentStarts += part.documentStarts.map { $0 + whole.ids.count }
            whole.ids += part.ids
            whole.characterCount += part.characterCount
        }
        return whole
    }
}
