#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What standard output can show: colours on a terminal that knows them, blocks where text is UTF-8.
enum Style {
    /// How text can look, by its number in an ANSI sequence.
    enum Tone: Int {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
    }

    /// Whether there is colour: on a terminal that is not dumb, unless NO_COLOR says otherwise.
    static let hasColour =
        isatty(STDOUT_FILENO) == 1 && !["", "dumb"].contains(variable("TERM"))
        && variable("NO_COLOR").isEmpty

    /// Whether standard output is UTF-8, by the first of the locale's variables that is set.
    static let isUTF8: Bool = {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).first { !$0.isEmpty } ?? ""
        let letters = locale.lowercased()
        return letters.contains("utf-8") || letters.contains("utf8")
    }()

    /// The text in a tone; as it is where there is no colour.
    static func text(_ text: String, _ tone: Tone) -> String {
        hasColour ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// An environment variable; empty if it is not set.
    private static func variable(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }
}
