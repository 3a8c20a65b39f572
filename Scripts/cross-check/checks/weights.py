"""Estimated weights, against skfolio and scikit-learn.

skfolio's risk aversion is half of Apus's. HierarchicalRiskParity follows the paper with Euclidean
distances of the columns of sqrt((1 - rho) / 2), single linkage and no optimal ordering; the correlations
are those of the covariance rule. skfolio has no limits for inverse volatility. What skfolio solves
numerically it finds to about 1e-5, whatever tolerance its solver is given.
"""

import csv
import pathlib
import warnings

import numpy as np
import scipy.spatial.distance as distance
import sklearn
import skfolio
from skfolio.cluster import HierarchicalClustering, LinkageMethod
from skfolio.distance import BaseDistance
from skfolio.moments import EmpiricalCovariance, LedoitWolf
from skfolio.optimization import (
    EqualWeighted,
    HierarchicalRiskParity,
    InverseVolatility,
    MaximumDiversification,
    MeanRisk,
    ObjectiveFunction,
    RiskBudgeting,
)
from skfolio.prior import EmpiricalPrior
from skfolio.seriation import HierarchicalSeriation
from sklearn.base import clone

DATA = pathlib.Path(__file__).parents[3] / "Sources/MarketData/Datasets/sp500_20_stocks_daily.csv"
RISK_AVERSION = 8.0
COVARIANCES = {"sample": EmpiricalCovariance, "ledoit-wolf": LedoitWolf}
LIMITS = {"no limits": (0.0, 1.0), "weights from 0.02 to 0.2": (0.02, 0.2)}
CLARABEL = {"tol_gap_abs": 1e-13, "tol_gap_rel": 1e-13, "tol_feas": 1e-13, "max_iter": 500}
TOLERANCES = {
    "equal": 1e-14,
    "inverse-volatility": 1e-14,
    "minimum-variance": 5e-5,
    "mean-variance": 5e-5,
    "maximum-diversification": 5e-5,
    "equal-risk-contribution": 1e-4,
    "hierarchical-risk-parity": 1e-14,
}


class DistanceOfDistances(BaseDistance):
    def __init__(self, covariance=None):
        self.covariance = covariance

    def fit(self, X, y=None):
        covariance = clone(self.covariance).fit(X).covariance_
        deviations = np.sqrt(np.diag(covariance))
        self.codependence_ = covariance / np.outer(deviations, deviations)
        columns = np.sqrt(np.clip((1 - self.codependence_) / 2, 0, 1))
        self.distance_ = distance.squareform(distance.pdist(columns))
        return self


def estimator(rule, covariance, least, largest):
    prior = {"prior_estimator": EmpiricalPrior(covariance_estimator=covariance)}
    limits = {"min_weights": least, "max_weights": largest}
    solver = {"solver": "CLARABEL", "solver_params": CLARABEL}
    match rule:
        case "equal":
            return EqualWeighted()
        case "inverse-volatility":
            return InverseVolatility(**prior)
        case "minimum-variance":
            return MeanRisk(**limits, **prior, **solver)
        case "mean-variance":
            return MeanRisk(
                objective_function=ObjectiveFunction.MAXIMIZE_UTILITY,
                risk_aversion=RISK_AVERSION / 2,
                **limits,
                **prior,
                **solver,
            )
        case "maximum-diversification":
            return MaximumDiversification(**limits, **prior, **solver)
        case "equal-risk-contribution":
            return RiskBudgeting(**limits, **prior, **solver)
        case "hierarchical-risk-parity":
            linkage = HierarchicalClustering(linkage_method=LinkageMethod.SINGLE)
            return HierarchicalRiskParity(
                distance_estimator=DistanceOfDistances(covariance),
                seriation_estimator=HierarchicalSeriation(
                    hierarchical_clustering_estimator=linkage, optimal_ordering=False
                ),
                **limits,
                **prior,
            )


def check(apus, report):
    warnings.filterwarnings("ignore", module="skfolio")
    with open(DATA) as file:
        header, *rows = csv.reader(file)
    closes = np.array([row[1:] for row in rows], dtype=float)
    count = closes.shape[1]
    windows = [(bar, 250) for bar in range(300, len(closes), 1_500)] + [(len(closes), 15)]
    for bar, lookback in windows:
        part = closes[bar - lookback - 1 : bar]
        returns = part[1:] / part[:-1] - 1
        title = f"{count} symbols, {lookback} returns before bar {bar}"
        report.head(f"Ledoit-Wolf: {title}", f"scikit-learn {sklearn.__version__}")
        shrunk = LedoitWolf().fit(returns)
        ours = apus("covariance", returns=returns.T.tolist())
        report.row("intensity", ours["shrinkage"], shrunk.shrinkage_, 1e-11)
        scale = np.abs(shrunk.covariance_).max()
        worst("covariance, scaled", ours["values"], shrunk.covariance_, 1e-12, report, scale)
        report.head(f"Weights: {title}", f"skfolio {skfolio.__version__}")
        for name, make in COVARIANCES.items():
            for described, (least, largest) in LIMITS.items():
                for rule, tolerance in TOLERANCES.items():
                    if rule == "inverse-volatility" and least > 0:
                        continue
                    # A singular matrix leaves the best weights open, and skfolio clips its eigenvalues.
                    if name == "sample" and lookback <= count:
                        continue
                    answer = apus(
                        "weights",
                        closes=part.ravel().tolist(),
                        symbols=header[1:],
                        rule=rule,
                        covariance=name,
                        riskAversion=RISK_AVERSION,
                        least=least,
                        largest=largest,
                        lookback=lookback,
                    )
                    theirs = estimator(rule, make(), least, largest).fit(returns).weights_
                    label = f"{rule}, {name}, {described}"
                    worst(label, answer["weights"], theirs, tolerance, report)


def worst(figure, ours, theirs, tolerance, report, scale=1.0):
    """The one of several figures that differs most."""
    ours, theirs = np.ravel(ours) / scale, np.ravel(theirs) / scale
    place = np.argmax(np.abs(ours - theirs))
    report.row(figure, ours[place], theirs[place], tolerance)
