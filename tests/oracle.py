"""Every stage computed again by other means: cells step by step, unfolded patches, windows in a loop."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground import stages
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier
from playground.stages import Stage
from playground.tasks import TASKS
from playground.tasks.series import Series

NUMPY_ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "identity": lambda z: z,
}


def fnn(model: FNN, x: Tensor) -> Iterator[Stage]:
    """a = f(W a' + b), layer by layer, in numpy and double precision."""
    yield stages.Input(x)
    f = NUMPY_ACTIVATIONS[model.activation]
    arrays = [value.detach().double().numpy() for value in model.state_dict().values()]
    *hidden, (weight, bias) = zip(arrays[::2], arrays[1::2], strict=True)
    a = x.detach().double().numpy().ravel()
    for layer, (w, b) in enumerate(hidden):
        z = w @ a + b
        yield stages.Dense(layer, _tensor(a), _tensor(z), _tensor(f(z)))
        a = f(z)
    yield stages.Output(_tensor(a), _tensor(weight @ a + bias))


def sliding_fnn(model: FNN, x: Tensor) -> Iterator[Stage]:
    """A window that slides over a sequence, (T, D): at each of its places the network by itself."""
    yield stages.Input(x)
    places = [list(fnn(model, row)) for row in x]
    for layer in range(len(places[0]) - 2):
        for t, (_, *dense, _) in enumerate(places):
            step = dense[layer]
            assert isinstance(step, stages.Dense)
            yield stages.DenseStep(layer, t, step.x, step.pre_activation, step.activation)
    outputs = [place[-1] for place in places]
    for t, output in enumerate(outputs):
        assert isinstance(output, stages.Output)
        yield stages.StepOutput(t, output.logits)
    yield outputs[-1]


def cnn(model: CNN, x: Tensor) -> Iterator[Stage]:
    """The convolution as a product with unfolded patches, the pooling as a loop over windows."""
    yield stages.Input(x)
    for layer, block in enumerate((model.conv1, model.conv2)):
        conv, pool = block[0], block[2]
        maps = convolved(x, conv)
        yield stages.Convolution(layer, x, maps)
        maps = torch.from_numpy(NUMPY_ACTIVATIONS[model.activation](maps.detach().double().numpy())).to(maps.dtype)
        yield stages.Activation(layer, model.activation, maps)
        if isinstance(pool, nn.MaxPool2d):
            x, winners = windows(maps, np.max)
            yield stages.MaxPooling(layer, x, winners)
        else:
            x, _ = windows(maps, np.mean)
            yield stages.AveragePooling(layer, x)
    flat = torch.stack([value for channel in x for row in channel for value in row])
    yield stages.Flatten(flat)
    yield stages.Output(flat, model.out.weight @ flat + model.out.bias)


def convolved(x: Tensor, conv: nn.Conv2d) -> Tensor:
    """Each output pixel is the product of a patch (C * kh * kw,) with a kernel of the same length."""
    kernel, stride, padding = (tuple(v) for v in (conv.kernel_size, conv.stride, conv.padding))
    size = [(x.shape[1 + i] + 2 * int(padding[i]) - kernel[i]) // stride[i] + 1 for i in (0, 1)]
    patches = F.unfold(x[None], kernel, padding=padding, stride=stride)[0]  # (C * kh * kw, H' * W')
    assert conv.bias is not None
    return (conv.weight.flatten(1) @ patches + conv.bias[:, None]).view(-1, *size)


def windows(maps: Tensor, reduce: Callable[[np.ndarray], float]) -> tuple[Tensor, Tensor]:
    """`reduce` of each 2 x 2 window, and the place of its first largest value in the channel's map."""
    array = maps.detach().numpy()
    channels, height, width = array.shape
    values = np.zeros((channels, height // 2, width // 2), array.dtype)
    places = np.zeros(values.shape, np.int64)
    for c, i, j in np.ndindex(values.shape):
        window = array[c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        values[c, i, j] = reduce(window)
        di, dj = divmod(int(window.argmax()), 2)
        places[c, i, j] = (2 * i + di) * width + 2 * j + dj
    return torch.from_numpy(values), torch.from_numpy(places)


def recurrent(model: RecurrentClassifier, x: Tensor) -> Iterator[Stage]:
    """One cell per layer and direction, called once per time step."""
    x = x[0] if x.dim() == 3 else x
    yield stages.Input(x)
    module = model.recurrent
    final: list[Tensor] = []
    for layer in range(module.num_layers):
        columns, final = [], []
        for direction in range(1 + module.bidirectional):
            cell = _cell(module, layer, direction)
            steps = {}
            state = x.new_zeros(2, module.hidden_size)  # h, and c for the LSTM
            order = range(len(x)) if direction == 0 else reversed(range(len(x)))
            for t in order:
                step, state = STEPS[type(cell)](cell, layer, t, direction, x[t], state)
                steps[t] = step
                yield step
            columns.append([steps[t].hidden for t in range(len(x))])
            final.append(state[0])
        x = torch.stack([torch.cat(row) for row in zip(*columns, strict=True)])
    for t in range(len(x)):
        yield stages.StepOutput(t, model.fc.weight @ x[t] + model.fc.bias)
    features = torch.cat(final)  # h_n of each direction of the last layer
    yield stages.Output(features, model.fc.weight @ features + model.fc.bias)


def series(model: FNN | RecurrentClassifier, encoded: Series) -> Iterator[Stage]:
    """A series read and gone on with: for each further value the network reads all anew, its own output at the end."""
    read, scale = encoded.read, encoded.scale
    values = list(encoded.values[:read])  # that it is given; then its own
    free = max(0, encoded.held_out + encoded.ahead - 1)
    found: list[Stage] = []
    for count in range(free + 1):
        if isinstance(model, FNN):
            rows = [_window(values, t, scale[min(t, read - 1)]) for t in range(read + count)]
            found = list(sliding_fnn(model, torch.tensor(rows)))
        else:
            moves = [(b - a) / s if s else 0.0 for a, b, s in zip(values, values[1:], scale[1:], strict=False)]
            own = [float(stage.logits[0]) for stage in found if isinstance(stage, stages.StepOutput)][read - 1 :]
            found = list(recurrent(model, torch.tensor([0.0, *moves, *own])[:, None]))
        *_, last, output = found
        if count == 0:
            first, answer = found[0], output
        assert isinstance(last, stages.StepOutput)
        if isinstance(model, FNN):
            values.append(values[-1] + scale[-1] * float(last.logits[0]))
    yield first
    steps = [stage for stage in found if hasattr(stage, "t")]
    yield from (stage for stage in steps if stage.t < read)
    for t in range(read, read + free):
        yield from (stage for stage in steps if stage.t == t)
    yield answer


def _window(values: list[float], t: int, scale: float) -> list[float]:
    """The last ten values up to `t` about their mean, over the scale; before the first stands the first."""
    seen = [values[max(0, t - 9 + k)] for k in range(10)]
    mean = sum(seen) / 10
    return [(value - mean) / scale if scale else 0.0 for value in seen]


def of_task(task: str, model: Any, encoded: Any) -> Iterator[Stage]:
    """All stages of what a task made of its input."""
    if task == "series":
        return series(model, encoded)
    if isinstance(model, FNN):
        return fnn(model, TASKS[task].network_input(encoded))
    return (
        cnn(model, encoded.centred) if isinstance(model, CNN) else recurrent(model, TASKS[task].network_input(encoded))
    )


def _rnn_step(
    cell: nn.RNNCell, layer: int, t: int, direction: int, x: Tensor, state: Tensor
) -> tuple[stages.RNNStep, Tensor]:
    hidden = cell(x, state[0])
    return stages.RNNStep(layer, t, direction, x, hidden), torch.stack([hidden, hidden])


def _lstm_step(
    cell: nn.LSTMCell, layer: int, t: int, direction: int, x: Tensor, state: Tensor
) -> tuple[stages.LSTMStep, Tensor]:
    """The gates after the equations of torch.nn.LSTM, state and cell from LSTMCell itself."""
    (wi, wf, wg, wo), (ui, uf, ug, uo) = cell.weight_ih.chunk(4), cell.weight_hh.chunk(4)
    (bi, bf, bg, bo), (ci, cf, cg, co) = cell.bias_ih.chunk(4), cell.bias_hh.chunk(4)
    h, c = state
    i = torch.sigmoid(wi @ x + bi + ui @ h + ci)
    f = torch.sigmoid(wf @ x + bf + uf @ h + cf)
    g = torch.tanh(wg @ x + bg + ug @ h + cg)
    o = torch.sigmoid(wo @ x + bo + uo @ h + co)
    hidden, memory = cell(x, (h, c))
    step = stages.LSTMStep(layer, t, direction, x, f, i, g, o, memory, hidden)
    return step, torch.stack([hidden, memory])


def _gru_step(
    cell: nn.GRUCell, layer: int, t: int, direction: int, x: Tensor, state: Tensor
) -> tuple[stages.GRUStep, Tensor]:
    """The gates after the equations of torch.nn.GRU, the state from GRUCell itself; update = 1 - z."""
    (wr, wz, wn), (ur, uz, un) = cell.weight_ih.chunk(3), cell.weight_hh.chunk(3)
    (br, bz, bn), (cr, cz, cn) = cell.bias_ih.chunk(3), cell.bias_hh.chunk(3)
    h = state[0]
    r = torch.sigmoid(wr @ x + br + ur @ h + cr)
    z = torch.sigmoid(wz @ x + bz + uz @ h + cz)
    n = torch.tanh(wn @ x + bn + r * (un @ h + cn))
    hidden = cell(x, h)
    return stages.GRUStep(layer, t, direction, x, r, 1 - z, n, hidden), torch.stack([hidden, hidden])


STEPS = {nn.RNNCell: _rnn_step, nn.LSTMCell: _lstm_step, nn.GRUCell: _gru_step}
CELLS = {nn.RNN: nn.RNNCell, nn.LSTM: nn.LSTMCell, nn.GRU: nn.GRUCell}
ORACLES = {"fnn": fnn, "cnn": cnn, "rnn": recurrent, "lstm": recurrent, "gru": recurrent}


def _cell(module: nn.RNNBase, layer: int, direction: int) -> nn.RNNCellBase:
    weights = module.state_dict()
    suffix = f"_l{layer}" + "_reverse" * direction
    inputs = weights["weight_ih" + suffix].shape[1]
    cell = CELLS[type(module)](inputs, module.hidden_size, dtype=weights["weight_ih" + suffix].dtype)
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    cell.load_state_dict({name: weights[name + suffix] for name in names})
    return cell


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(np.asarray(array)).float()


def assert_same_stages(actual: Iterable[Stage], expected: Iterable[Stage], tolerance: float = 1e-5) -> None:
    """The same types in the same order, and in every field the same numbers, within `tolerance`.

    Where a field holds numbers beyond 1, such as a cell that has counted up to 20, within that share of the largest:
    float32 has no more, and what is added up in another order differs by its rounding on another processor.
    """
    actual, expected = list(actual), list(expected)
    assert [type(stage) for stage in actual] == [type(stage) for stage in expected]
    for ours, theirs in zip(actual, expected, strict=True):
        for field in fields(theirs):
            if field.name in ("winners", "temperature"):
                # Near ties fall either way: test_cnn holds the winners to their own maps. A pass forward has no
                # temperature: test_calibration looks at it.
                continue
            a, b = getattr(ours, field.name), getattr(theirs, field.name)
            where = f"{type(theirs).__name__}.{field.name}"
            if isinstance(b, Tensor):
                assert a.shape == b.shape, where
                assert bool(a.isfinite().all()), where
                distance = float((a - b).abs().max() / b.abs().max().clamp(min=1))
                assert distance <= tolerance, f"{where} is off by {distance:.2g}"
            else:
                assert a == b, where
