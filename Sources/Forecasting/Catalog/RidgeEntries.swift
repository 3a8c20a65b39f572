/// The linear models that are solved exactly.
enum RidgeEntries {
    static let all: [CatalogEntry] = RidgeForecaster.Form.allCases.map { form in
        CatalogEntry(
            RidgeForecaster.name(form),
            summary(form),
            defaults: form.defaultPenalty,
            [
                CatalogSetting(
                    "penalty",
                    \.self,
                    .notNegative,
                    "ridge penalty as a multiple of the mean diagonal of the Gram matrix"
                )
            ]
        ) { (penalty, request) throws(ForecastingError) in
            try RidgeForecaster(
                form,
                inputLength: request.inputLength,
                horizon: request.horizon,
                penalty: penalty
            )
        }
    }

    private static func summary(_ form: RidgeForecaster.Form) -> String {
        switch form {
        case .nlinear:
            "Linear in the changes since the last value, solved exactly: the first to try, in no time."
        case .dlinear:
            "Linear in trend and rest, solved exactly: for seasonal series whose level stays."
        case .rlinear:
            "Linear in standardised windows, solved exactly: for channels of very different size."
        }
    }
}
