import Optimization

extension StudyPage {
    /// How the objective depends on any two factors; nil with fewer than two.
    var landscape: [String: Any]? {
        let landscape = selection.landscape
        guard let shown = firstPair else { return nil }
        let (rows, columns) = (landscape.factors[shown.rows], landscape.factors[shown.columns])
        let medians = shown.cells.map(\.median)
        let finite = medians.filter(\.isFinite)
        let (least, most) = (finite.min() ?? 0, finite.max() ?? 0)
        func cell(_ place: Int, _ row: Int, _ column: Int) -> [String: Any] {
            let value = medians[place]
            guard value.isFinite else { return ["text": "", "heat": "0"] }
            let heat = most > least ? (value - least) / (most - least) : 0.5
            return [
                "text": number(value), "heat": Format.fixed(heat, decimals: 3),
                "isWinner": rows.winner == row && columns.winner == column,
            ]
        }
        func options(_ chosen: Int) -> [[String: Any]] {
            landscape.factors.enumerated().map { place, factor in
                ["value": place, "name": factor.name, "selected": place == chosen]
            }
        }
        return [
            "rows": rows.name, "columns": columns.name, "columnLabels": columns.levels.map(short),
            "rowChoices": options(shown.rows), "columnChoices": options(shown.columns),
            "body": rows.levels.indices.map { row -> [String: Any] in
                [
                    "label": short(rows.levels[row]),
                    "cells": columns.levels.indices.map { column in
                        cell(row * columns.levels.count + column, row, column)
                    },
                ]
            },
            "sampled": landscape.sampleCount.map {
                "Medians are of an even sample of \(Format.count($0)) listed candidates, the best of these and"
                    + " of those that were kept."
            } ?? "",
            "cut": landscape.factors.contains(where: \.isCut)
                ? "Of factors with many values the best and the worst are shown." : "",
            "data": data(landscape),
        ]
    }

    /// The two factors that matter most together, of those that hardly leave a cell empty if there are such.
    private var firstPair: Landscape.Pair? {
        let landscape = selection.landscape
        let effects = Dictionary(
            selection.sensitivities.map { ($0.factor, $0.effect) },
            uniquingKeysWith: max
        )
        func weight(_ pair: Landscape.Pair) -> (isFull: Bool, effect: Double) {
            let filled = pair.cells.count { $0.median.isFinite }
            let effect = [pair.rows, pair.columns].reduce(0) {
                $0 + (effects[landscape.factors[$1].name] ?? 0)
            }
            return (filled * 10 >= pair.cells.count * 9, effect)
        }
        return landscape.pairs.max { a, b in
            let (x, y) = (weight(a), weight(b))
            return x.isFull == y.isFull ? x.effect < y.effect : y.isFull
        }
    }

    /// Lines may end behind the bars and strokes between symbols and weights.
    func short(_ label: String) -> String {
        Describe.shortened(label).replacing("|", with: "|\u{200b}").replacing(
            "/",
            with: "/\u{200b}"
        )
    }

    private func data(_ landscape: Landscape) -> String {
        let decimals = objective.isShare ? 4 : 3
        let factors = landscape.factors.map { factor in
            let levels = ScriptData.list(factor.levels.map { ScriptData.text(short($0)) })
            return "{\"name\":\(ScriptData.text(factor.name)),\"levels\":\(levels),"
                + "\"winner\":\(factor.winner ?? -1)}"
        }
        let pairs = landscape.pairs.map { pair in
            func values(_ value: (Landscape.Cell) -> Double) -> String {
                ScriptData.list(
                    pair.cells.map { ScriptData.scaled(value($0), decimals: decimals) }
                )
            }
            return "{\"rows\":\(pair.rows),\"columns\":\(pair.columns),"
                + "\"median\":\(values(\.median)),\"best\":\(values(\.best)),"
                + "\"count\":\(ScriptData.list(pair.cells.map { "\($0.count)" }))}"
        }
        return "{\"share\":\(objective.isShare),\"factors\":\(ScriptData.list(factors)),"
            + "\"pairs\":\(ScriptData.list(pairs))}"
    }
}
