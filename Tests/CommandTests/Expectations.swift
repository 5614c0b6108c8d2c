internal import Foundation
internal import Testing

extension Workbench {
    /// A new database of a short text.
    func database(_ text: String = tale, _ options: String..., name: String = "tale.db") throws -> String {
        try write(text, to: name + ".txt")
        let run = try start(Self.gram, ["ingest", name, name + ".txt"] + options).result()
        try #require(run.status == 0, "\(run.errors)")
        return name
    }
}

/// Sixty short lines in which words come again.
let tale: String = {
    let walkers = ["the fox", "the hen", "a very old fox", "the miller"]
    let deeds = ["ran to", "looked at", "spoke of"]
    let places = ["the river", "the mill", "the moon", "the hill", "the old mill"]
    return walkers.flatMap { walker in
        deeds.flatMap { deed in places.map { "\(walker) \(deed) \($0)\n" } }
    }.joined()
}()

/// Expects an error of one to three lines that names what it should, and nothing on standard output.
func expectError(
    _ run: Run, _ status: Int32, naming words: String..., at location: SourceLocation = #_sourceLocation
) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: location)
    #expect(run.output.isEmpty, "\(run.output)", sourceLocation: location)
    let lines = run.errors.split(separator: "\n")
    #expect((1...3).contains(lines.count), "\(run.errors)", sourceLocation: location)
    for word in words { #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: location) }
}

func expectDone(_ run: Run, at location: SourceLocation = #_sourceLocation) {
    #expect(run.status == 0, "\(run.errors)", sourceLocation: location)
}
