internal import Basics
public import Counting
public import Statistics
internal import Storage
public import Tokenization

extension Corpus {
    /// How many n-grams of an order occur how often, boundary markers left out.
    ///
    /// - Parameters:
    ///   - order: at least 1, without an upper limit.
    ///   - splits: all where `nil`, with what cuts inside segments separate.
    /// - Complexity: up to order 3 the database has the spectra of all splits and of each; others are counted.
    public func frequencySpectrum(order: Int, splits: Set<Split>? = nil) throws -> FrequencySpectrum {
        try frequencySpectrum(order: order, of: CorpusPart(splits: splits ?? Set(Split.allCases)))
    }

    /// The same of a part; of some documents it is counted.
    public func frequencySpectrum(order: Int, of part: CorpusPart) throws -> FrequencySpectrum {
        guard CorpusStore.storedOrders.contains(order), let part = StoredPart(part) else {
            return FrequencySpectrum(of: try tokens(of: part), order: order)
        }
        return FrequencySpectrum(
            entries: try store.storedSpectrum(order: order, split: part.split).map {
                .init(frequency: $0.frequency, types: $0.types)
            })
    }
}

extension FrequencySpectrum {
    /// The spectrum of the n-grams of a stream that hold neither `<s>` nor `</s>`.
    public init(of stream: TokenStream, order: Int) {
        self.init(withoutMarkers: countNgrams(in: stream, order: order, threads: stream.threads))
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
    /// The tokens of several splits, one after the other; of all in document order, a segment that was cut one again.
    public func tokens(of splits: Set<Split>) throws -> TokenStream {
        if splits == Set(Split.allCases) { return try store.allTokens() }
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

extension TokenStream {
    /// How many threads to count with: of a short text, as a document is, starting some would take longer than the work.
    var threads: Int { ids.count < 1 << 16 ? 1 : availableThreads }
}
