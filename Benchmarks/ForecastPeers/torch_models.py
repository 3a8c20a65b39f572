"""The architectures, as a user of PyTorch writes them.

All but TSMixer are channel-independent: a sample is a window of one channel, `batch x lookback` in
and `batch x horizon` out. TSMixer takes windows of all channels, `batch x channels x lookback`.
Layers start as PyTorch starts them.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Sizes:
    """Sizes of all models; those of the small ones are for tests."""

    lookback: int = 336
    horizon: int = 96
    channels: int = 7
    kernel: int = 25  # bars of DLinear's moving average, odd
    hidden: int = 512  # MLP, N-HiTS and N-BEATS
    tide_hidden: int = 128
    tide_step: int = 8  # what TiDE's decoder says of each step
    tide_step_hidden: int = 32
    mixer_hidden: int = 64
    recurrent_hidden: int = 128
    tcn_channels: int = 32
    tcn_kernel: int = 3
    tcn_blocks: int = 6
    patch: int = 16
    patch_stride: int = 8
    patch_width: int = 16
    patch_heads: int = 4
    patch_hidden: int = 128
    patch_layers: int = 3
    turned_width: int = 128
    turned_heads: int = 8
    turned_hidden: int = 128
    turned_layers: int = 2


FULL = Sizes()
SMALL = Sizes(
    lookback=48,
    horizon=12,
    kernel=5,
    hidden=32,
    tide_hidden=32,
    mixer_hidden=32,
    recurrent_hidden=16,
    tcn_channels=8,
    tcn_blocks=3,
    turned_width=16,
    turned_heads=4,
    turned_hidden=24,
)


class NLinear(nn.Module):
    """One linear layer around the last value (Zeng et al. 2023)."""

    def __init__(self, sizes):
        super().__init__()
        self.linear = nn.Linear(sizes.lookback, sizes.horizon)

    def forward(self, x):
        last = x[:, -1:]
        return self.linear(x - last) + last


def moving_average(x, kernel):
    """The centred moving average of each row, its ends continued by their values."""
    half = kernel // 2
    padded = F.pad(x.unsqueeze(1), (half, half), mode="replicate")
    return F.avg_pool1d(padded, kernel, stride=1).squeeze(1)


class DLinear(nn.Module):
    """A linear layer of the trend and one of the rest (Zeng et al. 2023)."""

    def __init__(self, sizes):
        super().__init__()
        self.kernel = sizes.kernel
        self.seasonal = nn.Linear(sizes.lookback, sizes.horizon)
        self.trend = nn.Linear(sizes.lookback, sizes.horizon)

    def forward(self, x):
        trend = moving_average(x, self.kernel)
        return self.seasonal(x - trend) + self.trend(trend)


class FoldedDLinear(DLinear):
    """The same function with one product over the batch.

    The trend is M x, so y = Ws (x - M x) + Wt M x = (Ws + (Wt - Ws) M) x. The moving average of the
    unit rows is M transposed.
    """

    def __init__(self, sizes):
        super().__init__(sizes)
        average = moving_average(torch.eye(sizes.lookback), sizes.kernel).T.contiguous()
        self.register_buffer("average", average, persistent=False)

    def forward(self, x):
        seasonal, trend = self.seasonal, self.trend
        weight = torch.addmm(seasonal.weight, trend.weight - seasonal.weight, self.average)
        return F.linear(x, weight, seasonal.bias + trend.bias)


class RLinear(nn.Module):
    """A linear layer of reversibly normalised windows (Li et al. 2023; RevIN: Kim et al. 2022)."""

    EPSILON = 1e-5

    def __init__(self, sizes):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.shift = nn.Parameter(torch.zeros(1))
        self.linear = nn.Linear(sizes.lookback, sizes.horizon)

    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=1, keepdim=True, correction=0)
        deviation = torch.sqrt(variance + self.EPSILON)
        y = self.linear((x - mean) / deviation * self.scale + self.shift)
        return (y - self.shift) / self.scale * deviation + mean


def mlp(sizes, dropout=0.0):
    """Two hidden layers, after each of them the dropout."""
    layers = []
    width = sizes.lookback
    for _ in range(2):
        layers += [nn.Linear(width, sizes.hidden), nn.ReLU()]
        layers += [nn.Dropout(dropout)] if dropout > 0 else []
        width = sizes.hidden
    return nn.Sequential(*layers, nn.Linear(width, sizes.horizon))


class ResidualBlock(nn.Module):
    """TiDE's dense block: a hidden layer beside a linear one, their sum normalised."""

    def __init__(self, inputs, hidden, outputs, normalized=True):
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.output = nn.Linear(hidden, outputs)
        self.skip = nn.Linear(inputs, outputs)
        self.norm = nn.LayerNorm(outputs) if normalized else nn.Identity()

    def forward(self, x):
        return self.norm(self.output(F.relu(self.hidden(x))) + self.skip(x))


