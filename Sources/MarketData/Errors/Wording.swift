/// An integer with a comma between groups of three digits: `8,760`.
func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
        groups.append(String(digits.suffix(3)))
        digits.removeLast(3)
    }
    groups.append(digits)
    return (value < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
}

/// A number of things with the right ending: `1 bar`, `8,760 bars`.
func count(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
}

/// Text between double quotes.
func quoted(_ text: String) -> String { "\"\(text)\"" }

/// The most characters of a bad value that a message repeats.
let echoLimit = 40

/// Bytes of a file as they may be shown in a message: cut to ``echoLimit`` characters, invalid
/// UTF-8 replaced, and characters that do not print written as escapes.
func echo(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(4 * echoLimit + 4))
    var text = ""
    var characters = 0
    for scalar in String(decoding: head, as: UTF8.self).unicodeScalars {
        if characters == echoLimit { return text + "…" }
        characters += 1
        text += visible(scalar)
    }
    return bytes.count > head.count ? text + "…" : text
}

/// A name from a file as it may be shown in a message; see the other form.
func echo(_ name: String) -> String {
    var name = name
    return name.withUTF8 { echo($0) }
}

/// The first names of a list, quoted, and how many more there are.
func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { quoted(echo($0)) }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(grouped(names.count - 8)) more" : shown
}

/// A scalar as itself, or as an escape when it does not print.
private func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": return "\\t"
    case "\r": return "\\r"
    case "\n": return "\\n"
    case "\u{0}": return "\\0"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator,
        .paragraphSeparator:
        return "\\u{" + String(scalar.value, radix: 16) + "}"
    case .spaceSeparator where scalar != " ":
        return "\\u{" + String(scalar.value, radix: 16) + "}"
    default:
        return String(scalar)
    }
}
