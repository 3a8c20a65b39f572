import Mustache

/// A page that needs nothing else: `page.mustache`, with its style and script, around what its kind shows.
enum Page {
    /// What a page is about; its template has the same name.
    enum Kind: String {
        case study, forecasts, tuning, scaling
    }

    /// Renders a page.
    ///
    /// - Parameters:
    ///   - title: What it is of.
    ///   - context: What the kind's template shows.
    static func html(_ kind: Kind, title: String, _ context: [String: Any]) throws -> String {
        var library = MustacheLibrary()
        let parts: [(name: String, bytes: [UInt8])] = [
            ("page", PackageResources.page_mustache), ("tiles", PackageResources.tiles_mustache),
            ("chart", PackageResources.chart_mustache),
            ("histogram", PackageResources.histogram_mustache),
            ("landscape", PackageResources.landscape_mustache), (kind.rawValue, bytes(of: kind)),
        ]
        for (name, bytes) in parts { try library.register(text(bytes), named: name) }
        let frame: [String: Any] = [
            "kind": kind.rawValue, "title": title, "style": text(PackageResources.style_css),
            "script": text(PackageResources.page_js),
        ]
        let whole = context.merging(frame) { $1 }
        return withFirmPercents(library.render(whole, withTemplate: "page") ?? "")
    }

    private static func bytes(of kind: Kind) -> [UInt8] {
        switch kind {
        case .study: PackageResources.study_mustache
        case .forecasts: PackageResources.forecasts_mustache
        case .tuning: PackageResources.tuning_mustache
        case .scaling: PackageResources.scaling_mustache
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// No line ends between a number and its percent sign.
    private static func withFirmPercents(_ html: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(html.utf8.count + 4_096)
        for byte in html.utf8 {
            let last = bytes.count - 1
            if byte == UInt8(ascii: "%"), last > 0, bytes[last] == UInt8(ascii: " "),
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[last - 1]
            {
                bytes.removeLast()
                // A no-break space.
                bytes += [0xc2, 0xa0]
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A figure that stands out.
    static func tile(_ name: String, _ value: String, _ note: String) -> [String: Any] {
        ["name": name, "value": value, "note": note]
    }
}
