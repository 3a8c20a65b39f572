/// Bars a number of days apart, the first at time 0.
enum Days {
    static let seconds: Int64 = 86_400

    static func timestamps(_ count: Int) -> [Int64] { (0..<count).map { Int64($0) * seconds } }
}
