import Forecasting
import TestSupport
import Testing

@Suite struct ModelCatalogTests {
    @Test(arguments: RidgeForecaster.Form.allCases)
    func modelsComeBackByTheirName(form: RidgeForecaster.Form) throws {
        let folder = try TemporaryDirectory()
        let table = try MadeUpSeries.table(.walk, channels: 2, count: 90)
        let model = try RidgeForecaster(form, inputLength: 7, horizon: 3)
        let fitted = try model.fit(TrainingData(table, train: 0..<80))
        let path = folder.path("model")
        try ModelFile.write(fitted.record(), to: path)
        let restored = try ModelCatalog.read(path)
        #expect(ModelCatalog.names.contains(restored.name))
        let forecasts = try fitted.predict(table, origins: [80, 90], on: .shared)
        #expect(try restored.predict(table, origins: [80, 90], on: .shared) == forecasts)
    }

    @Test func unknownModelsAreAnError() {
        let reader = RecordReader(ModelRecord(name: "oracle"), path: "oracle.model")
        #expect(
            throws: ForecastingError.unknownFormat(
                path: "oracle.model",
                found: "a file of the model oracle",
                supported: ModelCatalog.names.joined(separator: ", ")
            )
        ) { try ModelCatalog.restore(reader) }
    }

    @Test func recordsThatMakeNoModelAreAnError() {
        let reader = RecordReader(ModelRecord(name: "nlinear-ridge"), path: "x")
        #expect(
            throws: ForecastingError.corruptFile(
                path: "x",
                reason: "there is no setting input-length"
            )
        ) { try ModelCatalog.restore(reader) }
    }
}
