/// Who may ask: pages of the explorer itself, and people who open its address.
///
/// A page of another site that a browser shows could ask a server on this machine, too. It is told apart by the host that it
/// names, which is its own even where its address was bound to this machine ("DNS rebinding"), and by what browsers say of
/// the page that asks.
/// - SeeAlso: Fetch Metadata Request Headers, https://www.w3.org/TR/fetch-metadata/.
struct AccessRules: Sendable {
    /// The hosts by which the server is asked for, with the port, in lower case.
    let hosts: Set<String>
    /// What a browser must know; `nil` where the loopback alone is served.
    let token: String?

    /// - Throws: `ExplorerError` where the request is refused, before anything of it is looked at.
    func check(_ request: ExplorerRequest) throws(ExplorerError) {
        guard request.method == "GET" || request.method == "HEAD" else { throw .methodNotAllowed }
        guard let host = request.header("host")?.lowercased(), hosts.contains(host) else {
            throw .refused(
                "This server is not known by the name that was asked for.",
                remedy: "Open the address that gram serve printed.")
        }
        if request.isSent("sec-fetch-site") {
            let site = request.header("sec-fetch-site")
            let isNavigation =
                request.header("sec-fetch-mode") == "navigate" && request.header("sec-fetch-dest") == "document"
            guard site == "same-origin" || site == "none" || isNavigation else {
                throw .refused("Another page asks for this one.", remedy: "Open it by itself.")
            }
        }
        if request.isSent("origin"), request.header("origin").map({ !hosts.contains($0.withoutScheme) }) ?? true {
            throw .refused("Another page asks for this one.", remedy: "Open it by itself.")
        }
    }

    /// Whether a browser has shown that it knows the token, by the cookie that it was given for it.
    func knowsToken(_ request: ExplorerRequest) -> Bool {
        guard let token else { return true }
        let cookies = (request.header("cookie") ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
        return cookies.contains { $0.utf8.elementsEqualInConstantTime("\(Self.cookie)=\(token)".utf8) }
    }

    /// Whether a value is the token.
    func isToken(_ value: String) -> Bool {
        token.map { value.utf8.elementsEqualInConstantTime($0.utf8) } ?? false
    }

    static let cookie = "gram"

    /// What every answer says: nothing from elsewhere, no script but the explorer's own file, in no other page's frame.
    static let headers = [
        (
            name: "Content-Security-Policy",
            value: "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
                + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        (name: "X-Content-Type-Options", value: "nosniff"), (name: "Referrer-Policy", value: "no-referrer"),
        (name: "Cross-Origin-Opener-Policy", value: "same-origin"),
        (name: "Cross-Origin-Resource-Policy", value: "same-origin"), (name: "Cache-Control", value: "no-store"),
    ]
}

extension String {
    fileprivate var withoutScheme: String {
        let text = lowercased()
        return text.hasPrefix("http://") ? String(text.dropFirst(7)) : text
    }
}

extension Collection<UInt8> {
    /// How long it takes does not tell where the first difference is.
    fileprivate func elementsEqualInConstantTime(_ other: some Collection<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return zip(self, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
