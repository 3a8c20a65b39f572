/// Numbers as a JSON array that gives back every bit: NaN is null, the infinities are 9e999 and -9e999.
enum NumberList {
    static func text(_ numbers: [Double]) -> String {
        let words = numbers.map { number in
            if number.isNaN { return "null" }
            if number.isInfinite { return number > 0 ? "9e999" : "-9e999" }
            return "\(number)"
        }
        return "[\(words.joined(separator: ","))]"
    }

    /// What is not a number is NaN.
    static func numbers(_ text: String) -> [Double] {
        text.dropFirst().dropLast().split(separator: ",").map { Double($0) ?? .nan }
    }
}
