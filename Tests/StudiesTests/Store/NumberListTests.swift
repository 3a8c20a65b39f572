import Testing

@testable import Studies

@Suite struct NumberListTests {
    @Test func givesBackEveryBit() {
        let numbers = [
            0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
            .nan,
        ]
        let back = NumberList.numbers(NumberList.text(numbers))
        #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
        #expect(NumberList.numbers("[]").isEmpty)
        #expect(NumberList.text([.nan, .infinity, 1.5]) == "[null,9e999,1.5]")
    }
}
