// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Basics
public import CGramarye
internal import Foundation
internal import Gramarye

// The functions of gramarye.h, which says what they do. The compiler holds them against it, for which they must have the
// names that they have in C. A failure is kept as the thread's last error; nothing that a program passes as data ends it.

@c @implementation
public func gramarye_interface() -> Int32 { GRAMARYE_INTERFACE }

private let version = CText(gramaryeVersion)

@c @implementation
public func gramarye_version() -> UnsafePointer<CChar>! { unsafe UnsafePointer(version.characters) }

@c @implementation
public func gramarye_open(_ path: UnsafePointer<CChar>!, _ name: UnsafePointer<CChar>!) -> OpaquePointer! {
    unsafe keepingError {
        guard let path = unsafe path else { throw OpeningError.noPath }
        let name = unsafe name.map { unsafe String(cString: $0) }
        let model = try unsafe OpenModel(path: String(cString: path), name: name)
        return unsafe OpaquePointer(Unmanaged.passRetained(model).toOpaque())
    }
}

@c @implementation
public func gramarye_notes(_ model: OpaquePointer!) -> UnsafePointer<CChar>! {
    unsafe UnsafePointer(opened(model).notes.characters)
}

@c @implementation
public func gramarye_close(_ model: OpaquePointer!) {
    guard let model = unsafe model else { return }
    unsafe Unmanaged<OpenModel>.fromOpaque(UnsafeRawPointer(model)).release()
}

@c @implementation
public func gramarye_order(_ model: OpaquePointer!) -> Int32 { unsafe Int32(opened(model).order ?? 0) }

@c @implementation
public func gramarye_word_count(_ model: OpaquePointer!) -> UInt32 {
    unsafe UInt32(opened(model).model.model.vocabulary.idCount)
}

@c @implementation
public func gramarye_word_id(_ model: OpaquePointer!, _ word: UnsafePointer<CChar>!, _ length: Int) -> UInt32 {
    let vocabulary = unsafe opened(model).model.model.vocabulary
    return unsafe withBytes(word, length) { vocabulary.id(of: $0) }
}

@c @implementation
public func gramarye_word_text(
    _ model: OpaquePointer!, _ word: UInt32, _ text: UnsafeMutablePointer<CChar>!, _ capacity: Int
) -> Int {
    let words = unsafe opened(model).model.model.vocabulary.words
    guard Int(word) < words.count else { return 0 }
    let utf8 = words.utf8(of: Int(word))
    if let text = unsafe text {
        for (place, byte) in utf8.prefix(room(capacity)).enumerated() { unsafe text[place] = CChar(bitPattern: byte) }
    }
    return utf8.count
}

@c @implementation
public func gramarye_score(
    _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int, _ parts: Int32
) -> Double {
    keepingError {
        let sum = try unsafe opened(model).scoring { scorer in
            try unsafe withBytes(text, length) {
                try scorer.logProbability(of: $0, begins: begins(parts), ends: ends(parts))
            }
        }
        return sum / M_LN10
    } ?? .nan
}

@c @implementation
public func gramarye_score_words(
    _ model: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ length: Int, _ parts: Int32,
    _ scores: UnsafeMutablePointer<gramarye_word_score>!, _ capacity: Int
) -> Int {
    keepingError {
        try unsafe opened(model).scoring { scorer in
            let words = try unsafe withBytes(text, length) {
                try scorer.words(of: $0, begins: begins(parts), ends: ends(parts))
            }
            if let scores = unsafe scores {
                for (place, word) in words.prefix(room(capacity)).enumerated() {
                    unsafe scores[place] = gramarye_word_score(
                        log10_probability: word.logProbability / M_LN10, ngram_length: Int32(word.ngramLength ?? 0),
                        word: word.id)
                }
            }
            return words.count
        }
    } ?? -1
}

@c @implementation
public func gramarye_state_length(_ model: OpaquePointer!) -> Int {
    keepingError {
        let model = unsafe opened(model)
        guard let backoff = model.backoff else { throw SentenceError.hasNoStates(model.model.name) }
        return backoff.contextLength
    } ?? 0
}

@c @implementation
public func gramarye_begin(_ model: OpaquePointer!, _ state: UnsafeMutablePointer<UInt32>!) {
    guard let backoff = unsafe opened(model).backoff else { return }
    var state = unsafe MutableSpan(_unsafeStart: state, count: backoff.contextLength)
    backoff.writeBeginning(&state)
}

@c @implementation
public func gramarye_begin_anywhere(_ model: OpaquePointer!, _ state: UnsafeMutablePointer<UInt32>!) {
    guard let backoff = unsafe opened(model).backoff else { return }
    var state = unsafe MutableSpan(_unsafeStart: state, count: backoff.contextLength)
    backoff.writeEmptyContext(&state)
}

@c @implementation
public func gramarye_next(
    _ model: OpaquePointer!, _ state: UnsafePointer<UInt32>!, _ word: UInt32, _ next: UnsafeMutablePointer<UInt32>!,
    _ ngramLength: UnsafeMutablePointer<Int32>!
) -> Double {
    let model = unsafe opened(model)
    guard let backoff = model.backoff else {
        keep(SentenceError.hasNoStates(model.model.name))
        return .nan
    }
    let context = unsafe Span(_unsafeStart: UnsafePointer(state), count: backoff.contextLength)
    var after = unsafe MutableSpan(_unsafeStart: next, count: backoff.contextLength)
    let step = backoff.step(from: context, by: word, to: &after)
    if let ngramLength = unsafe ngramLength { unsafe ngramLength.pointee = Int32(step.ngramLength) }
    return step.logProbability / M_LN10
}

/// The model behind a pointer.
private func opened(_ model: OpaquePointer) -> OpenModel {
    unsafe Unmanaged<OpenModel>.fromOpaque(UnsafeRawPointer(model)).takeUnretainedValue()
}

private func begins(_ parts: Int32) -> Bool { parts & Int32(GRAMARYE_BEGINS) != 0 }
private func ends(_ parts: Int32) -> Bool { parts & Int32(GRAMARYE_ENDS) != 0 }

/// Calls with the bytes of a text, which the caller keeps meanwhile.
private func withBytes<Result>(
    _ text: UnsafePointer<CChar>?, _ length: Int, _ body: (Span<UInt8>) throws -> Result
) rethrows -> Result {
    let memory = unsafe UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : max(0, length))
    return try body(unsafe Span<UInt8>(_unsafeBytes: memory))
}

/// `nil` where it fails, and the thread's last error says why.
private func keepingError<Result>(_ body: () throws -> Result) -> Result? {
    do { return try body() } catch {
        keep(error)
        return nil
    }
}

private func keep(_ error: any Error) {
    let explained = error as? any ExplainedError
    let text = explained.map(\.description) ?? "\(error)"
    unsafe gramarye_keep_error(text, (explained?.kind ?? .faultOfTheTool).exitCode)
}

/// A capacity that is too large for a number with a sign is more than there will ever be.
private func room(_ capacity: Int) -> Int { capacity < 0 ? .max : capacity }
