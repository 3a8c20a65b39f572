/// The scripts of an array job of shards, and of the job that merges them.
struct SlurmScripts {
    static let shardsName = "shards.sh"
    static let mergeName = "merge.sh"
    static let logsName = "logs"

    /// From the root, like every path here.
    let study: String
    let shardCount: Int
    let output: String
    let program: String
    let nodeCache: String
    let processors: Int
    /// The tasks of the array; a task computes every so many-th shard.
    let tasks: Int
    let atOnce: Int?
    let options: [String]

    /// How long before its time limit a task is told to stop, in seconds: enough to write what it has.
    private static let notice = 120
    /// How often a shard is tried again in a task.
    private static let retries = 3
    /// How often a task is queued again.
    private static let restarts = 50

    private var directives: [String] {
        options + ["--output=\(study)/slurm/\(Self.logsName)/%x-%a.txt", "--open-mode=append"]
    }

    private static func header(_ directives: [String]) -> String {
        "#!/bin/bash\n" + directives.map { "#SBATCH \($0)\n" }.joined()
    }

    /// The script of the array.
    var shards: String {
        let throttle = atOnce.map { "%\($0)" } ?? ""
        let own = [
            "--job-name=apus-shards", "--array=0-\(tasks - 1)\(throttle)", "--ntasks=1",
            "--cpus-per-task=\(processors)", "--requeue", "--signal=B:TERM@\(Self.notice)",
        ]
        return Self.header(own + directives) + """
            # Written by apus launch slurm. What a shard has finished is kept: stopped, killed or moved, it goes on
            # where it was.
            set -u
            apus=\(ShellWord.quoted(program))
            study=\(ShellWord.quoted(study))
            shards=\(shardCount)
            tasks=\(tasks)
            child=
            stopped=
            trap 'stopped=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM

            [ "${SLURM_RESTART_COUNT:-0}" -eq 0 ] || echo "started again, for the $SLURM_RESTART_COUNT. time" >&2

            # Runs a shard; returns its exit code.
            run() {
                "$apus" shard run "$study" --shard "$1/$shards" --workers \(processors) \\
                    --cache \(ShellWord.quoted(nodeCache)) --quiet &
                child=$!
                [ -z "$stopped" ] || kill -TERM "$child" 2>/dev/null
                # A signal to this script ends a wait, not the shard.
                while :; do
                    wait "$child"
                    code=$?
                    kill -0 "$child" 2>/dev/null || break
                done
                child=
                return "$code"
            }

            for ((shard = SLURM_ARRAY_TASK_ID; shard < shards; shard += tasks)); do
                tries=0
                while :; do
                    run "$shard" && break
                    code=$?
                    if [ "$code" -eq 42 ]; then
                        echo "shard $shard/$shards never succeeds" >&2
                        exit 42
                    fi
                    if [ -n "$stopped" ]; then
                        # Near the time limit, or the node is wanted: another task goes on with it.
                        if [ "${SLURM_RESTART_COUNT:-0}" -lt \(Self.restarts) ]; then
                            scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && sleep 60
                        fi
                        exit 75
                    fi
                    tries=$((tries + 1))
                    if [ "$tries" -gt \(Self.retries) ]; then
                        echo "shard $shard/$shards failed $tries times, the last with code $code" >&2
                        exit "$code"
                    fi
                    echo "shard $shard/$shards failed with code $code; trying again" >&2
                    sleep $((tries * 5))
                done
            done

            """
    }

    /// The script of the job that merges.
    var merge: String {
        Self.header(
            ["--job-name=apus-merge", "--ntasks=1", "--kill-on-invalid-dep=yes", "--requeue"]
                + directives.map { $0.replacing("/%x-%a.txt", with: "/%x.txt") }
        ) + """
            # Written by apus launch slurm; to be submitted with --dependency=afterok:JOB of the shards.
            exec \(ShellWord.quoted(program)) shard merge \(ShellWord.quoted(study)) \\
                --output \(ShellWord.quoted(output)) --quiet

            """
    }
}
