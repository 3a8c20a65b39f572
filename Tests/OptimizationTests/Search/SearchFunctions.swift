import Foundation

@testable import Optimization

/// Functions on the unit cube to be maximised; the largest value of each is 0, away from the middle.
enum SearchFunctions {
    static func sphere(_ point: [Double]) -> Double {
        -point.enumerated().reduce(0) { sum, item in
            let distance = item.element - (0.2 + 0.13 * Double(item.offset % 5))
            return sum + distance * distance
        }
    }

    /// Rosenbrock's valley on -2...2; the best point is 1 in each coordinate, 0.75 of the cube.
    static func rosenbrock(_ point: [Double]) -> Double {
        let x = point.map { 4 * $0 - 2 }
        var sum = 0.0
        for index in 1..<x.count {
            let bend = x[index] - x[index - 1] * x[index - 1]
            sum += 100 * bend * bend + (1 - x[index - 1]) * (1 - x[index - 1])
        }
        return -sum
    }

    /// Rastrigin's function: about 10 local optima along each coordinate.
    static func rastrigin(_ point: [Double]) -> Double {
        -point.reduce(0) { sum, coordinate in
            let x = 10.24 * (coordinate - 0.5) - 1.3
            return sum + x * x + 10 - 10 * cos(2 * .pi * x)
        }
    }

    /// A long ellipsoid across the coordinates: half-axes from 1 to 1/1000.
    static func ellipsoid(_ point: [Double]) -> Double {
        let x = point.map { $0 - 0.4 }
        // Columns of a Householder reflection: orthonormal, no coordinate on its own.
        let mean = x.reduce(0, +) / Double(x.count)
        var sum = 0.0
        for (index, value) in x.enumerated() {
            let rotated = value - 2 * mean
            sum += pow(10, 6 * Double(index) / Double(x.count - 1)) * rotated * rotated
        }
        return -sum
    }

    /// On ``SearchDomain/mixed``: names cost what a table says, levels their distance from a best
    /// level, one of which depends on the method.
    static func mixed(_ point: [Double]) -> Double {
        let levels = SearchDomain.mixed.cell(of: point) ?? []
        let method = [0.3, 0, 0.5, 0.4][levels[0]]
        let asset = [0.5, 0.2, 0.6, 0, 0.7, 0.4][levels[1]]
        let threshold = Double(levels[2] - (levels[0] == 1 ? 9 : 2)) / 11
        let days = Double(levels[3] - 3) / 11
        let hours = Double(levels[4] - 7) / 11
        return -(method + asset + threshold * threshold + days * days + hours * hours)
    }
}
