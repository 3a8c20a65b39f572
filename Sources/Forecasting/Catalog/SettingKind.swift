/// How a value is written as text, and which values are allowed.
struct SettingKind<Value>: Sendable {
    /// Ends "must be one that".
    let requirement: String
    /// The value of a text; nil if it is not one, or not allowed.
    let parse: @Sendable (String) -> Value?
    /// The text of a value.
    let format: @Sendable (Value) -> String
}

extension SettingKind<Int> {
    /// A whole number of a range.
    static func integer(_ range: ClosedRange<Int> = 1...1_000_000) -> Self {
        SettingKind(
            requirement: "is a whole number from \(range.lowerBound) to \(range.upperBound)",
            parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } },
            format: { "\($0)" }
        )
    }
}

extension SettingKind<Double> {
    /// A number that is not negative.
    static var notNegative: Self {
        number("is a number of at least 0") { $0 >= 0 }
    }

    /// A number above zero.
    static var positive: Self {
        number("is a number above 0") { $0 > 0 }
    }

    /// A share that leaves something.
    static var share: Self {
        number("is a number of at least 0 and less than 1") { 0..<1 ~= $0 }
    }

    private static func number(
        _ requirement: String,
        _ isAllowed: @escaping @Sendable (Double) -> Bool
    ) -> Self {
        SettingKind(
            requirement: requirement,
            parse: { Double($0).flatMap { $0.isFinite && isAllowed($0) ? $0 : nil } },
            format: { value in Int(exactly: value).map { "\($0)" } ?? "\(value)" }
        )
    }
}

extension SettingKind {
    /// A value, or a word for that there is none.
    static func optional<Wrapped>(_ kind: SettingKind<Wrapped>, or word: String) -> Self
    where Value == Wrapped? {
        SettingKind(
            requirement: "\(kind.requirement), or \(word)",
            parse: { text in
                if text == word { return .some(nil) }
                return kind.parse(text).map { .some($0) }
            },
            format: { $0.map(kind.format) ?? word }
        )
    }

    /// One or more, with commas between.
    static func list<Element>(_ kind: SettingKind<Element>) -> Self where Value == [Element] {
        SettingKind(
            requirement: "is a list, with commas, of which each \(kind.requirement)",
            parse: { text in
                let parts = text.split(separator: ",", omittingEmptySubsequences: false)
                    .map { kind.parse(String($0)) }
                let elements = parts.compactMap { $0 }
                return elements.count == parts.count ? elements : nil
            },
            format: { $0.map(kind.format).joined(separator: ",") }
        )
    }
}

extension SettingKind where Value: Equatable & Sendable {
    /// One of a few words.
    static func word(_ words: [(word: String, value: Value)]) -> Self {
        SettingKind(
            requirement: "is one of " + words.map(\.word).joined(separator: ", "),
            parse: { text in words.first { $0.word == text }?.value },
            format: { value in words.first { $0.value == value }?.word ?? "" }
        )
    }
}

extension SettingKind where Value: RawRepresentable<String> & CaseIterable & Equatable & Sendable {
    /// The name of a case.
    static var word: Self { word(Value.allCases.map { ($0.rawValue, $0) }) }
}

extension SettingKind<[Double]> {
    /// Levels of quantiles, or none.
    static var levels: Self {
        SettingKind(
            requirement: "is a list, with commas, of levels that ascend between 0 and 1, or none",
            parse: { text in
                if text == "none" { return [] }
                guard let levels = SettingKind.list(.share).parse(text) else { return nil }
                return LocalSettings.areLevels(levels) ? levels : nil
            },
            format: { $0.isEmpty ? "none" : $0.map { "\($0)" }.joined(separator: ",") }
        )
    }
}
