/// Text between double quotes, fit to be shown.
func quoted(_ text: String) -> String { "\"\(visible(text))\"" }

/// Text from elsewhere as it may be shown: one line of at most 200 characters that print.
func visible(_ text: String) -> String {
    var shown = ""
    var isSpace = false
    for scalar in text.unicodeScalars {
        if shown.unicodeScalars.count >= 200 { return shown + "…" }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
            if !isSpace, !shown.isEmpty { shown += " " }
            isSpace = true
            continue
        case .format, .surrogate, .unassigned, .privateUse:
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        default:
            shown.unicodeScalars.append(scalar)
        }
        isSpace = false
    }
    return isSpace ? String(shown.dropLast()) : shown
}

/// A time to wait as a person says it: `45 s`, `12 min`, `3.0 h`.
///
/// More than a million hours are written as that many.
func duration(_ seconds: Double) -> String {
    let seconds = min(max(seconds, 0), 3.6e9)
    if seconds < 120 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 7200 { return "\(Int((seconds / 60).rounded(.up))) min" }
    let tenths = Int((seconds / 360).rounded(.up))
    return "\(tenths / 10).\(tenths % 10) h"
}