class TiDE(nn.Module):
    """Dense encoder and decoder without covariates (Das et al. 2023).

    The block of single steps has one output, of which layer normalisation would leave only its own
    bias; it has none.
    """

    def __init__(self, sizes):
        super().__init__()
        hidden, step = sizes.tide_hidden, sizes.tide_step
        self.shape = (sizes.horizon, step)
        self.encoder = ResidualBlock(sizes.lookback, hidden, hidden)
        self.decoder = ResidualBlock(hidden, hidden, sizes.horizon * step)
        self.temporal = ResidualBlock(step, sizes.tide_step_hidden, 1, normalized=False)
        self.residual = nn.Linear(sizes.lookback, sizes.horizon)

    def forward(self, x):
        steps = self.decoder(self.encoder(x)).unflatten(1, self.shape)
        return self.temporal(steps).squeeze(2) + self.residual(x)


class NHiTSBlock(nn.Module):
    """Pools its input, and forecasts knots that it interpolates."""

    def __init__(self, sizes, pool, frequency):
        super().__init__()
        self.lookback, self.horizon = sizes.lookback, sizes.horizon
        self.pool = nn.MaxPool1d(pool, stride=pool, ceil_mode=True)
        knots = max(sizes.horizon // frequency, 1)
        self.layers = nn.Sequential(
            nn.Linear(-(-sizes.lookback // pool), sizes.hidden),
            nn.ReLU(),
            nn.Linear(sizes.hidden, sizes.hidden),
            nn.ReLU(),
            nn.Linear(sizes.hidden, sizes.lookback + knots),
        )

    def forward(self, x):
        theta = self.layers(self.pool(x.unsqueeze(1)).squeeze(1))
        backcast, knots = theta[:, : self.lookback], theta[:, self.lookback :]
        forecast = F.interpolate(
            knots.unsqueeze(1), size=self.horizon, mode="linear", align_corners=False
        )
        return backcast, forecast.squeeze(1)


class NBEATSBlock(nn.Module):
    """Four hidden layers and one linear layer of backcast and forecast."""

    def __init__(self, sizes):
        super().__init__()
        self.lookback, self.horizon = sizes.lookback, sizes.horizon
        layers = []
        width = sizes.lookback
        for _ in range(4):
            layers += [nn.Linear(width, sizes.hidden), nn.ReLU()]
            width = sizes.hidden
        self.layers = nn.Sequential(*layers, nn.Linear(width, sizes.lookback + sizes.horizon))

    def forward(self, x):
        return self.layers(x).split([self.lookback, self.horizon], dim=1)


class DoublyResidual(nn.Module):
    """Each block sees what the earlier ones do not explain; the forecast is the sum of theirs."""

    def __init__(self, blocks):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x):
        forecast = 0
        for block in self.blocks:
            backcast, part = block(x)
            x = x - backcast
            forecast = forecast + part
        return forecast


def nhits(sizes):
    """Three stacks of one block (Challu et al. 2023), without a naive level."""
    return DoublyResidual(
        NHiTSBlock(sizes, pool, frequency) for pool, frequency in ((2, 4), (2, 2), (1, 1))
    )


def nbeats(sizes):
    """The generic architecture with three blocks (Oreshkin et al. 2020)."""
    return DoublyResidual(NBEATSBlock(sizes) for _ in range(3))


class MixingBlock(nn.Module):
    """Mixes times, then channels, each behind a normalisation and beside the block's input."""

    def __init__(self, sizes):
        super().__init__()
        shape = (sizes.channels, sizes.lookback)
        self.time_norm = nn.LayerNorm(shape)
        self.time = nn.Linear(sizes.lookback, sizes.lookback)
        self.feature_norm = nn.LayerNorm(shape)
        self.feature_hidden = nn.Linear(sizes.channels, sizes.mixer_hidden)
        self.feature_output = nn.Linear(sizes.mixer_hidden, sizes.channels)

    def forward(self, x):
        x = x + F.relu(self.time(self.time_norm(x)))
        features = self.feature_norm(x).transpose(1, 2)
        features = self.feature_output(F.relu(self.feature_hidden(features)))
        return x + features.transpose(1, 2)


class TSMixer(nn.Module):
    """All channels jointly: two mixing blocks and a temporal projection (Chen et al. 2023)."""

    def __init__(self, sizes):
        super().__init__()
        self.blocks = nn.Sequential(*(MixingBlock(sizes) for _ in range(2)))
        self.projection = nn.Linear(sizes.lookback, sizes.horizon)

    def forward(self, x):
        return self.projection(self.blocks(x))


class LastState(nn.Module):
    """A recurrent layer whose last state gives all steps of the forecast."""

    def __init__(self, sizes, kind):
        super().__init__()
        self.layer = kind(1, sizes.recurrent_hidden, batch_first=True)
        self.output = nn.Linear(sizes.recurrent_hidden, sizes.horizon)

    def forward(self, x):
        states, _ = self.layer(x.unsqueeze(2))
        return self.output(states[:, -1])


def lstm(sizes):
    return LastState(sizes, nn.LSTM)


def gru(sizes):
    return LastState(sizes, nn.GRU)


class TemporalBlock(nn.Module):
    """Two dilated causal convolutions beside what they read (Bai et al. 2018, without weight normalisation)."""

    def __init__(self, inputs, sizes, dilation):
        super().__init__()
        channels = sizes.tcn_channels
        self.padding = (sizes.tcn_kernel - 1) * dilation
        self.one = nn.Conv1d(inputs, channels, sizes.tcn_kernel, dilation=dilation)
        self.two = nn.Conv1d(channels, channels, sizes.tcn_kernel, dilation=dilation)
        self.skip = nn.Conv1d(inputs, channels, 1) if inputs != channels else nn.Identity()

    def forward(self, x):
        y = F.relu(self.one(F.pad(x, (self.padding, 0))))
        y = F.relu(self.two(F.pad(y, (self.padding, 0))))
        return F.relu(y + self.skip(x))


class TCN(nn.Module):
    """Blocks of doubling dilation; the last step gives the forecast."""

    def __init__(self, sizes):
        super().__init__()
        widths = [1] + [sizes.tcn_channels] * sizes.tcn_blocks
        self.blocks = nn.Sequential(
            *(TemporalBlock(widths[i], sizes, 1 << i) for i in range(sizes.tcn_blocks))
        )
        self.output = nn.Linear(sizes.tcn_channels, sizes.horizon)

    def forward(self, x):
        return self.output(self.blocks(x.unsqueeze(1))[:, :, -1])


class EncoderLayer(nn.Module):
    """Attention and a hidden layer, each added to what it read and normalised."""

    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.attention_input = nn.Linear(width, 3 * width)
        self.attention_output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width)
        self.hidden = nn.Linear(width, hidden)
        self.output = nn.Linear(hidden, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        parts = self.attention_input(x).unflatten(2, (3, self.heads, -1))
        queries, keys, values = parts.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(queries, keys, values)
        x = self.attention_norm(x + self.attention_output(seen.transpose(1, 2).flatten(2)))
        return self.norm(x + self.output(F.gelu(self.hidden(x))))


class PatchTST(nn.Module):
    """Patches as tokens, layer normalisation (Nie et al. 2023)."""

    def __init__(self, sizes):
        super().__init__()
        self.patch, self.stride = sizes.patch, sizes.patch_stride
        count = (sizes.lookback - sizes.patch) // sizes.patch_stride + 2
        self.embedding = nn.Linear(sizes.patch, sizes.patch_width, bias=False)
        self.positions = nn.Parameter(torch.empty(count, sizes.patch_width).uniform_(-0.02, 0.02))
        self.layers = nn.Sequential(
            *(
                EncoderLayer(sizes.patch_width, sizes.patch_heads, sizes.patch_hidden)
                for _ in range(sizes.patch_layers)
            )
        )
        self.output = nn.Linear(count * sizes.patch_width, sizes.horizon)

    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=1, keepdim=True, correction=0)
        deviation = torch.sqrt(variance + 1e-5)
        x = (x - mean) / deviation
        x = torch.cat([x, x[:, -1:].expand(-1, self.stride)], dim=1)
        tokens = self.embedding(x.unfold(1, self.patch, self.stride)) + self.positions
        return self.output(self.layers(tokens).flatten(1)) * deviation + mean


class ITransformer(nn.Module):
    """The windows of the channels as tokens (Liu et al. 2024)."""

    def __init__(self, sizes):
        super().__init__()
        self.embedding = nn.Linear(sizes.lookback, sizes.turned_width)
        self.layers = nn.Sequential(
            *(
                EncoderLayer(sizes.turned_width, sizes.turned_heads, sizes.turned_hidden)
                for _ in range(sizes.turned_layers)
            )
        )
        self.output = nn.Linear(sizes.turned_width, sizes.horizon)

    def forward(self, x):
        variance, mean = torch.var_mean(x, dim=2, keepdim=True, correction=0)
        deviation = torch.sqrt(variance + 1e-5)
        tokens = self.layers(self.embedding((x - mean) / deviation))
        return self.output(tokens) * deviation + mean


MODELS = {
    "nlinear": NLinear,
    "dlinear": DLinear,
    "dlinear-folded": FoldedDLinear,
    "rlinear": RLinear,
    "mlp": mlp,
    "tide": TiDE,
    "n-hits": nhits,
    "n-beats": nbeats,
    "tsmixer": TSMixer,
    "lstm": lstm,
    "gru": gru,
    "tcn": TCN,
    "patchtst": PatchTST,
    "itransformer": ITransformer,
}
JOINT = {"tsmixer", "itransformer"}  # one window of all channels is a sample
DROPOUT = 0.2  # of the network whose passes are sampled


def make(name, sizes=FULL, seed=1):
    """The model with seeded weights."""
    torch.manual_seed(seed)
    return MODELS[name](sizes)
