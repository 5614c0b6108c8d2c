internal import Basics
internal import Foundation
internal import Storage
internal import Testing
internal import Tokenization

/// Files that are made beside their place.
@Suite struct NewFileTests {
    @Test func aFileIsThereWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "a.svg")
        try folder.write("precious", to: "a.svg.partial")
        do {
            let file = try NewFile(inPlaceOf: folder.path("a.svg"))
            try file.write([UInt8]("new".utf8))
            let made = try #require(try folder.files.first { $0.hasPrefix(".a.svg.gram-part-") })
            #expect(made.count == ".a.svg.gram-part-".count + 20)
            // Another that is made meanwhile leaves it alone.
            _ = try NewFile(inPlaceOf: folder.path("b.svg"))
            #expect(try folder.files == [made, "a.svg", "a.svg.partial"])
            #expect(try String(contentsOfFile: folder.path("a.svg"), encoding: .utf8) == "old")
        }
        #expect(try folder.files == ["a.svg", "a.svg.partial"])
        let file = try NewFile(inPlaceOf: folder.path("a.svg"))
        try file.write([UInt8]("new".utf8))
        try file.write([UInt8]("er".utf8))
        try file.publish()
        #expect(try String(contentsOfFile: folder.path("a.svg"), encoding: .utf8) == "newer")
        #expect(try folder.files == ["a.svg", "a.svg.partial"])
    }

    @Test func whatAKilledProcessLeftGoesWithTheNextFile() throws {
        let folder = try TemporaryFolder()
        let left = ".x.svg.gram-part-aB3dE9gH1jK2mN4pQ5rS"
        // Names that a person may give are a person's.
        let others = [
            ".gram-notes", ".l.svg.gram-part-aB3dE9gH1jK2mN4pQ5rS", ".notes.gram-backup", ".x.svg.gram-part-tooShort",
            "x.svg.gram-part-aB3dE9gH1jK2mN4pQ5rS",
        ]
        for name in [left] + others where !name.hasPrefix(".l") { try folder.write("left", to: name) }
        try FileManager.default.createSymbolicLink(atPath: folder.path(others[1]), withDestinationPath: others[4])
        _ = try NewFile(inPlaceOf: folder.path("y.svg"))
        #expect(try folder.files == others)
    }

    @Test func aFileMadeMeanwhileStays() throws {
        let folder = try TemporaryFolder()
        let file = try NewFile(inPlaceOf: folder.path("a.arpa"))
        try file.write([UInt8]("mine".utf8))
        try folder.write("another's", to: "a.arpa")
        let error = #expect(throws: StorageError.self) { try file.publish(replacing: false) }
        #expect(error?.kind == .tryAgain)
        #expect(try String(contentsOfFile: folder.path("a.arpa"), encoding: .utf8) == "another's")
    }

    @Test func permissionsStayAsTheyWere() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "a.tsv")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("a.tsv"))
        try NewFile(inPlaceOf: folder.path("a.tsv")).publish()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("a.tsv"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aLongNameAndAFolderThatIsNotThere() throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "é", count: 120) + ".svg"
        try NewFile(inPlaceOf: folder.path(name)).publish()
        #expect(try folder.files == [name])
        let error = #expect(throws: StorageError.self) { try NewFile(inPlaceOf: folder.path("none/a.svg")) }
        #expect(error?.kind == .cannotCreate)
    }
}
