"""The Reality Check and the test of superior predictive ability, against arch and NumPy.

arch's SPA and RealityCheck are one class: the largest of means that are not divided by their
deviations. Fed Apus's resamples it must give the p-values of Apus's Reality Check. Hansen's
studentized test is not in arch; NumPy computes it from its definition and arch's variances.
arch counts resamples above the statistic, Apus those at or above it: random numbers have no ties.
"""

import numpy as np
from arch import __version__
from arch.bootstrap import SPA


class Resamples:
    """In place of arch's bootstrap: given indices."""

    def __init__(self, data, indices):
        self.data, self.indices = data, indices

    def bootstrap(self, reps):
        for index in self.indices[:reps]:
            yield (self.data[index],), {}


def check(apus, report):
    random = np.random.default_rng(2)
    for periods, candidates, resamples, block, edge in (
        (60, 5, 200, 4, 0.1),
        (250, 40, 500, 10, 0.0),
        (250, 40, 500, 1, 0.15),
        (1_000, 100, 300, 25, 0.05),
    ):
        means = random.normal(-0.05, 0.1, candidates)
        means[0] += edge
        scale = random.uniform(0.5, 3, candidates)
        d = (random.standard_normal((periods, candidates)) + means) * scale
        answer = apus(
            "superiority", columns=d.T.tolist(), resamples=resamples, blockLength=block, seed=7
        )
        indices = np.array(answer["indices"])
        arch = SPA(np.zeros(periods), -d, block_size=block, reps=resamples)
        arch.bootstrap = Resamples(d, indices)
        arch.compute()
        title = f"{candidates} candidates, {periods} periods, {resamples} resamples, block {block}"
        report.head(f"Reality Check, not studentized: {title}", f"arch {__version__}")
        for version in ("lower", "consistent", "upper"):
            report.row(
                f"p-value, {version}", answer["realityCheck"][version], arch.pvalues[version], 0
            )
        report.head(f"SPA, studentized: {title}", f"NumPy {np.__version__}")
        statistic, p_values = studentized(d, indices, arch)
        report.row("statistic", answer["spa"]["statistic"], statistic, 1e-11)
        for version, p_value in p_values.items():
            report.row(f"p-value, {version}", answer["spa"][version], p_value, 0)


def studentized(d, indices, arch):
    mean = d.mean(axis=0)
    factor = np.sqrt(len(d)) / np.sqrt(arch._loss_diff_var)
    statistic = max(0, (mean * factor).max())
    resampled = np.array([d[index].mean(axis=0) for index in indices])
    centers = {
        "lower": np.maximum(mean, 0),
        "consistent": np.where(arch._valid_columns, mean, 0),
        "upper": mean,
    }
    return statistic, {
        name: np.mean(np.maximum(0, ((resampled - center) * factor).max(axis=1)) >= statistic)
        for name, center in centers.items()
    }
