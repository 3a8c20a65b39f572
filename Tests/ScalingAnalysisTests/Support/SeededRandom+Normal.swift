import Foundation
import TestSupport

extension SeededRandom {
    /// A normally distributed number with mean 0 and variance 1 (Box and Muller 1958).
    mutating func nextNormal() -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}
