import Foundation
import TestSupport
import Testing

@Suite struct ForecastBadInputTests {
    /// A command line that cannot work, and what must be said about it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let status: Int32
        let parts: [String]

        init(_ name: String, _ arguments: [String], _ status: Int32, says parts: [String]) {
            testDescription = name
            self.arguments = arguments
            self.status = status
            self.parts = parts
        }
    }

    private static func fit(_ more: String...) -> [String] {
        let usual = ["fit", "--model", "naive", "--horizon", "5", "--output", "new.model"]
        // Of options given twice the last one counts.
        return usual + more
    }

    private static let mistakes = [
        Mistake(
            "unknown model",
            fit("--model", "nhits"),
            64,
            says: ["there is no model nhits; did you mean n-hits?", "apus forecast models"]
        ),
        Mistake(
            "unknown model to tell about",
            ["models", "thta"],
            64,
            says: ["did you mean theta?"]
        ),
        Mistake(
            "unknown setting",
            fit("--model", "mlp", "--set", "droput=0.1"),
            64,
            says: ["there is no setting of mlp droput; did you mean dropout?", "hidden"]
        ),
        Mistake(
            "setting out of range",
            fit("--model", "mlp", "--set", "dropout=1"),
            64,
            says: ["dropout of mlp is 1", "at least 0 and less than 1"]
        ),
        Mistake(
            "setting without value",
            fit("--set", "levels"),
            64,
            says: ["--set: 'levels' is not a setting; write key=value"]
        ),
        Mistake(
            "setting given twice",
            fit("--set", "levels=0.5", "--set", "levels=0.4"),
            64,
            says: ["--set: levels is given twice"]
        ),
        Mistake("no steps", fit("--horizon", "0"), 64, says: ["horizon is 0", "from 1 to"]),
        Mistake("input", fit("--input", "-1"), 64, says: ["input length is -1"]),
        Mistake(
            "too long",
            fit("--model", "nlinear-ridge", "--input", "9000"),
            65,
            says: ["training of nlinear-ridge needs 9005 values and has 8313"]
        ),
        Mistake(
            "validation",
            fit("--validation", "8313"),
            64,
            says: ["--validation: 8313 rows of 8313"]
        ),
        Mistake(
            "patience",
            fit("--model", "mlp", "--set", "patience=3"),
            64,
            says: ["patience is 3", "comes with validation rows"]
        ),
        Mistake(
            "no such data",
            fit("--data", "nowhere.csv"),
            66,
            says: ["nowhere.csv: no such file"]
        ),
        Mistake(
            "no such data set",
            fit("--dataset", "sp50"),
            64,
            says: ["did you mean 'sp500'?"]
        ),
        Mistake(
            "data twice",
            fit("--data", "x.csv", "--dataset", "sp500"),
            64,
            says: ["give --data or --dataset, not both"]
        ),
        Mistake(
            "no such column",
            fit("--target", "APL"),
            65,
            says: ["--target: sp500 has no column 'APL'; did you mean 'AAPL'?", "and 12 more"]
        ),
        Mistake(
            "nowhere to write",
            fit("--output", "no/such/a.model"),
            73,
            says: ["--output: nothing can be written to no/such"]
        ),
        Mistake("a directory", fit("--output", "."), 73, says: ["'.' is a directory"]),
        Mistake(
            "no model file",
            ["predict", "--model", "none.model"],
            66,
            says: ["--model: there is no file none.model", "apus forecast fit"]
        ),
        Mistake(
            "other file",
            ["predict", "--model", "text.txt"],
            65,
            says: ["text.txt is not a whole model file"]
        ),
        Mistake(
            "altered file",
            ["predict", "--model", "altered.model"],
            65,
            says: ["altered.model is not a whole model file"]
        ),
        Mistake(
            "other channels",
            ["predict", "--model", "good.model", "--data", "other.csv"],
            65,
            says: ["other.csv has no column 'KO'", "there are A, B"]
        ),
        Mistake(
            "other targets",
            ["predict", "--model", "good.model", "--target", "XOM"],
            65,
            says: ["the model was fitted on other series", "KO,PEP"]
        ),
        Mistake(
            "levels",
            ["predict", "--model", "good.model", "--levels", "80,120"],
            64,
            says: ["--levels: '80,120'", "such as 80,95"]
        ),
        Mistake(
            "beyond the data",
            ["predict", "--model", "good.model", "--from", "9999"],
            64,
            says: ["--from: '9999' is neither a row from 1 to 8314"]
        ),
        Mistake(
            "before the data",
            ["predict", "--model", "good.model", "--from", "1"],
            65,
            says: ["from row 1 needs 1 values and has 0"]
        ),
        Mistake(
            "few windows",
            ["predict", "--model", "good.model", "--calibration-windows", "3"],
            65,
            says: ["calibrating a coverage of 0.8 needs 4 values and has 3"]
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreExplained(_ mistake: Mistake) async throws {
        let directory = try TemporaryDirectory()
        let good = try await Program.run(
            [
                "forecast", "fit", "--model", "naive", "--horizon", "5", "--target", "KO,PEP",
                "--output", "good.model", "--quiet",
            ],
            directory: directory.path
        )
        try #require(good.status == 0, "\(good.stderr)")
        var bytes = try Fixtures.bytes(of: directory.path("good.model"))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: directory.path("altered.model")))
        try directory.write("hello\n", to: "text.txt")
        try directory.write("date,A,B\n2021-01-01,1,2\n2021-01-02,3,4\n", to: "other.csv")
        let run = try await Program.run(
            ["forecast"] + mistake.arguments,
            directory: directory.path
        )
        #expect(run.status == mistake.status, "\(run.stderr)")
        for part in mistake.parts {
            #expect(run.stderr.contains(part), "\(run.stderr)")
        }
        #expect(!run.stderr.contains("Fatal"))
        let names = Fixtures.names(in: directory.path)
        #expect(names == ["altered.model", "good.model", "other.csv", "text.txt"])
    }
}
