public import Validation

extension SplitScheme {
    /// The scheme in keys of files: `walk_forward`, `k_fold` or `combinatorial`.
    public var key: String {
        switch self {
        case .walkForward: "walk_forward"
        case .purgedKFold: "k_fold"
        case .combinatorialPurged: "combinatorial"
        }
    }

    /// The scheme in phrases, for example "a k-fold study".
    public var phrase: String {
        switch self {
        case .walkForward: "walk-forward"
        case .purgedKFold: "k-fold"
        case .combinatorialPurged: "combinatorial"
        }
    }

    /// What the out-of-sample record that is shown is called.
    public var recordName: String {
        switch self {
        case .walkForward: "walk-forward record"
        case .purgedKFold: "k-fold record"
        case .combinatorialPurged: "median path"
        }
    }

    /// What must be said of a record that nobody could have traded; nil for walk-forward analysis.
    public var recordCaveat: String? {
        trainsOnLaterBars ? "training also uses later data" : nil
    }
}
