#!/usr/bin/env python3
"""Runs the shards of an Apus study on a Ray cluster and merges them: the files of a single run.

    apus shard plan -p my.csv --space large.yaml --shards 512 --output study
    python apus_ray.py study --output results [--address auto]

Each shard is a Ray task. Ray runs it again when a worker or a node dies; a shard that says "try again" (exit
code 75), or is killed, is tried again a few times; one that can never succeed (42) ends the run with its
message. The study goes to every node once, through Ray's object store, and stays in a folder there; results
come back the same way, so that no shared file system is needed. apus itself must be on every node (--apus).

Shards whose results are in the study's folder already are not run again: stopped by Ctrl-C or by a failure, the
same command goes on.
"""

import argparse
import ctypes
import fcntl
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import ray

NEVER = 42
SYSTEM_RETRIES = 20
PAUSE = 5  # seconds until a shard is tried again
ENDINGS = (".apus", ".part")


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", type=pathlib.Path, help="the study's folder, as apus shard plan wrote it")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="where the merged results go")
    parser.add_argument("--address", help="the cluster, such as auto; without it Ray starts one here")
    parser.add_argument("--apus", default="apus", help="apus on every node (default: apus on the PATH)")
    parser.add_argument("--cpus", type=int, default=1, help="processors of a shard (default: 1)")
    parser.add_argument("--retries", type=int, default=3, help="how often a shard that failed is tried again")
    parser.add_argument(
        "--node-cache",
        default=tempfile.gettempdir(),
        help="a folder of each node that the study is copied to once (default: its temporary one)",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    given = parser.parse_args()
    if given.cpus < 1 or given.retries < 0:
        parser.error("--cpus is at least 1, --retries at least 0")
    return given


def copy_once(files, digest, cache):
    """The study's folder on this node; made if it is not there."""
    folder = pathlib.Path(cache) / f"apus-ray-{digest[:24]}"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "study.json").exists():
            # Fetched by the first task of a node only. The plan last: a folder with a plan is whole.
            files = dict(ray.get(files))
            for name in sorted(files, key=lambda name: name == "study.json"):
                part = folder / f"{name}.tmp"
                part.write_bytes(files[name])
                part.rename(folder / name)
    return folder


def end_with_parent():
    """A shard whose worker dies stops, rather than to be in the way of the one that Ray starts for it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def run_shard(files, digest, index, count, apus, cpus, cache):
    """Computes a shard on whichever node this is.

    Returns (exit code, bytes of the result or nothing, the last lines of what it said).
    """
    # `files` comes in a list, so that Ray does not fetch it for every task.
    folder = copy_once(files[0], digest, cache)
    results = folder / "results"
    done = subprocess.run(
        [apus, "shard", "run", folder, "--shard", f"{index}/{count}", "--results", results]
        + ["--workers", str(cpus), "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=end_with_parent,
    )
    said = "\n".join(done.stderr.strip().splitlines()[-5:])
    if done.returncode != 0:
        return done.returncode, None, said
    return 0, (results / f"shard-{index}-of-{count}.apus").read_bytes(), said


def keep(path, data):
    """Writes a result so that it is there whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def main():
    given = arguments()
    try:
        plan = (given.study / "study.json").read_bytes()
        count = json.loads(plan)["shardCount"]
    except (OSError, ValueError, KeyError) as problem:
        sys.exit(f"{given.study}: not a study of apus shard plan ({problem})")
    digest = hashlib.sha256(plan).hexdigest()
    results = given.study / "results"
    results.mkdir(exist_ok=True)
    left = [i for i in range(count) if not (results / f"shard-{i}-of-{count}.apus").exists()]

    ray.init(address=given.address, log_to_driver=False, logging_level="error")
    folders = [path for path in given.study.iterdir() if path.is_file()]
    files = ray.put([(path.name, path.read_bytes()) for path in folders if path.suffix not in ENDINGS])
    task = ray.remote(
        num_cpus=given.cpus,
        # A worker or a node that dies; not what the shard itself says.
        max_retries=10,
        retry_exceptions=False,
    )(run_shard)

    def submit(index):
        return task.remote([files], digest, index, count, given.apus, given.cpus, given.node_cache)

    start = time.monotonic()
    tries = dict.fromkeys(left, 0)
    running = {submit(index): index for index in left}
    waiting = []  # (when to try again, shard)
    finished = count - len(left)
    while running or waiting:
        now = time.monotonic()
        for when, index in [pair for pair in waiting if pair[0] <= now]:
            waiting.remove((when, index))
            running[submit(index)] = index
        ready = ray.wait(list(running), timeout=1)[0] if running else time.sleep(1) or []
        for reference in ready:
            index = running.pop(reference)
            tries[index] += 1
            try:
                code, data, said = ray.get(reference)
                most = given.retries
            except ray.exceptions.RayTaskError as problem:
                code, data, said, most = NEVER, None, str(problem), 0
            except ray.exceptions.RayError as problem:
                # It takes half a minute until a node that died is no longer asked.
                code, data, said = "of Ray's", None, str(problem).splitlines()[0]
                most = SYSTEM_RETRIES
            if code == 0:
                keep(results / f"shard-{index}-of-{count}.apus", data)
                finished += 1
                continue
            if code == NEVER or tries[index] > most:
                for other in running:
                    ray.cancel(other, force=True)
                sys.exit(f"shard {index}/{count} failed with code {code}: {said}")
            print(f"shard {index}/{count} failed with code {code}; trying again", file=sys.stderr)
            waiting.append((time.monotonic() + PAUSE, index))
        if not given.quiet:
            show(finished, count, count - len(left), time.monotonic() - start)
    if not given.quiet:
        print(file=sys.stderr)
    ray.shutdown()
    merge = [given.apus, "shard", "merge", given.study, "--output", given.output]
    return subprocess.run(merge + (["--quiet"] if given.quiet else [])).returncode


def show(finished, count, known, seconds):
    """A line of progress; on a terminal always the same one."""
    new = finished - known
    rest = f", {seconds / new * (count - finished):.0f} s left" if new else ""
    text = f"  {finished}/{count} shards, {seconds:.0f} s{rest}"
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif show.last + 10 <= seconds or finished == count:
        print(text, file=sys.stderr)
        show.last = seconds


show.last = 0.0

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nstopped; what is finished is kept, and the same command goes on")
