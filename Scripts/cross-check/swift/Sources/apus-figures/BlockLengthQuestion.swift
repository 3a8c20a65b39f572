import Validation

struct BlockLengthQuestion: Question {
    struct Answer: Encodable {
        /// Of each series the length of the stationary and of the circular bootstrap.
        let lengths: [[Double?]]
    }

    let series: [[Double]]

    func answer() -> Answer {
        Answer(
            lengths: series.map {
                let length = BlockLength.optimal(of: $0)
                return [finite(length.stationary), finite(length.circular)]
            }
        )
    }
}
