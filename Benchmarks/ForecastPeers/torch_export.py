"""Writes reference values, with which another implementation of the models is compared.

`<model>.f32` has the model's arrays one after another: little-endian float32, row-major. The
manifest says where each begins: a list of `group`, `name`, `shape` and `offset` (in numbers, not
bytes). Groups, in this order:

- `weights`: the parameters at the start, in the order of `state_dict`; the file begins with them;
- `inputs`, `targets`: one batch, normalised series;
- `apus`: the parameters at the start as Apus has them, by its names; of the two biases of recurrent layers PyTorch's
  second is 0 where Apus has one;
- `outputs`: the model's for these inputs and weights;
- `gradients`: of the mean squared error, by each parameter;
- `trained`: the parameters after the steps of Adam on this batch.

The manifest also has the loss before each step and after the last, and, as a scale for tolerances,
how far the figures are from those of the same computation in float64 (`rounding`, the greatest
absolute difference in a group). Adam divides gradients by their size: where one is all rounding,
so is the step.
"""

import copy
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import nn

from apus_names import apus_arrays, without_second_bias
from torch_models import FULL, JOINT, SMALL, make

STEPS = 5
RATE = 1e-3
BATCH = {FULL: 32, SMALL: 8}


def batch_of(table, sizes, joint, count):
    """Seeded windows; `count` of single channels or of all jointly."""
    random = np.random.Generator(np.random.PCG64(2))
    length = sizes.lookback + sizes.horizon
    times = random.integers(0, table.shape[1] - length + 1, count)
    channels = random.integers(0, sizes.channels, count)
    rows = [slice(sizes.channels)] * count if joint else channels
    parts = [table[row, time : time + length] for time, row in zip(times, rows)]
    windows = torch.tensor(np.stack(parts), dtype=torch.float32)
    return windows[..., : sizes.lookback].contiguous(), windows[..., sizes.lookback :].contiguous()


def disturb_constants(model):
    """Moves what starts as zeros or ones, so that a part that leaves it out is seen."""
    with torch.no_grad():
        for parameter in model.parameters():
            if torch.all(parameter == parameter.flatten()[0]):
                parameter += 0.1 * torch.randn_like(parameter)


def clear_second_biases(name, model):
    """Takes out what Apus does not have."""
    with torch.no_grad():
        for key, value in model.named_parameters():
            value.copy_(without_second_bias(name, key, value))


def computed(model, x, y):
    """All groups that follow from the weights, and the losses."""
    names = list(model.state_dict())
    parameters = dict(model.named_parameters())
    assert names == list(parameters), "buffers are not exported"
    loss_of = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, fused=True)
    groups, losses = {}, []
    for step in range(STEPS):
        optimizer.zero_grad()
        outputs = model(x)
        loss = loss_of(outputs, y)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            groups["outputs"] = {"outputs": outputs.detach().clone()}
            groups["gradients"] = {name: parameters[name].grad.clone() for name in names}
        optimizer.step()
    groups["trained"] = {name: parameters[name].detach().clone() for name in names}
    with torch.no_grad():
        losses.append(loss_of(model(x), y).item())
    return groups, losses


def export(folder, names, table, sizes):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "torch": torch.__version__,
        "sizes": asdict(sizes),
        "batch": BATCH[sizes],
        "optimizer": {
            "name": "Adam",
            "learning_rate": RATE,
            "beta1": 0.9,
            "beta2": 0.999,
            "epsilon": 1e-8,
            "steps": STEPS,
        },
        "models": {},
    }
    for name in names:
        x, y = batch_of(table, sizes, name in JOINT, BATCH[sizes])
        model = make(name, sizes)
        disturb_constants(model)
        clear_second_biases(name, model)
        groups = {
            "weights": {key: value.clone() for key, value in model.state_dict().items()},
            "inputs": {"inputs": x},
            "targets": {"targets": y},
            "apus": apus_arrays(name, model.state_dict(), sizes.lookback),
        }
        exact, _ = computed(copy.deepcopy(model).double(), x.double(), y.double())
        results, losses = computed(model, x, y)
        groups |= results

        arrays, offset = [], 0
        with open(folder / f"{name}.f32", "wb") as file:
            for group, members in groups.items():
                for key, values in members.items():
                    file.write(values.numpy().astype("<f4").tobytes())
                    shape = list(values.shape)
                    arrays.append({"group": group, "name": key, "shape": shape, "offset": offset})
                    offset += values.numel()
        manifest["models"][name] = {
            "file": f"{name}.f32",
            "parameters": sum(value.numel() for value in model.parameters()),
            "losses": losses,
            "rounding": {
                group: max(
                    (results[group][key].double() - exact[group][key]).abs().max().item()
                    for key in results[group]
                )
                for group in results
            },
            "arrays": arrays,
        }
    with open(folder / "manifest.json", "w") as file:
        json.dump(manifest, file, indent=1)
        file.write("\n")
