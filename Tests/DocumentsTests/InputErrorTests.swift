internal import Basics
internal import Documents
internal import Foundation
internal import Testing

/// What the system says of an input has the code that belongs to it.
@Suite struct InputErrorTests {
    @Test(arguments: [(ENOENT, 66), (EACCES, 66), (EIO, 74), (EMFILE, 74), (ENFILE, 74), (EISDIR, 66)])
    func hasItsCode(code: Int32, exit: Int) {
        let error = InputError.system(code, title: "x.txt")
        #expect(Int(error.kind.rawValue) == exit)
        #expect(error.fact.contains("x.txt"))
        #expect(error.remedy?.contains("permissions") == (code == EACCES))
    }

    @Test func aFileThatIsNotThere() throws {
        let error = #expect(throws: InputError.self) { try InputContent(.file("/nowhere/at/all.txt")) }
        #expect(error?.kind.rawValue == 66)
    }
}
