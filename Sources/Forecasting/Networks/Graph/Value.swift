/// Some numbers for each sample of a batch: a row of a matrix, or some columns of one.
struct Value: Sendable {
    /// Which value's gradient it shares; parts of a value have numbers of their own.
    let id: Int
    /// Columns of all values before the matrix.
    let offset: Int
    /// The first of its columns in the matrix.
    let column: Int
    /// Numbers for each sample.
    let width: Int
    /// Columns of the matrix.
    let stride: Int

    /// Whether the samples' numbers follow each other without gaps.
    var isContiguous: Bool { stride == width }
}

/// Some numbers for each sample that one operation keeps for itself, in an order of its own: they have no gradient.
struct Kept: Sendable {
    /// Numbers of all kept ones before, for each sample.
    let offset: Int
    /// Whether they are there only where a network is trained.
    let isForTraining: Bool
}

/// Memory of a fixed length that an operation keeps where a network is trained.
struct FixedMemory: Sendable {
    let offset: Int
}

/// A run of parameters.
struct Parameter: Sendable {
    let offset: Int
    let count: Int
}

/// What a parameter is before training.
enum Initialization: Sendable {
    case constant(Double)
    /// Uniform between plus and minus this bound.
    case uniform(Double)
}

/// A parameter's name and shape, as the model file has them.
struct ParameterDescription: Sendable {
    let name: String
    let rows: Int
    let columns: Int
    let offset: Int
    let initialization: Initialization
    /// Whether weight decay applies: not to biases and gains.
    let decays: Bool

    var count: Int { rows * columns }
}
