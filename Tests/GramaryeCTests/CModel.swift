internal import CGramarye

/// A model as a program in C has it: each method is one function of gramarye.h.
@safe final class CModel: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// - Returns: `nil` if it cannot be opened.
    init?(_ path: String?, _ name: String? = nil) {
        guard let pointer = unsafe gramarye_open(path, name) else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe gramarye_close(pointer) }

    static var lastError: String { unsafe String(cString: gramarye_last_error()) }
    static var lastErrorIsUTF8: Bool { unsafe String(validatingCString: gramarye_last_error()) != nil }
    static var lastCode: Int32 { gramarye_last_error_code() }

    var notes: String { unsafe String(cString: gramarye_notes(pointer)) }
    var order: Int32 { unsafe gramarye_order(pointer) }
    var wordCount: UInt32 { unsafe gramarye_word_count(pointer) }

    func id(of word: String, length: Int? = nil) -> UInt32 {
        unsafe gramarye_word_id(pointer, word, length ?? word.utf8.count)
    }

    /// - Returns: the text's length, and a buffer of four full stops after it was written to.
    func text(of word: UInt32, capacity: Int) -> (length: Int, buffer: [UInt8]) {
        var buffer = [CChar](repeating: 0x2E, count: 4)
        let length = unsafe gramarye_word_text(pointer, word, &buffer, capacity)
        return (length, buffer.map { UInt8(bitPattern: $0) })
    }

    func score(_ text: String, begins: Bool = true, ends: Bool = true) -> Double {
        unsafe gramarye_score(
            pointer, text, text.utf8.count, Int32((begins ? GRAMARYE_BEGINS : 0) | (ends ? GRAMARYE_ENDS : 0)))
    }

    func score(bytes: [UInt8]) -> Double {
        unsafe gramarye_score(pointer, bytes.map { CChar(bitPattern: $0) }, bytes.count, Int32(GRAMARYE_WHOLE))
    }

    /// - Returns: what the function returns, and so many scores, zeros where none was written.
    func words(_ text: String, capacity: Int, of room: Int) -> (count: Int, scores: [gramarye_word_score]) {
        var scores = [gramarye_word_score](repeating: gramarye_word_score(), count: room)
        let count = unsafe gramarye_score_words(
            pointer, text, text.utf8.count, Int32(GRAMARYE_WHOLE), &scores, capacity)
        return (count, scores)
    }

    var stateLength: Int { unsafe gramarye_state_length(pointer) }

    var beginning: [UInt32] {
        var state = [UInt32](repeating: 7, count: stateLength)
        unsafe gramarye_begin(pointer, &state)
        return state
    }

    var anywhere: [UInt32] {
        var state = [UInt32](repeating: 7, count: stateLength)
        unsafe gramarye_begin_anywhere(pointer, &state)
        return state
    }

    func next(_ state: [UInt32], _ word: UInt32) -> (score: Double, next: [UInt32], ngramLength: Int32) {
        var (next, length) = ([UInt32](repeating: 7, count: state.count), Int32(0))
        let score = unsafe gramarye_next(pointer, state, word, &next, &length)
        return (score, next, length)
    }
}
