import Foundation

/// What a check asks of Apus.
protocol Question: Decodable {
    associatedtype Answer: Encodable

    func answer() throws -> Answer
}

extension Question {
    static func answer(to json: Data) throws -> Data {
        let answer = try JSONDecoder().decode(Self.self, from: json).answer()
        return try JSONEncoder().encode(answer)
    }
}

/// A number, or null in place of one that is not finite.
func finite(_ value: Double) -> Double? {
    value.isFinite ? value : nil
}
