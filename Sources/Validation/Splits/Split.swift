/// One training range and the test range that follows it, as bar indices.
public struct Split: Sendable, Equatable {
    /// The split's number in its plan, counting from 1.
    public let number: Int
    /// The bars to select on.
    public let train: Range<Int>
    /// The bars to judge on; none of them is in ``train``.
    public let test: Range<Int>

    /// Creates a split.
    ///
    /// - Precondition: The ranges do not overlap.
    public init(number: Int, train: Range<Int>, test: Range<Int>) {
        precondition(!train.overlaps(test), "a bar cannot be in both train and test")
        self.number = number
        self.train = train
        self.test = test
    }
}
