internal import Foundation
internal import Testing

/// The texts of `Corpora` have the tokens and types that its README says.
@Suite struct CorporaTests {
    @Test func readmeCountsAreTrue() throws {
        let corpora = Workbench.package.appending(path: "Corpora")
        let readme = try String(contentsOf: corpora.appending(path: "README.md"), encoding: .utf8)
        let bench = try Workbench()
        var files: Set<String> = []
        for line in readme.split(separator: "\n") {
            guard let match = line.firstMatch(of: #/^\|\s`([a-z\-/]+\.txt)`.*\|\s([\d,]+)\s\|\s([\d,]+)\s\|$/#) else {
                continue
            }
            let file = String(match.output.1)
            files.insert(file)
            let database = file.replacing("/", with: "-") + ".db"
            expectDone(try bench.gram("ingest", database, corpora.appending(path: file).path))
            let rows = try bench.gram("info", database, "--format", "json").rows
            let all = try #require(rows.first { $0["split"] as? String == "all" && $0["order"] as? Int == 1 })
            #expect(all["tokens"] as? Int == Int(match.output.2.replacing(",", with: "")), "\(file)")
            #expect(all["types"] as? Int == Int(match.output.3.replacing(",", with: "")), "\(file)")
        }
        let there = try #require(FileManager.default.enumerator(atPath: corpora.path)).compactMap { $0 as? String }
        // What `Corpora/get` made lies beside the folder's own texts.
        let made: Set = ["kjv.txt", "devil.txt", "jargon.txt"]
        #expect(files == Set(there.filter { $0.hasSuffix(".txt") }).subtracting(made))
    }
}
