"""The names that Apus has for the parameters of the networks, as its model files have them.

Its weights are inputs x outputs where PyTorch's are outputs x inputs. The last block of N-BEATS and
N-HiTS has no backcast there: only the last rows of its last layer count.
"""

import re

PARTS = {
    "dlinear": {"seasonal": "remainder"},
    "dlinear-folded": {"seasonal": "remainder"},
    "mlp": {"0": "hidden1", "2": "hidden2", "4": "output"},
    "tide": {"encoder": "encoder1", "decoder": "decoder1", "residual": "skip"},
    "tsmixer": {"projection": "output"},
}
MIXER_PARTS = {
    "time_norm": "time.norm",
    "time": "time",
    "feature_norm": "channels.norm",
    "feature_hidden": "channels.hidden",
    "feature_output": "channels.output",
}
HIDDEN_LAYERS = {"n-beats": 4, "n-hits": 2}


def apus_name(model, name):
    """What Apus calls the parameter `name` of a network."""
    if name in ("scale", "shift"):
        return {"scale": "normalization.gain", "shift": "normalization.offset"}[name]
    part, _, kind = name.rpartition(".")
    if match := re.fullmatch(r"blocks\.(\d+)\.layers\.(\d+)", part):
        layer = int(match[2]) // 2
        last = layer == HIDDEN_LAYERS[model]
        part = f"block{int(match[1]) + 1}." + ("output" if last else f"hidden{layer + 1}")
    elif match := re.fullmatch(r"blocks\.(\d+)\.(\w+)", part):
        part = f"block{int(match[1]) + 1}.{MIXER_PARTS[match[2]]}"
    else:
        first, dot, rest = part.partition(".")
        part = PARTS.get(model, {}).get(first, first) + dot + rest
    if part.endswith("norm"):
        return part + {"weight": ".gain", "bias": ".offset"}[kind]
    return part + {"weight": ".weights", "bias": ".bias"}[kind]


def apus_array(model, name, values, lookback, blocks=3):
    """A parameter, or its gradient, as Apus has it."""
    if model in HIDDEN_LAYERS and apus_name(model, name).startswith(f"block{blocks}.output."):
        values = values[lookback :]
    is_matrix = apus_name(model, name).endswith(".weights")
    return (values.T if is_matrix else values).flatten()
