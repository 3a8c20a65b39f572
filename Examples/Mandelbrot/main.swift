// Draws the Mandelbrot set, its rows in parallel: rows through the set take far longer than others,
// and work stealing evens that out.
import DataParallel
import Foundation

/// The brightness of each pixel of a row, from 0 (in the set) to 255.
func pixels(row: Int, width: Int, height: Int) -> [UInt8] {
    let y = 2.4 * (Double(row) + 0.5) / Double(height) - 1.2
    return (0..<width).map { column in
        let x = 3.6 * (Double(column) + 0.5) / Double(width) - 2.5
        let steps = stepsToEscape(x, y, limit: 1_000)
        return steps == 1_000 ? 0 : UInt8(min(40 + 215 * log2(Double(steps)) / 10, 255))
    }
}

/// How long the orbit of x + iy stays near the origin.
func stepsToEscape(_ x: Double, _ y: Double, limit: Int) -> Int {
    var (real, imaginary) = (0.0, 0.0)
    for step in 1..<limit {
        (real, imaginary) = (real * real - imaginary * imaginary + x, 2 * real * imaginary + y)
        if real * real + imaginary * imaginary > 4 { return step }
    }
    return limit
}

func fail(_ message: String, _ status: Int32) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(status)
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count <= 2, let width = Int(arguments.first ?? "1200"), (3...30_000) ~= width else {
    fail("usage: Mandelbrot [WIDTH [FILE.pgm]]\nWIDTH is a number from 3 to 30000.", 64)
}
let file = arguments.count == 2 ? arguments[1] : "mandelbrot.pgm"
let height = width * 2 / 3

let rows = (0..<height).parallel
    .map { pixels(row: $0, width: width, height: height) }
    .collect()

let picture = Data("P5\n\(width) \(height)\n255\n".utf8) + rows.joined()
do {
    try picture.write(to: URL(fileURLWithPath: file))
} catch {
    fail("\(file) cannot be written: \(error.localizedDescription)", 73)
}
let total = rows.joined().reduce(0) { $0 + Int($1) }
print("\(file): \(width) x \(height) pixels, sum of brightness \(total)")
