/// The direction numbers of Sobol's sequence for the first 64 dimensions.
///
/// S. Joe, F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM
/// J. Sci. Comput. 30, 2008; their list `new-joe-kuo-6`.
enum SobolDirections {
    /// Bits of a direction number, and so of a coordinate.
    static let bits = 32

    /// The number of dimensions that have direction numbers.
    static let dimensionCount = parameters.count + 1

    /// The direction numbers of one dimension, the first for the lowest bit of the (Gray-coded) index.
    static func numbers(dimension: Int) -> [UInt32] {
        // The first dimension is van der Corput's sequence: every initial number is 1.
        guard dimension > 0 else { return (0..<bits).map { 1 << UInt32(bits - 1 - $0) } }
        let row = parameters[dimension - 1]
        let degree = row.count - 1
        var numbers = (0..<min(degree, bits)).map { row[$0 + 1] << UInt32(bits - 1 - $0) }
        for position in degree..<bits {
            let oldest = numbers[position - degree]
            var number = oldest ^ (oldest >> UInt32(degree))
            for lag in 1..<max(degree, 1) where row[0] >> UInt32(degree - 1 - lag) & 1 == 1 {
                number ^= numbers[position - lag]
            }
            numbers.append(number)
        }
        return numbers
    }

    /// For each dimension from the second on: the inner coefficients of its primitive polynomial as
    /// bits, then its initial numbers, as many as the polynomial's degree.
    private static let parameters: [[UInt32]] = [
        [0, 1],
        [1, 1, 3],
        [1, 1, 3, 1],
        [2, 1, 1, 1],
        [1, 1, 1, 3, 3],
        [4, 1, 3, 5, 13],
        [2, 1, 1, 5, 5, 17],
        [4, 1, 1, 5, 5, 5],
        [7, 1, 1, 7, 11, 19],
        [11, 1, 1, 5, 1, 1],
        [13, 1, 1, 1, 3, 11],
        [14, 1, 3, 5, 5, 31],
        [1, 1, 3, 3, 9, 7, 49],
        [13, 1, 1, 1, 15, 21, 21],
        [16, 1, 3, 1, 13, 27, 49],
        [19, 1, 1, 1, 15, 7, 5],
        [22, 1, 3, 1, 15, 13, 25],
        [25, 1, 1, 5, 5, 19, 61],
        [1, 1, 3, 7, 11, 23, 15, 103],
        [4, 1, 3, 7, 13, 13, 15, 69],
        [7, 1, 1, 3, 13, 7, 35, 63],
        [8, 1, 3, 5, 9, 1, 25, 53],
        [14, 1, 3, 1, 13, 9, 35, 107],
        [19, 1, 3, 1, 5, 27, 61, 31],
        [21, 1, 1, 5, 11, 19, 41, 61],
        [28, 1, 3, 5, 3, 3, 13, 69],
        [31, 1, 1, 7, 13, 1, 19, 1],
        [32, 1, 3, 7, 5, 13, 19, 59],
        [37, 1, 1, 3, 9, 25, 29, 41],
        [41, 1, 3, 5, 13, 23, 1, 55],
        [42, 1, 3, 7, 3, 13, 59, 17],
        [50, 1, 3, 1, 3, 5, 53, 69],
        [55, 1, 1, 5, 5, 23, 33, 13],
        [56, 1, 1, 7, 7, 1, 61, 123],
        [59, 1, 1, 7, 9, 13, 61, 49],
        [62, 1, 3, 3, 5, 3, 55, 33],
        [14, 1, 3, 1, 15, 31, 13, 49, 245],
        [21, 1, 3, 5, 15, 31, 59, 63, 97],
        [22, 1, 3, 1, 11, 11, 11, 77, 249],
        [38, 1, 3, 1, 11, 27, 43, 71, 9],
        [47, 1, 1, 7, 15, 21, 11, 81, 45],
        [49, 1, 3, 7, 3, 25, 31, 65, 79],
        [50, 1, 3, 1, 1, 19, 11, 3, 205],
        [52, 1, 1, 5, 9, 19, 21, 29, 157],
        [56, 1, 3, 7, 11, 1, 33, 89, 185],
        [67, 1, 3, 3, 3, 15, 9, 79, 71],
        [70, 1, 3, 7, 11, 15, 39, 119, 27],
        [84, 1, 1, 3, 1, 11, 31, 97, 225],
        [97, 1, 1, 1, 3, 23, 43, 57, 177],
        [103, 1, 3, 7, 7, 17, 17, 37, 71],
        [115, 1, 3, 1, 5, 27, 63, 123, 213],
        [122, 1, 1, 3, 5, 11, 43, 53, 133],
        [8, 1, 3, 5, 5, 29, 17, 47, 173, 479],
        [13, 1, 3, 3, 11, 3, 1, 109, 9, 69],
        [16, 1, 1, 1, 5, 17, 39, 23, 5, 343],
        [22, 1, 3, 1, 5, 25, 15, 31, 103, 499],
        [25, 1, 1, 1, 11, 11, 17, 63, 105, 183],
        [44, 1, 1, 5, 11, 9, 29, 97, 231, 363],
        [47, 1, 1, 5, 15, 19, 45, 41, 7, 383],
        [52, 1, 3, 7, 7, 31, 19, 83, 137, 221],
        [55, 1, 1, 1, 3, 23, 15, 111, 223, 83],
        [59, 1, 1, 5, 13, 31, 15, 55, 25, 161],
        [62, 1, 1, 3, 13, 25, 47, 39, 87, 257],
    ]
}
