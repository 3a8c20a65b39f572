import Foundation
import TestSupport
import Testing
import Yams

/// `apus launch`: what it writes, and what it refuses. Scripts/check-launchers runs it on real schedulers.
@Suite struct LaunchTests {
    private static func study(shards: Int) async throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        let plan = try await Program.runAsGiven(
            ["shard", "plan", "--shards", "\(shards)", "--output", "my study", "--quick"],
            directory
        )
        try #require(plan.status == 0, "\(plan.stderr)")
        return directory
    }

    private static func text(_ directory: TemporaryDirectory, _ name: String) throws -> String {
        try Fixtures.text(of: directory.path("my study/\(name)"))
    }

    @Test func theArrayHasATaskForEachShard() async throws {
        let directory = try await Self.study(shards: 12)
        let run = try await Program.runAsGiven(
            [
                "launch", "slurm", "my study", "--cpus", "2", "--at-once", "5", "--time", "1:00:00",
                "--partition", "batch", "--account", "me", "--sbatch=--qos=low", "--apus",
                "/srv/apus",
                "-o", "out",
            ],
            directory
        )
        #expect(run.status == 0, "\(run.stderr)")
        let shards = try Self.text(directory, "slurm/shards.sh")
        for line in [
            "#SBATCH --array=0-11%5", "#SBATCH --cpus-per-task=2", "#SBATCH --requeue",
            "#SBATCH --time=1:00:00", "#SBATCH --partition=batch", "#SBATCH --account=me",
            "#SBATCH --qos=low", "apus=/srv/apus", "shards=12", "tasks=12",
        ] {
            #expect(shards.contains("\n\(line)\n"), "\(line) in \(shards)")
        }
        let merge = try Self.text(directory, "slurm/merge.sh")
        #expect(merge.contains("--kill-on-invalid-dep=yes"))
        #expect(merge.contains("/out --quiet") || merge.contains("/out' --quiet"), "\(merge)")
        for name in ["slurm/shards.sh", "slurm/merge.sh"] {
            let path = directory.path("my study/\(name)")
            let check = try RunningProgram(executable: "/bin/bash", ["-n", path])
            #expect(try await check.outcome().status == 0)
        }
    }

    /// The script itself, run as Slurm would: it computes every third shard, and tries a killed one again.
    @Test func aTaskComputesItsShards() async throws {
        let directory = try await Self.study(shards: 7)
        let launch = try await Program.runAsGiven(
            [
                "launch", "slurm", "my study", "--array-limit", "3", "--node-cache",
                directory.path("node cache"), "--apus", directory.path("flaky apus"),
            ],
            directory
        )
        #expect(launch.status == 0, "\(launch.stderr)")
        // Dies by a signal before its first shard; from then on it is apus.
        try directory.write(
            """
            #!/bin/sh
            [ -e '\(directory.path("died"))' ] || { touch '\(directory.path("died"))'; kill -9 $$; }
            exec '\(Program.executable("apus"))' "$@"

            """,
            to: "flaky apus"
        )
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: directory.path("flaky apus")
        )
        for task in 0..<3 {
            let program = try RunningProgram(
                executable: "/bin/bash",
                [directory.path("my study/slurm/shards.sh")],
                environment: ["SLURM_ARRAY_TASK_ID": "\(task)"]
            )
            let run = try await program.outcome()
            #expect(run.status == 0, "\(run.stderr)")
        }
        #expect(
            Fixtures.names(in: directory.path("my study/results"))
                == (0..<7).map { "shard-\($0)-of-7.apus" }
        )
        #expect(Fixtures.names(in: directory.path("node cache")).count == 1)
    }

    @Test func aShardThatNeverSucceedsEndsItsTask() async throws {
        let directory = try await Self.study(shards: 2)
        let launch = try await Program.runAsGiven(["launch", "slurm", "my study"], directory)
        #expect(launch.status == 0, "\(launch.stderr)")
        try directory.write([UInt8]("other".utf8), to: "my study/prices.bin")
        let program = try RunningProgram(
            executable: "/bin/bash",
            [directory.path("my study/slurm/shards.sh")],
            environment: ["SLURM_ARRAY_TASK_ID": "1", "TMPDIR": directory.path]
        )
        let run = try await program.outcome()
        #expect(run.status == 42, "\(run.stderr)")
        #expect(run.stderr.contains("shard 1/2 never succeeds"))
    }

    @Test func aSubmittedStudyIsTwoJobs() async throws {
        let directory = try await Self.study(shards: 2)
        try FileManager.default.createDirectory(
            atPath: directory.path("bin"),
            withIntermediateDirectories: true
        )
        try directory.write("#!/bin/sh\necho \"$@\" >> log\necho '17;cluster'\n", to: "bin/sbatch")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: directory.path("bin/sbatch")
        )
        func submit(_ path: String) async throws -> Program.Outcome {
            try await Program.run(
                ["launch", "slurm", "my study", "--submit"],
                directory: directory.path,
                environment: ["PATH": path]
            )
        }
        let run = try await submit("\(directory.path("bin")):/usr/bin:/bin")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("squeue --jobs 17,17"))
        let log = try Fixtures.text(of: directory.path("log")).split(separator: "\n")
        #expect(log.count == 2)
        #expect(log[0].hasSuffix("my study/slurm/shards.sh"))
        #expect(log[1].contains("--dependency=afterok:17 "))
        try directory.write(
            "#!/bin/sh\necho 'sbatch: error: invalid partition' >&2\nexit 1\n",
            to: "bin/sbatch"
        )
        let refused = try await submit("\(directory.path("bin")):/usr/bin:/bin")
        #expect(refused.status == 75)
        #expect(refused.stderr.contains("sbatch failed: sbatch: error: invalid partition"))
    }

    @Test func theJobHasAnIndexForEachShard() async throws {
        let directory = try await Self.study(shards: 9)
        let run = try await Program.runAsGiven(
            [
                "launch", "kubernetes", "my study", "--image", "example.org/apus:1", "--claim",
                "studies",
                "--namespace", "research", "--cpus", "4", "--at-once", "3",
            ],
            directory
        )
        #expect(run.status == 0, "\(run.stderr)")
        let yaml = try #require(
            try Yams.load(yaml: Self.text(directory, "kubernetes/shards.yaml")) as? [String: Any]
        )
        let metadata = try #require(yaml["metadata"] as? [String: Any])
        #expect(metadata["name"] as? String == "apus-my-study")
        #expect(metadata["namespace"] as? String == "research")
        let spec = try #require(yaml["spec"] as? [String: Any])
        #expect(spec["completions"] as? Int == 9)
        #expect(spec["parallelism"] as? Int == 3)
        #expect(spec["completionMode"] as? String == "Indexed")
        #expect(spec["backoffLimitPerIndex"] as? Int == 6)
        #expect(
            try Self.text(directory, "kubernetes/merge.yaml").contains("name: apus-my-study-merge")
        )
        #expect(
            try Self.text(directory, "kubernetes/Containerfile").contains("--static-swift-stdlib")
        )
    }

    @Test(arguments: [
        (["slurm", "nowhere"], 66, "nowhere/study.json: no such file"),
        (["slurm", "my study", "--array-limit", "0"], 64, "--array-limit: 0 is too small"),
        (["slurm", "my study", "--sbatch", "qos=low"], 64, "give it as --sbatch=--qos=low"),
        (["slurm", "my study", "--cpus", "0"], 64, "--cpus: 0 is too small"),
        (["kubernetes", "my study", "--claim", "c"], 64, "--image"),
        (
            ["kubernetes", "my study", "--image", "i", "--claim", "Studies_1"], 64,
            "--claim: 'Studies_1' is no name for Kubernetes"
        ),
        (
            ["kubernetes", "my study", "--image", "i", "--claim", "c", "--volume-path", "/a"], 64,
            "must be a path in the volume"
        ),
    ])
    func saysWhatIsWrong(arguments: [String], status: Int, message: String) async throws {
        let directory = try await Self.study(shards: 2)
        let run = try await Program.runAsGiven(["launch"] + arguments, directory)
        #expect(run.status == Int32(status), "\(run.stderr)")
        #expect(run.stderr.contains(message), "\(run.stderr)")
    }
}
