internal import Foundation

/// A side of an equation that is numbers alone, worked out: `(3 − 1.5) / 20 + 0.26 · 0.0125`.
struct Arithmetic {
    private let scalars: [Character]
    private var place = 0

    /// `nil` for what has letters in it.
    static func value(of side: some StringProtocol) -> Double? {
        var arithmetic = Arithmetic(side)
        let value = arithmetic.sum()
        return arithmetic.place == arithmetic.scalars.count ? value : nil
    }

    private init(_ side: some StringProtocol) { scalars = side.filter { $0 != " " } }

    private mutating func take(_ character: Character) -> Bool {
        guard place < scalars.count, scalars[place] == character else { return false }
        place += 1
        return true
    }

    private mutating func sum() -> Double? {
        guard var value = product() else { return nil }
        while true {
            if take("+") {
                guard let next = product() else { return nil }
                value += next
            } else if take("−") {
                guard let next = product() else { return nil }
                value -= next
            } else {
                return value
            }
        }
    }

    private mutating func product() -> Double? {
        guard var value = atom() else { return nil }
        while true {
            if take("·") {
                guard let next = atom() else { return nil }
                value *= next
            } else if take("/") {
                guard let next = atom() else { return nil }
                value /= next
            } else {
                return value
            }
        }
    }

    private mutating func atom() -> Double? {
        if take("−") { return atom().map { -$0 } }
        if scalars[place...].starts(with: "exp(") {
            place += 3
            return atom().map { exp($0) }
        }
        if take("(") {
            let value = sum()
            return take(")") ? value : nil
        }
        let start = place
        while place < scalars.count, scalars[place].isNumber || ".e-+".contains(scalars[place]) {
            // A sign belongs to a number only after its e.
            if "-+".contains(scalars[place]), place == start || scalars[place - 1] != "e" { break }
            place += 1
        }
        return Double(String(scalars[start..<place]))
    }
}
