internal import Explorer
internal import Testing

@Suite struct RequestTests {
    @Test func encodedQueriesAreRead() {
        #expect("a b&c=é/?".queryEncoded == "a+b%26c%3D%C3%A9%2F%3F")
    }
}
