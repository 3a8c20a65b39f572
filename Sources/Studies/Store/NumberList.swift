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

    /// The numbers of an array, or of arrays in it, one after the other; what is not a number is NaN.
    static func numbers(_ text: Substring) -> [Double] {
        // By bytes: characters take several times as long to tell apart.
        text.utf8.split { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
        }.map { Double(Substring($0)) ?? .nan }
    }

    static func numbers(_ text: String) -> [Double] { numbers(text[...]) }
}
