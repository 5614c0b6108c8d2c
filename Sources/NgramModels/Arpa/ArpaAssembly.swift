internal import Counting
internal import LanguageModeling
internal import Tokenization

/// Makes the next level of a trie of sorted n-grams, each beside its context: both are gone through once, in order.
struct ArpaAssembly {
    private let form: ArpaKeys
    private let contextForm: ArpaKeys
    private let isContext: Bool
    private let segmentStart: UInt32
    private let contexts: ArpaLevel
    private let folder: String

    let level: ArpaLevel
    /// Where each context's children begin, and the end of the last.
    let childStarts: NumberFile<UInt32>
    /// The keys of contexts that are no n-grams, ascending.
    private(set) var missing: [UInt64] = []
    /// n-grams after such contexts.
    private(set) var orphanCount = 0
    /// The first n-gram that stands twice.
    private(set) var duplicate: ArpaError?

    /// The node of the context at hand.
    private var context = 0
    /// Keys of contexts from some node on.
    private var contextKeys: [UInt64] = []
    private var firstContext = 0
    private var nodes = ArpaNodes()
    private var starts: [UInt32] = []
    private var count: UInt32 = 0
    private var last: (key: [UInt64], line: UInt32)?

    /// - Parameters:
    ///   - runs: the n-grams.
    ///   - contexts: those that are shorter by a word.
    init(_ runs: ArpaRuns, after contexts: ArpaLevel, code: WordCode, plan: SpillPlan) throws {
        form = runs.form
        contextForm = ArpaKeys(bits: form.bits, order: form.order - 1)
        isContext = runs.isContext
        segmentStart = code.code(of: Marker.segmentStart)
        (self.contexts, folder) = (contexts, plan.folder)
        level = try ArpaLevel(in: plan.folder)
        childStarts = try NumberFile(in: plan.folder)
        starts = [0]
        try fillContexts()
        try runs.forEachBlock { try take($0) }
        while context < contexts.count { try advance() }
        try level.append(&nodes)
        try childStarts.append(starts)
        starts = []
    }

    private mutating func fillContexts() throws {
        firstContext = context
        let end = min(contexts.count, context + 1 << 15)
        contextKeys = try contexts.keys.read(context * contextForm.width..<end * contextForm.width)
    }

    /// Goes on to the next context, before whose children stand those of the one at hand.
    private mutating func advance() throws {
        context += 1
        starts.append(count)
        if starts.count >= 1 << 15 {
            try childStarts.append(starts)
            starts.removeAll(keepingCapacity: true)
        }
        if (context - firstContext) * contextForm.width == contextKeys.count { try fillContexts() }
    }

    private mutating func take(_ rows: ArpaRows) throws {
        let (width, contextWidth) = (form.width, contextForm.width)
        let lastPlace = form.order - 1
        let shift = form.shift(of: lastPlace)
        let wordMask = UInt64(1) << UInt64(form.bits) - 1
        // Where the last word stands in a number of the context's, it is left out.
        let masked = lastPlace / form.perNumber
        let contextMask = ~(wordMask << shift)
        for row in 0..<rows.count {
            let start = row * width
            /// Less than 0 where the context at hand stands before that of the row.
            func comparison() -> Int {
                guard context < contexts.count else { return 1 }
                let at = (context - firstContext) * contextWidth
                for number in 0..<contextWidth {
                    let wanted = rows.keys[start + number] & (number == masked ? contextMask : .max)
                    if contextKeys[at + number] != wanted { return contextKeys[at + number] < wanted ? -1 : 1 }
                }
                return 0
            }
            var compared = comparison()
            while compared < 0 {
                try advance()
                compared = comparison()
            }
            if compared > 0 {
                let key = (0..<contextWidth).map { rows.keys[start + $0] & ($0 == masked ? contextMask : .max) }
                if missing.suffix(contextWidth) != key[...] { missing += key }
                orphanCount += 1
                continue
            }
            if row > 0 ? isRepeated(rows, row) : last.map({ $0.key[...] == rows.keys[..<width] }) ?? false {
                note(row > 0 ? rows.lines[row - 1] : last?.line ?? 0, rows.lines[row])
            }
            let code = UInt32(truncatingIfNeeded: (rows.keys[start + masked] >> shift) & wordMask)
            nodes.codes.append(code)
            // No event is `<s>`, whatever a file says of it.
            nodes.logProbabilities.append(code == segmentStart ? -.infinity : rows.logProbabilities[row])
            count += 1
        }
        if missing.isEmpty, isContext {
            nodes.logBackoffs += rows.logBackoffs
            nodes.lines += rows.lines
            nodes.keys += rows.keys
        }
        last = (Array(rows.keys.suffix(width)), rows.lines[rows.count - 1])
        if nodes.isLong { try level.append(&nodes) }
    }

    @inline(__always)
    private func isRepeated(_ rows: ArpaRows, _ row: Int) -> Bool {
        for number in 0..<form.width
        where rows.keys[row * form.width + number] != rows.keys[(row - 1) * form.width + number] { return false }
        return true
    }

    private mutating func note(_ a: UInt32, _ b: UInt32) {
        guard duplicate == nil else { return }
        duplicate = ArpaError(line: Int(max(a, b)), "the \(form.order)-gram of line \(min(a, b)) stands again")
    }
}
