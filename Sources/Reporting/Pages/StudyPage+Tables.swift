import Backtesting
import MarketData
import Optimization
import Validation

extension StudyPage {
    /// Training against test, split by split.
    var folds: [[String: Any]] {
        let choices = selection.choicesAndBest
        let largest = choices.map { abs($0.chosen.outperformance) }.filter(\.isFinite).max() ?? 0
        return choices.map { chosen, best in
            let gain = chosen.outperformance
            let share = largest > 0 && gain.isFinite ? abs(gain) / largest : 0
            return [
                "number": chosen.split.number, "from": Describe.time(start(chosen.split)),
                "to": Describe.time(table.endTime(of: chosen.split.testSegments.last!)),
                "train": Format.signedPercent(chosen.train.totalReturn, decimals: 1),
                "trainSharpe": Format.fixed(chosen.train.sharpeRatio, decimals: 2),
                "test": Format.signedPercent(chosen.test.totalReturn, decimals: 1),
                "testSharpe": Format.fixed(chosen.test.sharpeRatio, decimals: 2),
                "gap": Format.fixed(
                    chosen.train.sharpeRatio - chosen.test.sharpeRatio,
                    decimals: 2
                ),
                "hold": Format.signedPercent(chosen.buyAndHold.totalReturn, decimals: 1),
                "outperformance": Format.signedPercent(gain, decimals: 1),
                "bar": SVGPath.percent(share / 2), "isLoss": gain < 0,
                "chosen": "#\(chosen.candidate.id)",
                "portfolio": Describe.portfolio(chosen.candidate),
                "rule": Describe.rule(chosen.candidate),
                "best": Format.signedPercent(best.test.totalReturn, decimals: 1),
            ]
        }
    }

    private func start(_ split: Split) -> Int64 {
        table.timestamps[split.testSegments[0].lowerBound]
    }

    /// The best of the ranking, those that are alike once.
    var leaders: [[String: Any]] {
        selection.leaders.compactMap { leader in
            guard let summary = result.summary(ofID: leader.id) else { return nil }
            let candidate = result.optimizer.space[leader.id - 1]
            func cell(_ value: Double, _ text: String) -> [String: Any] {
                ["value": value.isFinite ? "\(value)" : "", "text": text]
            }
            return [
                "rank": leader.rank, "id": leader.id, "portfolio": Describe.portfolio(candidate),
                "rule": Describe.rule(candidate),
                "curve": SVGPath.small(leader.equity),
                "cells": [
                    cell(
                        summary.testOutperformance,
                        Format.signedPercent(summary.testOutperformance)
                    ),
                    cell(summary.testReturn, Format.signedPercent(summary.testReturn)),
                    cell(summary.testSharpe, Format.fixed(summary.testSharpe, decimals: 2)),
                    cell(summary.testDrawdown, Format.percent(summary.testDrawdown, decimals: 1)),
                    cell(
                        summary.trainOutperformance,
                        Format.signedPercent(summary.trainOutperformance)
                    ),
                    cell(
                        summary.generalizationGap,
                        Format.signedPercent(summary.generalizationGap)
                    ),
                    cell(summary.testTurnover, Format.fixed(summary.testTurnover, decimals: 2)),
                    cell(
                        Double(leader.alike),
                        leader.alike == 0 ? "" : "+\(Format.count(leader.alike))"
                    ),
                ],
            ]
        }
    }

    /// More values of a factor than this are cut to the best and worst.
    private static let mostLevels = 12

    /// How the result depends on each factor, the most important first.
    var factors: [[String: Any]] {
        let sensitivities = selection.sensitivities.enumerated()
            .sorted { ($1.element.effect, $0.offset) < ($0.element.effect, $1.offset) }
            .map(\.element)
        return sensitivities.map { factor in
            let isCut = factor.levels.count > Self.mostLevels
            let ordered =
                isCut
                ? factor.levels.sorted { Objective.ranks($0.mean, before: $1.mean) } : factor.levels
            let half = Self.mostLevels / 2
            let shown = isCut ? Array(ordered.prefix(half) + ordered.suffix(half)) : ordered
            let axis = Axis(shown.flatMap { [$0.mean, $0.median, $0.best] })
            func place(_ value: Double) -> [[String: Any]] {
                value.isFinite ? [["left": SVGPath.percent(axis.position(value))]] : []
            }
            return [
                "name": factor.factor, "effect": number(factor.effect), "isCut": isCut,
                "count": Format.count(factor.levels.count),
                "levels": shown.map { level -> [String: Any] in
                    [
                        "label": short(level.label), "mean": number(level.mean),
                        "median": number(level.median), "best": number(level.best),
                        "share": Format.percent(level.shareAboveBuyAndHold, decimals: 0),
                        "atMean": place(level.mean), "atMedian": place(level.median),
                        "atBest": place(level.best),
                    ]
                },
            ]
        }
    }

    func number(_ value: Double) -> String {
        objective.isShare ? Format.signedPercent(value) : Format.fixed(value, decimals: 3)
    }
}
