public import ArgumentParser
public import Forecasting

extension TuningMetric: ExpressibleByArgument {}
