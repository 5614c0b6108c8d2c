internal import Basics
internal import Documents
internal import Foundation
internal import Testing

/// What the system says of an input has the kind that belongs to it.
@Suite struct InputErrorTests {
    @Test(
        arguments: [
            (ENOENT, .noInput), (EACCES, .noInput), (EIO, .inputOutput), (EMFILE, .inputOutput),
            (ENFILE, .inputOutput), (EISDIR, .noInput),
        ] as [(Int32, ErrorKind)])
    func hasItsKind(code: Int32, kind: ErrorKind) {
        let error = InputError.system(code, title: "x.txt")
        #expect(error.kind == kind)
        #expect(error.fact.contains("x.txt"))
        #expect(error.remedy?.contains("permissions") == (code == EACCES))
    }

    @Test func aFileThatIsNotThere() throws {
        let error = #expect(throws: InputError.self) { try InputContent(.file("/nowhere/at/all.txt")) }
        #expect(error?.kind == .noInput)
    }
}
