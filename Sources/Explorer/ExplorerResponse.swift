/// What the explorer answers.
package struct ExplorerResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Whether data are still being computed: the server asks again before it answers.
    package var isUnfinishedData = false

    package init(status: Int = 200, type: String, _ text: String, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        body = Array(text.utf8)
    }

    static func redirect(to location: String) -> ExplorerResponse {
        ExplorerResponse(status: 303, type: ContentType.text, "See \(location)\n", headers: [("Location", location)])
    }

    /// How many bytes it holds.
    var size: Int { body.count }
}

/// The types of what is sent.
enum ContentType {
    static let page = "text/html; charset=utf-8"
    static let style = "text/css; charset=utf-8"
    static let script = "text/javascript; charset=utf-8"
    static let text = "text/plain; charset=utf-8"
    static let json = "application/json"
    static let csv = "text/csv; charset=utf-8"
    static let svg = "image/svg+xml"
}
