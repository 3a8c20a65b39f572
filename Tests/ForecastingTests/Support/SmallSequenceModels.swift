@testable import Forecasting

/// Sequence models that are small enough for tests, with windows of 12 values and more.
enum SmallSequenceModels {
    static var all: [Architecture] {
        var tcn = TCN()
        tcn.channels = 5
        tcn.kernel = 2
        var deep = TCN()
        deep.channels = 3
        deep.kernel = 3
        deep.blocks = 1
        var patches = PatchTST()
        patches.patchLength = 5
        patches.stride = 2
        patches.width = 6
        patches.heads = 2
        patches.hidden = 9
        patches.layers = 2
        var turned = ITransformer()
        turned.width = 8
        turned.heads = 2
        turned.hidden = 5
        turned.layers = 1
        return [
            .lstm(Recurrent(hidden: 7)), .lstm(Recurrent(hidden: 4, layers: 2)),
            .gru(Recurrent(hidden: 7)), .gru(Recurrent(hidden: 4, layers: 3)), .tcn(tcn),
            .tcn(deep), .patchTST(patches), .iTransformer(turned),
        ]
    }

    /// The same with dropout.
    static var dropping: [Architecture] {
        all.map { architecture in
            switch architecture {
            case .lstm(var settings):
                settings.dropout = 0.3
                return .lstm(settings)
            case .gru(var settings):
                settings.dropout = 0.3
                return .gru(settings)
            case .tcn(var settings):
                settings.dropout = 0.3
                return .tcn(settings)
            case .patchTST(var settings):
                settings.dropout = 0.3
                return .patchTST(settings)
            case .iTransformer(var settings):
                settings.dropout = 0.3
                return .iTransformer(settings)
            default: return architecture
            }
        }
    }
}
