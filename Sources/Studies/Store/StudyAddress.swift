/// Where a study is: a file, and a name in it.
public struct StudyAddress: Equatable, Sendable, CustomStringConvertible {
    /// The path of the file.
    public let path: String
    /// The name of the study in it; nil where there is only one, or none yet.
    public let name: String?

    /// What a file in an output directory is called.
    public static let fileName = "apus.sqlite"
    /// What a study is called that was given no name.
    public static let usualName = "study"

    /// Creates an address.
    public init(path: String, name: String? = nil) {
        self.path = path
        self.name = name
    }

    /// An address as it is written: `FILE` or `FILE#name`.
    ///
    /// - Throws: ``StudiesError/invalidName(_:)``.
    public init(parsing text: String) throws(StudiesError) {
        guard let mark = text.lastIndex(of: "#") else {
            self.init(path: text)
            return
        }
        let name = String(text[text.index(after: mark)...])
        guard Self.isName(name), mark > text.startIndex else { throw .invalidName(name) }
        self.init(path: String(text[..<mark]), name: name)
    }

    /// The address as it is written.
    public var description: String { name.map { "\(path)#\($0)" } ?? path }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
