#!/usr/bin/env python3
"""Prints Tests/ForecastingTests/Networks/PyTorchGoldenValues.swift, to be formatted.

Tiny networks whose weights and series follow from formulas that the test has, too; computed by
PyTorch in float64. Of each: the losses before each of five steps of Adam and after the last, the
first window's outputs, and of each parameter's gradient and change by the steps a weighted sum and
the Euclidean norm.
"""

import torch
from torch import nn

from apus_names import apus_array, apus_arrays, apus_name, without_second_bias
from torch_models import JOINT, MODELS, Sizes

TINY = Sizes(
    lookback=12,
    horizon=8,
    channels=3,
    kernel=5,
    hidden=6,
    tide_hidden=6,
    tide_step=3,
    tide_step_hidden=5,
    mixer_hidden=5,
    recurrent_hidden=5,
    tcn_channels=4,
    tcn_kernel=2,
    tcn_blocks=2,
    patch=5,
    patch_stride=2,
    patch_width=6,
    patch_heads=2,
    patch_hidden=7,
    patch_layers=2,
    turned_width=6,
    turned_heads=2,
    turned_hidden=5,
    turned_layers=2,
)
ORIGINS = [12, 15, 18, 20]
STEPS = 5


def remainders(count, factor, summand, modulus):
    """Numbers from -0.5 to 0.5."""
    return (factor * torch.arange(count) + summand) % modulus / torch.tensor(modulus).double() - 0.5


def series(channel):
    times = torch.arange(ORIGINS[-1] + TINY.horizon)
    places = (29 * times * times + 17 * times + 53 * channel) % 97
    return places / torch.tensor(97.0).double() * 2 - 1


def initial(name, count, columns):
    """A parameter in Apus's order."""
    pattern = remainders(count, 37, sum(name.encode()), 101)
    if name.endswith(".weights"):
        return 2 * pattern / torch.tensor(float(count // columns)).double().sqrt()
    return pattern * 0.5 + (1 if name.endswith(".gain") else 0)


def set_parameters(model_name, model):
    """Gives each parameter its formula's values, which are laid out as Apus has them."""
    parameters = dict(model.named_parameters())
    # Where Apus has each number: the numbers of PyTorch's, arranged as Apus arranges them.
    places, count = {}, 0
    for key, value in parameters.items():
        places[key] = torch.arange(count, count + value.numel()).view(value.shape)
        count += value.numel()
    # What Apus leaves out stays what it is, where nothing depends on it, or is 0.
    with torch.no_grad():
        for key, value in parameters.items():
            value.copy_(without_second_bias(model_name, key, value))
            if key.endswith("bias_hh_l0"):
                value.zero_()
    flat = torch.cat([value.detach().flatten() for value in parameters.values()])
    for name, array in apus_arrays(model_name, places, TINY.lookback).items():
        flat[array] = initial(name, len(array), columns(model_name, name, parameters))
    with torch.no_grad():
        for key, value in parameters.items():
            value.copy_(flat[places[key]])


def columns(model_name, name, parameters):
    """The outputs of the layer whose weights these are; 1 for what are no weights."""
    if not name.endswith(".weights"):
        return 1
    for key, value in parameters.items():
        if model_name in ("lstm", "gru"):
            if name == "output.weights" and key == "output.weight":
                return value.shape[0]
        elif apus_name(model_name, key) == name:
            return len(apus_array(model_name, key, value, TINY.lookback)) // (
                value[0].numel() if value.dim() > 1 else 1
            )
    raise KeyError(name)


def summary(values):
    weights = remainders(len(values), 53, 7, 89)
    return (values * weights).sum().item(), values.norm().item()


def golden(model_name):
    torch.manual_seed(1)
    model = MODELS[model_name](TINY).double()
    set_parameters(model_name, model)
    channels = range(TINY.channels if model_name in JOINT else 1)
    table = torch.stack([series(channel) for channel in channels])
    x = torch.stack([table[:, o - TINY.lookback : o] for o in ORIGINS])
    y = torch.stack([table[:, o : o + TINY.horizon] for o in ORIGINS])
    if model_name not in JOINT:
        x, y = x.squeeze(1), y.squeeze(1)
    loss_of = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    before = {key: value.detach().clone() for key, value in model.named_parameters()}
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        result = model(x)
        loss = loss_of(result, y)
        loss.backward()
        losses.append(loss.item())
        for key, value in model.named_parameters():
            value.grad.copy_(without_second_bias(model_name, key, value.grad))
        if step == 0:
            outputs = result[0].flatten().tolist()
            gradients = {key: value.grad.clone() for key, value in model.named_parameters()}
        optimizer.step()
    losses.append(loss_of(model(x), y).item())
    lines = []
    changes = {key: value.detach() - before[key] for key, value in model.named_parameters()}
    arrays = [apus_arrays(model_name, named, TINY.lookback) for named in (gradients, changes)]
    for name in arrays[0]:
        parts = []
        for named in arrays:
            total, norm = summary(named[name])
            assert norm > 0, f"{model_name}: {name} is not used"
            parts.append(f"Summary({total:.10g}, {norm:.10g})")
        lines.append(f'Parameter("{name}", {parts[0]}, {parts[1]}),')
    return outputs, losses, lines


def numbers(values):
    return ", ".join(f"{value:.10g}" for value in values)


def identifier(name):
    first, _, rest = name.partition("-")
    return first + rest.capitalize()


def main():
    torch.set_default_dtype(torch.float64)
    source = "Benchmarks/ForecastPeers/torch_golden.py"
    print(f"// Printed by {source} with PyTorch {torch.__version__}.")
    print("extension PyTorchGoldenTests {")
    names = [name for name in MODELS if name != "dlinear-folded"]
    for name in names:
        outputs, losses, lines = golden(name)
        print(f"    static let {identifier(name)} = Golden(")
        print(f'        "{name}", outputs: [{numbers(outputs)}],')
        print(f"        losses: [{numbers(losses)}], parameters: [")
        print("\n".join(lines))
        print("        ])")
    print(f"    static let golden = [{', '.join(map(identifier, names))}]")
    print("}")


if __name__ == "__main__":
    main()
