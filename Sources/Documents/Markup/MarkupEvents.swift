internal import CXML

/// What stands in a document of XML or HTML, in its order.
enum MarkupEvent {
    /// An element's local name: the case is HTML's small one, and XML's own.
    case start(String)
    case end(String)
    /// With its entities replaced.
    case text([UInt8])
}

/// libxml2's reading of a document in UTF-8. Nothing but the bytes given is read, whatever they name; entities that would
/// grow without end are an error.
@safe
final class MarkupEvents {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// `nil` for what HTML's parser makes no document of: it is blank.
    private let events: OpaquePointer?
    private let format: TextFormat

    init(_ utf8: [UInt8], isHTML: Bool, format: TextFormat) throws(FormatError) {
        unsafe bytes = .allocate(capacity: max(1, utf8.count))
        _ = unsafe bytes.update(fromContentsOf: utf8)
        unsafe events = xml_events_open(bytes.baseAddress, utf8.count, isHTML)
        self.format = format
        guard unsafe events != nil || isHTML else {
            throw .malformed(format, reason: "it is too long, or there is no memory")
        }
    }

    deinit {
        if let events = unsafe events { unsafe xml_events_close(events) }
        unsafe bytes.deallocate()
    }

    /// - Returns: `nil` at the end.
    func next() throws(FormatError) -> MarkupEvent? {
        guard let events = unsafe events else { return nil }
        switch unsafe xml_events_next(events) {
        case Int32(XML_STARTS): return .start(unsafe String(cString: xml_events_name(events)))
        case Int32(XML_ENDS): return .end(unsafe String(cString: xml_events_name(events)))
        case Int32(XML_TEXT):
            let text = unsafe xml_events_text(events)!
            return .text(unsafe Array(UnsafeRawBufferPointer(start: text, count: length(of: text))))
        case Int32(XML_ENDED): return nil
        default:
            guard unsafe !xml_events_left_document(events) else { throw .externalEntity(format) }
            var line: Int32 = 0
            let message = unsafe xml_events_error(events, &line).map { unsafe String(cString: $0) }
            let reason = (message ?? "it is not well-formed").split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
            throw .malformed(format, reason: reason, line: line > 0 ? Int(line) : nil)
        }
    }

    /// Of the element that has just started.
    func attribute(_ name: String) -> String? {
        guard let events = unsafe events, let value = unsafe xml_events_attribute(events, name) else { return nil }
        defer { unsafe xml_string_free(value) }
        return unsafe String(cString: value)
    }

    private func length(of text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while unsafe text[count] != 0 { count += 1 }
        return count
    }
}
