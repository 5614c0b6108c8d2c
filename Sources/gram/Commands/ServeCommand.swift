internal import ArgumentParser
internal import Explorer
internal import Foundation
internal import Gramarye
internal import Reporting

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Explore a corpus and its models in the browser.",
        usage: "gram serve DATABASE ... [--port P] [--open]",
        discussion: """
            EXAMPLES
              gram serve moby.db                 prints an address to open in a browser
              gram serve moby.db --open          opens it
              gram serve emma.db moby.db         several corpora, each under its name
              gram serve moby.db --port 8080

            Every page is a command's result: its path is the command's name, its settings
            are the options, and the command that gives the same stands at its foot. The
            same address with .json, .csv or .svg after the name gives the data. Nothing is
            written, and nothing is fetched from elsewhere.

            It listens on this machine alone, where other users of the machine can reach
            it, too. With --host it listens for others, who need the token in the address
            that it prints; what goes over the network can be read on the way.
            Ctrl-C ends it.
            """)

    @Argument(help: "The databases.") var databases: [String]
    @Option(parsing: .unconditional, help: "The port; 0 takes one that is free.") var port: UInt16 = 0
    @Option(help: "The address of this machine to listen on, in numbers.") var host = "127.0.0.1"
    @Flag(help: "Open the page in a browser.") var open = false
    /// An address: its answer is printed, for the server whose long work this is.
    @Option(help: .hidden) var answer: String?
    @OptionGroup var quiet: QuietOption

    func validate() throws {
        guard !databases.isEmpty else { throw ValidationError("Name a database: gram serve moby.db") }
    }

    func run() throws {
        let shown = try served()
        for database in databases { _ = try Corpus(path: database, needsText: false) }
        if let answer {
            endWithParent()
            Console.tellsProgressInLines = true
            let explorer = Explorer(shown, answer: servedReport, wording: servedWording)
            return try Console.write(data: explorer.respond(toAddress: answer).serialized)
        }
        let host: String
        do { host = try ExplorerServer.spelled(self.host) } catch {
            throw CommandError(
                "'\(self.host)' is no address in numbers.", remedy: "Give one, as --host 192.168.1.5.", kind: .usage)
        }
        guard !["0.0.0.0", "::"].contains(host) else {
            throw CommandError(
                "\(host) is every address of this machine", cause: "A browser asks for one, and is let in by its name.",
                remedy: "Give that one: --host 192.168.1.5.", kind: .usage)
        }
        let isLoopback = ["127.0.0.1", "::1"].contains(host)
        let token = isLoopback ? nil : randomToken()
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let explorer = Explorer(
            shown, token: token, program: (program, ["serve"] + databases + ["--answer"]), answer: servedReport,
            wording: servedWording)
        let server: ExplorerServer
        do { server = try ExplorerServer(host: host, port: port, explorer) } catch {
            throw CommandError("'\(host)' is no address in numbers.", remedy: "Give one, as --host 192.168.1.5.")
        }
        let name = host.contains(":") ? "[\(host)]" : host
        let opens = open
        if !isLoopback { Console.note("What goes over the network is not encrypted: it can be read on the way.") }
        do {
            try runUntilInterrupted(server) { port in
                let names = [name] + (isLoopback ? ["localhost"] : [])
                // Browsers leave out the port that is usual.
                explorer.allow(hosts: names.map { "\($0):\(port)" } + (port == 80 ? names : []))
                let address = "http://\(name):\(port)/" + (token.map { "?token=\($0)" } ?? "")
                Console.print(address)
                Console.isQuiet = true
                if opens { try? openInBrowser(address: address) }
            }
        } catch let error as SocketFailure {
            throw CommandError(
                "\(name):\(port) cannot be listened on: \(error.reason).",
                cause: "Another program has the port, or the address is not this machine's.",
                remedy: "Leave out --port to have one that is free.", kind: .cannotCreate)
        }
    }

    /// The databases with the names under which they are shown.
    private func served() throws -> [Explorer.Database] {
        var names: Set<String> = []
        return try databases.map { path in
            let name = URL(filePath: path).deletingPathExtension().lastPathComponent
            guard names.insert(name).inserted else {
                throw CommandError(
                    "Two databases are called \(name).", remedy: "Rename one, or serve them one by one.", kind: .usage)
            }
            return Explorer.Database(name: name, path: path)
        }
    }
}
