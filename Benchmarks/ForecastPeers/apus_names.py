"""The names that Apus has for the parameters of the networks, as its model files have them.

Its weights are inputs x outputs where PyTorch's are outputs x inputs. The last block of N-BEATS and
N-HiTS has no backcast there: only the last rows of its last layer count.
"""

import re

import torch

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
    if name.startswith("embedding.") and model == "patchtst":
        return "embedding.weights"
    if name == "positions":
        return "embedding.positions"
    if match := re.fullmatch(r"layers\.(\d+)\.(\w+)", part):
        part = f"layer{int(match[1]) + 1}.{match[2].replace('_', '.')}"
    elif match := re.fullmatch(r"blocks\.(\d+)\.(one|two|skip)", part):
        part = f"block{int(match[1]) + 1}.{match[2]}"
    elif match := re.fullmatch(r"blocks\.(\d+)\.layers\.(\d+)", part):
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
    if values.dim() == 3:  # a convolution: taps x inputs x outputs
        return values.permute(2, 1, 0).flatten()
    is_matrix = apus_name(model, name).endswith(".weights")
    return (values.T if is_matrix else values).flatten()


def recurrent_arrays(model, named):
    """A recurrent layer, whose gates Apus has in an order of its own, with one bias where PyTorch has two."""
    inputs, states = named["layer.weight_ih_l0"], named["layer.weight_hh_l0"]
    bias, other = named["layer.bias_ih_l0"], named["layer.bias_hh_l0"]
    if model == "gru":
        reset, update, new = inputs.chunk(3)
        inputs = torch.cat([new, reset, update])
        reset, update, new = bias.chunk(3)
        bias = torch.cat([new, reset, update, other.chunk(3)[2]])
    return {
        "layer1.input": inputs.T.flatten(),
        "layer1.state": states.T.flatten(),
        "layer1.bias": bias.flatten(),
        "output.weights": named["output.weight"].T.flatten(),
        "output.bias": named["output.bias"],
    }


def without_second_bias(model, name, values):
    """What of a parameter Apus has: of the second biases of recurrent layers one at most."""
    if not name.endswith("bias_hh_l0"):
        return values
    kept = torch.zeros_like(values)
    if model == "gru":
        third = len(values) // 3
        kept[-third:] = values[-third:]
    return kept


def apus_arrays(model, named, lookback):
    """All parameters, or their gradients, by the names that Apus has for them, as it has them."""
    if model in ("lstm", "gru"):
        return recurrent_arrays(model, named)
    return {
        apus_name(model, name): apus_array(model, name, values, lookback)
        for name, values in named.items()
    }
