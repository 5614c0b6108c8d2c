internal import Basics
internal import LanguageModeling
internal import Testing
internal import Tokenization

@Suite struct ModelNameTests {
    @Test(arguments: [
        ("mkn:5", "mkn:5"), ("modified-kneser-ney:3", "mkn:3"), ("KN:2", "kneser-ney:2"), ("wb:4", "witten-bell:4"),
        ("jm:3", "jelinek-mercer:3"), ("add:2:0.5", "lidstone:2:0.5"), ("lidstone:1:2", "lidstone:1:2"),
        ("dirichlet:3:0.01", "dirichlet:3:0.01"), ("stupid_backoff:3", "stupid-backoff:3"), ("mle:1000", "mle:1000"),
        ("mkn:5+cache+lstm", "mkn:5+cache+lstm"), ("my model", "my model"), ("kn:3+mkn:3", "kneser-ney:3+mkn:3"),
    ])
    func namesAndTheirOtherSpellings(text: String, standard: String) throws {
        let name = try ModelName(parsing: text)
        #expect("\(name)" == standard)
        #expect(try ModelName(parsing: standard) == name)
    }

    @Test func aNameCanBeWrittenIntoAProgram() throws {
        let names: [ModelName] = ["mkn:5+cache", "my model"]
        #expect(try names == ["mkn:5+cache", "my model"].map { text in try ModelName(parsing: text) })
    }

    @Test(arguments: [
        ("mnk:3", "mkn:3"), ("laplce:2", "laplace:2"), ("witten:3", "witten-bell:3"), ("mkn", "mkn:3"),
        ("mkn:0", "from 1 on"), ("mkn:-1", "from 1 on"), ("mkn:x", "from 1 on"), ("mkn:", "from 1 on"),
        ("lidstone:2", "lidstone:2:0.5"), ("lidstone:2:0", "positive"), ("lidstone:2:nan", "positive"),
        ("mkn:3:1", "too many"), ("a++b", "one side"), ("", "empty"), ("cache", "Mix it"), ("mkn:3+mkn:3", "twice"),
        ("qqqqqq:3", "Models are"),
    ])
    func wrongNamesSayWhatIsRight(text: String, hint: String) {
        let error = #expect(throws: ModelNameError.self) { try ModelName(parsing: text) }
        #expect(error?.description.contains(hint) == true, "\(error?.description ?? "")")
        #expect(error?.kind == .usage)
    }

    @Test(arguments: ["a:b", "a+b", "a,b", "", " a", "mkn", "KN", "cache", "neural-cache", "a\nb"])
    func reservedNamesCannotBeGiven(name: String) {
        #expect(throws: ModelNameError.self) { try ModelName.checkUserName(name) }
    }

    @Test func otherNamesCanBeGiven() throws {
        for name in ["lstm", "my model", "größe", "v1.2"] { try ModelName.checkUserName(name) }
    }

    @Test func unknownModelsSuggestSavedOnes() {
        let error = ModelNameError.unknownModel("lsmt", saved: ["lstm", "gru"])
        #expect(error.description.contains("Did you mean lstm?"))
        #expect(error.description.contains("Saved: lstm, gru."))
    }
}
