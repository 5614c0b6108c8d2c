// Counts words, bigrams and trigrams of lines in plain dictionaries of ids: what one would write first.
import Foundation

let text = FileManager.default.contents(atPath: CommandLine.arguments[1])!
var ids: [Data: UInt64] = [:]
var unigrams: [UInt64: Int] = [:]
var bigrams: [UInt64: Int] = [:]
var trigrams: [UInt64: Int] = [:]
for line in text.split(separator: 0x0A) {
    var segment: [UInt64] = [1]
    for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
        let next = UInt64(ids.count + 3)
        segment.append(ids[Data(word), default: next])
        if segment[segment.count - 1] == next { ids[Data(word)] = next }
    }
    segment.append(2)
    for index in segment.indices {
        unigrams[segment[index], default: 0] += 1
        if index > 0 { bigrams[segment[index - 1] << 21 | segment[index], default: 0] += 1 }
        if index > 1 {
            trigrams[segment[index - 2] << 42 | segment[index - 1] << 21 | segment[index], default: 0] += 1
        }
    }
}
print(unigrams.count, bigrams.count, trigrams.count)
