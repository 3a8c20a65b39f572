import Foundation
import Testing

@Suite struct ExampleTests {
    /// The package's directory.
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ name: String) throws -> String {
        try Fixtures.text(of: package.appending(path: name).path)
    }

    /// The code blocks of a language in a Markdown text.
    private static func blocks(_ language: String, in markdown: String) -> [String] {
        markdown.components(separatedBy: "\n```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
    }

    /// The library example of the README is the program that the package builds.
    @Test(arguments: ["OptimizePortfolio", "ForecastSeries"])
    func theReadmeShowsTheExample(name: String) throws {
        let example = try Self.text("Examples/\(name)/main.swift")
        let blocks = Self.blocks("swift", in: try Self.text("README.md"))
        #expect(
            blocks.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .contains(example.trimmingCharacters(in: .whitespacesAndNewlines))
        )
        _ = try Program.executable(name)
    }
}
