// The parts of a form as types, so that the recursions are compiled for each form by itself.

protocol ETSErrorType { static var isMultiplicative: Bool { get } }
protocol ETSTrendType {
    static var exists: Bool { get }
    static var isDamped: Bool { get }
}
protocol ETSSeasonType {
    static var exists: Bool { get }
    static var isMultiplicative: Bool { get }
}

enum AdditiveError: ETSErrorType {
    static var isMultiplicative: Bool { @inline(__always) get { false } }
}
enum MultiplicativeError: ETSErrorType {
    static var isMultiplicative: Bool { @inline(__always) get { true } }
}
enum NoTrend: ETSTrendType {
    static var exists: Bool { @inline(__always) get { false } }
    static var isDamped: Bool { @inline(__always) get { false } }
}
enum AdditiveTrend: ETSTrendType {
    static var exists: Bool { @inline(__always) get { true } }
    static var isDamped: Bool { @inline(__always) get { false } }
}
enum DampedTrend: ETSTrendType {
    static var exists: Bool { @inline(__always) get { true } }
    static var isDamped: Bool { @inline(__always) get { true } }
}
enum NoSeason: ETSSeasonType {
    static var exists: Bool { @inline(__always) get { false } }
    static var isMultiplicative: Bool { @inline(__always) get { false } }
}
enum AdditiveSeason: ETSSeasonType {
    static var exists: Bool { @inline(__always) get { true } }
    static var isMultiplicative: Bool { @inline(__always) get { false } }
}
enum MultiplicativeSeason: ETSSeasonType {
    static var exists: Bool { @inline(__always) get { true } }
    static var isMultiplicative: Bool { @inline(__always) get { true } }
}

extension ETSForm {
    /// The recursions of the form.
    var recursion: ETSRecursion {
        switch error {
        case .additive: withTrend(AdditiveError.self)
        case .multiplicative: withTrend(MultiplicativeError.self)
        }
    }

    @inline(__always)
    private func withTrend<E: ETSErrorType>(_: E.Type) -> ETSRecursion {
        switch trend {
        case .none: withSeason(E.self, NoTrend.self)
        case .additive: withSeason(E.self, AdditiveTrend.self)
        case .damped: withSeason(E.self, DampedTrend.self)
        }
    }

    @inline(__always)
    private func withSeason<E: ETSErrorType, T: ETSTrendType>(_: E.Type, _: T.Type)
        -> ETSRecursion
    {
        switch season {
        case .none: recursion(ETSKernel<E, T, NoSeason>.self)
        case .additive: recursion(ETSKernel<E, T, AdditiveSeason>.self)
        case .multiplicative: recursion(ETSKernel<E, T, MultiplicativeSeason>.self)
        }
    }

    @inline(__always)
    private func recursion<E: ETSErrorType, T: ETSTrendType, S: ETSSeasonType>(
        _: ETSKernel<E, T, S>.Type
    ) -> ETSRecursion {
        ETSRecursion(
            objective: { ETSKernel<E, T, S>.objective($0, $1) },
            linearize: { ETSKernel<E, T, S>.linearize($0, $1) },
            filter: { ETSKernel<E, T, S>.filter($0, $1, $2, &$3) },
            simulate: { ETSKernel<E, T, S>.simulate($0, $1, &$2) }
        )
    }
}
