public import Basics

/// A line of a file of counts.
public struct CountFilePlace: Sendable, Hashable {
    public let file: String
    /// From 1 on.
    public let line: Int

    package init(file: String, line: Int) { (self.file, self.line) = (file, line) }

    fileprivate var told: String { "\(file), line \(groupedDigits(line))" }
}

/// What is wrong with n-gram counts that are to be imported.
public enum CountFileError: ExplainedError, Hashable {
    case badLine(CountFilePlace, Fault)
    /// An n-gram given twice.
    case twice([String], CountFilePlace, CountFilePlace)
    /// Words that longer n-grams begin with or hold, and that have no count of their own.
    case withoutShorter([String], CountFilePlace)
    /// n-grams that come to more than what they begin with.
    case moreThanShorter([String], count: Int, longer: Int)
    /// No n-gram of one to three words.
    case noCounts
    /// A folder without counts, in Google's layout or the Spark job's.
    case noCountsInFolder(String)
    /// Databases of counts that have different highest orders, and so no sum.
    case differentOrders(String, Int, String, Int)

    /// What a line lacks.
    public enum Fault: Sendable, Hashable {
        case noCount, noWord, tooLong, notUTF8
        case badCount(String)
        /// `<s>` behind another word, or `</s>` before one.
        case misplaced(String)
    }

    public var explanation: Explanation {
        switch self {
        case .badLine(let place, let fault): Self.explanation(of: fault, at: place.told)
        case .twice(let ngram, let first, let second):
            Explanation(
                "\(second.told): '\(ngram.joined(separator: " "))' is counted already in \(first.told).",
                cause: "Counts of one text name each n-gram once.", remedy: "Add the two up, or leave one file out.",
                kind: .badData)
        case .withoutShorter(let missing, let place):
            Explanation(
                "\(place.told) counts an n-gram with '\(missing.joined(separator: " "))', which has no count of its own.",
                cause: "The files lack an order, or are of different texts.",
                remedy: "Name the files of all orders from 1 on.", kind: .badData)
        case .moreThanShorter(let ngram, let count, let longer):
            Explanation(
                "'\(ngram.joined(separator: " "))' occurs \(groupedDigits(count)) times, and the n-grams that are longer by "
                    + "a word \(groupedDigits(longer)) times.",
                cause: "The files are of different texts.", remedy: "Name files of one text.", kind: .badData)
        case .noCounts:
            Explanation(
                "The files hold no count of one to three words.", cause: "They are empty, or of higher orders.",
                kind: .badData)
        case .noCountsInFolder(let path):
            Explanation(
                "The folder \(path) holds no n-gram counts.",
                cause: "Of folders those are read that hold 1gms/vocab.gz and 2gms/2gm-0001.gz, as Google's have, or "
                    + "text/order=1/part-000000.txt, as the Spark job's have.",
                remedy: "Name the files themselves.", kind: .noInput)
        case .differentOrders(let path, let order, let other, let otherOrder):
            Explanation(
                "\(path) has counts up to order \(order), and \(other) up to order \(otherOrder).",
                cause: "The sums of the longest would be of a part of the text alone.",
                remedy: "Import counts of the same orders.", kind: .badData)
        }
    }

    private static func explanation(of fault: Fault, at place: String) -> Explanation {
        switch fault {
        case .noCount:
            Explanation(
                "\(place) has no count behind a tab.", cause: "A line is words, a tab, and how often they occur.",
                remedy: "Write it as: of the<TAB>12", kind: .badData)
        case .noWord: Explanation("\(place) has a count and no word.", remedy: "Take it out.", kind: .badData)
        case .tooLong:
            Explanation("\(place) is longer than a million bytes.", cause: "It is no file of counts.", kind: .badData)
        case .notUTF8:
            Explanation("\(place) is not UTF-8.", remedy: "Convert the file to UTF-8.", kind: .badData)
        case .badCount(let text):
            Explanation(
                "\(place): '\(text.prefix(40))' is no count.",
                cause: "Counts are whole numbers from 1 to \(groupedDigits(largestCount)).", kind: .badData)
        case .misplaced(let marker):
            Explanation(
                "\(place) has \(marker) in its midst.", cause: "<s> begins a segment, and </s> ends it.", kind: .badData
            )
        }
    }
}
