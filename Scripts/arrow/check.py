"""Arrow files between the program, pyarrow, pandas and polars: every time and every bit of every close."""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather

PROGRAM = sys.argv[1]
ROWS = 200_000
COMPRESSIONS = ["none", "lz4", "zstd"]
checks = 0


def convert(source, target, *options):
    command = [PROGRAM, "data", "convert", str(source), str(target), "--universe", "changing", *options]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}\nexit {run.returncode}\n{run.stdout}{run.stderr}")


def same(name, times, closes, expected):
    """Compares seconds and closes (NaN where missing) with the frame they came from."""
    global checks
    checks += 1
    wanted = expected.index.as_unit("s").asi8
    if not np.array_equal(np.asarray(times), wanted):
        sys.exit(f"{name}: other times")
    bits, wanted = closes.view("i8"), expected.to_numpy().view("i8")
    missing = np.isnan(expected.to_numpy())
    if not np.array_equal(np.isnan(closes), missing) or not np.array_equal(bits[~missing], wanted[~missing]):
        sys.exit(f"{name}: other closes")


def read_back(name, source, expected, folder):
    """What the program makes of a file, as all others read it, in every compression."""
    symbols = list(expected.columns)
    for compression in COMPRESSIONS:
        target = folder / f"back-{compression}.arrow"
        convert(source, target, "--compression", compression)
        frame = feather.read_feather(target)
        if list(frame.columns) != ["timestamp", *symbols]:
            sys.exit(f"{name}: columns {list(frame.columns)}")
        times = frame["timestamp"].dt.as_unit("s").astype("int64")
        same(f"{name}, pyarrow, {compression}", times, np.ascontiguousarray(frame[symbols].to_numpy()), expected)
        for way, table in [("read", pl.read_ipc(target)), ("scanned", pl.scan_ipc(target).collect())]:
            closes = np.column_stack([table[symbol].fill_null(float("nan")).to_numpy() for symbol in symbols])
            times = table["timestamp"].dt.epoch("s").to_numpy()
            same(f"{name}, polars {way}, {compression}", times, np.ascontiguousarray(closes), expected)
    # And as the text that the program makes of it.
    text = folder / "back.csv"
    convert(source, text)
    frame = pd.read_csv(text, index_col=0, parse_dates=True)
    times = pd.DatetimeIndex(frame.index).as_unit("s").asi8
    same(f"{name}, CSV", times, np.ascontiguousarray(frame[symbols].to_numpy()), expected)


def changing_dictionaries(path, long, check, random):
    """Batches that number their symbols anew, and batches that add to what was numbered."""
    names = list(dict.fromkeys(long["symbol"]))
    form = pa.dictionary(pa.int16(), pa.string())
    schema = pa.schema([("time", pa.timestamp("us", "UTC")), ("symbol", form), ("close", pa.float64())])

    def batch(part, values):
        places = part["symbol"].map({name: place for place, name in enumerate(values)}).to_numpy(dtype="i2")
        symbols = pa.DictionaryArray.from_arrays(pa.array(places), pa.array(values))
        times = pa.array(part["time"], schema.field("time").type)
        return pa.record_batch([times, symbols, pa.array(part["close"])], schema=schema)

    parts = [long.iloc[start : start + 50_000] for start in range(0, len(long), 50_000)]
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
        for part in parts:
            writer.write_batch(batch(part, list(random.permutation(names))))
    check("long, dictionaries replaced")
    known = []
    growing = []
    for part in parts:
        known = list(dict.fromkeys([*known, *part["symbol"]]))
        growing.append(batch(part, known))
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    for name, new in [("stream", pa.ipc.new_stream), ("file", pa.ipc.new_file)]:
        with pa.OSFile(str(path), "wb") as sink, new(sink, schema, options=options) as writer:
            for one in growing:
                writer.write_batch(one)
        check(f"long, a dictionary that grows, {name}")


def main():
    random = np.random.default_rng(10)
    index = pd.date_range("2020-01-01", periods=ROWS, freq="min", tz="UTC")
    closes = np.exp(random.normal(size=(ROWS, 4)).cumsum(axis=0) / 1000)
    frame = pd.DataFrame(closes, index=index, columns=["BTC/USDT", "ETH/USDT", "Ä", "last"])
    # One that starts late, one that ends early.
    frame.iloc[:1_000, 1] = np.nan
    frame.iloc[-500:, 2] = np.nan
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = folder / "in.arrow"

        def check(name):
            read_back(name, path, frame, folder)

        for compression in ["uncompressed", "lz4", "zstd"]:
            feather.write_feather(pa.Table.from_pandas(frame), path, compression=compression)
            check(f"pandas' index, {compression}")
            pl.from_pandas(frame.reset_index(names="time")).write_ipc(path, compression=compression)
            check(f"polars, {compression}")
        for unit in ["s", "ms", "us", "ns"]:
            local = frame.copy()
            local.index = local.index.as_unit(unit).tz_localize(None)
            local.index.name = "date"
            feather.write_feather(pa.Table.from_pandas(local), path)
            check(f"times without a zone, {unit}")
        table = pa.Table.from_pandas(frame)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=1_000)
        check("a stream of batches")
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=7_777)
        check("a file of batches")

        long = frame.reset_index(names="time").melt(id_vars="time", var_name="symbol", value_name="close").dropna()
        pl.from_pandas(long).write_ipc(path)
        check("long, views of text")
        pl.from_pandas(long).write_ipc(path, compat_level=pl.CompatLevel.oldest())
        check("long, large text")
        pl.from_pandas(long).with_columns(pl.col("symbol").cast(pl.Categorical)).write_ipc(path, compression="zstd")
        check("long, polars' categories")
        feather.write_feather(pa.Table.from_pandas(long.astype({"symbol": "category"})), path)
        check("long, pandas' categories")
        changing_dictionaries(path, long, check, random)
    print(f"Arrow: {checks} comparisons of {ROWS:,} bars x 4 symbols, every time and bit the same")
    print(f"pyarrow {pa.__version__}, polars {pl.__version__}, pandas {pd.__version__}")


main()
