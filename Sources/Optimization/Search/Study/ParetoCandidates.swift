/// The candidates that no other evaluated one is better than in every objective.
///
/// Two fronts of the same candidates: by the training windows of the last split, which is a choice on
/// the past, and by the means over the test windows, which is one on the test data and flatters.
public struct ParetoCandidates: Sendable {
    /// A candidate on at least one of the fronts.
    public struct Member: Sendable {
        /// The lowest of the ids that behave the same.
        public let id: Int
        /// The objectives over the training window of the last split.
        public let train: [Double]
        /// The means of the objectives over the test windows.
        public let test: [Double]
        /// Whether it is on the front by ``train``.
        public let isOnTrainFront: Bool
        /// Whether it is on the front by ``test``.
        public let isOnTestFront: Bool
    }

    /// The objectives, in the order of the members' figures.
    public let objectives: [Objective]
    /// By ascending id.
    public let members: [Member]

    init(_ store: TrialStore, objectives: [Objective], splitCount: Int, space: BoundSpace) {
        self.objectives = objectives
        let slots = store.slots.filter { store.trials[$0]?.isFinished == true }
        let trials = slots.map { store.trials[$0]! }
        let train = trials.map { $0.objectives(ofSplit: splitCount - 1, of: splitCount) }
        let test = trials.map(\.test)
        let fronts = [Set(ParetoFront(of: train).indices), Set(ParetoFront(of: test).indices)]
        members = fronts[0].union(fronts[1]).sorted().map { place in
            Member(
                id: space.id(ofSlot: slots[place]),
                train: train[place],
                test: test[place],
                isOnTrainFront: fronts[0].contains(place),
                isOnTestFront: fronts[1].contains(place)
            )
        }
    }
}
