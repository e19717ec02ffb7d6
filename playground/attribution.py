"""attribute(task, input, architecture, method) -> Attribution: which parts of an input its answer hung on.

The methods are captum's (Kokhlikyan et al. 2020). What is explained is a logit, or the one output of a network that
answers with a number, in the network's own unit; what the parts are held against is the baseline, an input of zeros:
blank paper, no letter, no word, a pen at rest, no change, or the mean of the training data.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

import torch
from torch import Tensor

from playground.budget import AT_ONCE, MOST_COVERED, most_reads
from playground.captum_methods import method
from playground.device import device
from playground.differentiable import last_maps, readable
from playground.errors import InputError, quoted
from playground.halving import along
from playground.inspection import one_network, start
from playground.networks.answers import Logits, raised
from playground.pace import Pace, pace
from playground.run import Run, check_outputs

# What integrated gradients may miss, of the difference that their sum should have, or of a unit where that is smaller.
TOLERANCE = 0.01
PATCH, STRIDE = 4, 2  # pixels, of what is covered in a picture
MOST_STEPS = 1_000  # of a sequence, for integrated gradients


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each part of an input did to one output of a network, by one method."""

    method: str  # one of METHODS
    target: str | None  # the class whose logit is explained; None for the one output of a number
    values: Tensor  # (H, W) of a picture, (T,) of a sequence, (D,) of a table or of the window of a series' FNN
    output: float  # the logit that is explained
    baseline: float  # the same logit for the input of zeros
    total: float  # the sum of the values
    points: int | None = None  # of integrated gradients, on the way from the baseline to the input
    window: tuple[int, ...] | None = None  # of occlusion, what is covered at once: (4, 4) pixels, (n,) steps or numbers
    stride: tuple[int, ...] | None = None  # of occlusion, from one place to the next
    maps: tuple[int, int] | None = None  # of Grad-CAM, the size of the maps that its picture is blown up from


@dataclass(frozen=True, eq=False)
class _Question:
    """A network, one item of its batch as what it has more than an input of zeros, and which output is asked after."""

    run: Run
    model: Logits
    x: Tensor  # (1, 1, H, W), (1, T, D) or (1, D)
    base: Tensor  # the input of zeros, as the network is given it
    target: int
    outputs: tuple[float, float]  # for the input of zeros, and for this one
    check: Callable[[], None]

    def forward(self, x: Tensor) -> Tensor:
        """The network's outputs (B, K), unless this is to end."""
        self.check()
        y = self.model(self.base + x)
        if x.requires_grad and torch.is_grad_enabled() and not y.requires_grad:
            raise InputError("no_gradient", network=self.run.network.name)
        if y.requires_grad:
            y.register_hook(lambda _: self.check())  # before the way back
        return y

    def on_device(self, on: torch.device) -> "_Question":
        """The same where batches are computed."""
        there = {"model": deepcopy(self.model).to(on), "x": self.x.to(on), "base": self.base.to(on)}
        return replace(self, **there) if self.run.network.native else self

    @property
    def difference(self) -> float:
        """What the values should sum to."""
        return self.outputs[1] - self.outputs[0]

    @property
    def steps(self) -> int:
        """Time steps; 1 for what is read at once."""
        return self.x.shape[1] if self.x.dim() == 3 else 1

    @cached_property
    def pace(self) -> Pace:
        """What one input takes; a picture's rows may be time steps."""
        return pace(self.model, self.x, self.x.shape[-2])


_Found = tuple[Tensor, dict[str, Any]]  # values shaped as x, or with D = 1, and further fields of Attribution


def attribute(
    task: str,
    value: object,
    network: object = None,
    method: str = "integrated_gradients",
    label: str | None = None,
    *,
    architecture: object = None,
    **changes: Any,
) -> Attribution:
    """What each part of the input did to the logit of the predicted class, or of `label`.

    task, value, network and changes as for `inspect`; method is a name in METHODS, each of which says there what
    it measures and where that ends. The same arguments give the same values. Raises InputError, which says what is
    accepted, on anything else, and on integrated gradients of a sequence of more than MOST_STEPS steps.
    """
    return attribution_of(start(task, value, one_network(network, architecture), changes), method, label)


def attribution_of(
    run: Run, method: object, label: object = None, check: Callable[[], None] = lambda: None
) -> Attribution:
    """What each part of a run's input did to its output.

    check: is called before every pass through the network, forwards and backwards, and ends the work by raising.
    """
    if not isinstance(method, str) or method not in METHODS:
        raise InputError("unknown_method", name=quoted(method), names=", ".join(METHODS))
    model, x, base = readable(run)
    with torch.no_grad():
        logits, nothing = model(torch.cat([x, base]))  # (K,) each
    check()
    check_outputs(run.network, logits)
    if not run.network.native and not torch.allclose(logits, _alone(model, x), rtol=1e-3, atol=1e-4, equal_nan=True):
        raise InputError("not_one_by_one", network=run.network.name)
    target = _target(run, logits, label)
    output, baseline = float(logits[target]), float(nothing[target])
    try:
        values, more = METHODS[method](_Question(run, model, x - base, base, target, (baseline, output), check))
    except RuntimeError as error:
        if run.network.native:
            raise
        raise raised(error) from error  # on the way back through a module of other make
    values = values.detach()[0]
    if x.dim() == 4:
        values = values.sum(0)  # (H, W) over the channels
    elif x.dim() == 3:
        values = values.sum(-1)  # (T,) over the D numbers of a step
    name = run.labels[target] if run.labels else None
    return Attribution(method, name, values, output, baseline, float(values.double().sum()), **more)


@torch.no_grad()
def _alone(model: Logits, x: Tensor) -> Tensor:
    """The outputs (K,) of one item by itself."""
    return model(x)[0]


def _target(run: Run, logits: Tensor, label: object) -> int:
    """The output that is asked after."""
    if label is None:
        return int(logits.argmax())
    if label not in run.labels:
        if not run.labels:
            raise InputError("no_labels", task=run.task)
        raise InputError("unknown_label", name=quoted(label), names=", ".join(run.labels))
    return run.labels.index(label)  # type: ignore[arg-type]


def _gradient_x_input(asked: _Question) -> _Found:
    """x * dy/dx: what each number would do were the network as straight everywhere as it is here.

    The sum is y less the baseline's only for such a network. Where the input is 0 it says nothing, however steep y is.
    """
    kind = method("_core.input_x_gradient", "InputXGradient")
    return kind(asked.forward).attribute(_own(asked.x), target=asked.target), {}


def _integrated_gradients(asked: _Question) -> _Found:
    """x times the mean of dy/dx on the straight way from the baseline to x (Sundararajan et al. 2017).

    The sum is y less the baseline's, but for the error of taking points (Gauss and Legendre's) of the way: more of them
    where they miss most. A network can be so rugged on a long sequence that no number of points that a visitor would
    wait for is enough; the error says so.
    """
    asked = asked if device().type == "cpu" else asked.on_device(device())
    if asked.steps > MOST_STEPS:
        raise InputError("attribution_too_long", steps=asked.steps, limit=MOST_STEPS)
    integrated, x = method("_core.integrated_gradients", "IntegratedGradients")(asked.forward), asked.x

    def take(places: list[tuple[float, float]], points: int) -> Tensor:
        starts, ends = (_own(torch.cat([share * x for share in shares])) for shares in zip(*places, strict=True))
        most = min(len(places) * points, asked.pace.together(AT_ONCE, back=True))
        with torch.backends.cudnn.flags(enabled=False):  # which has no way back through a network that does not train
            found = integrated.attribute(ends, starts, asked.target, n_steps=points, internal_batch_size=most)
        return found.detach().cpu()

    @torch.no_grad()
    def output(share: float) -> float:
        return float(asked.forward(share * x)[0, asked.target])

    close = TOLERANCE * max(1.0, abs(asked.difference))
    parts = along(take, output, asked.outputs, close, most_reads(asked.pace, "integrated_gradients", asked.steps))
    values = torch.stack([part.values for part in parts]).sum(0, keepdim=True)
    return values, {"points": sum(part.points for part in parts)}


def _occlusion(asked: _Question) -> _Found:
    """How far y falls when a part is replaced by the baseline (Zeiler and Fergus 2014); nothing is differentiated.

    Of a picture a patch of 4 x 4 is covered, every 2 pixels, and a pixel has the mean of all patches over it; of a
    sequence one step after another (with all of its numbers), or if it is long so many at once that there are
    MOST_COVERED places at most, each of whose steps has the value of the whole; else one number after another. Parts
    that can stand in for each other are all missed, as each is covered alone.
    """
    steps, depth = asked.steps, asked.x.shape[-1]
    width = ceil(steps / min(MOST_COVERED, most_reads(asked.pace, "occlusion", steps)))
    places = {4: ((1, PATCH, PATCH), (1, STRIDE, STRIDE)), 3: ((width, depth), (width, 1)), 2: ((1,), (1,))}
    window, stride = places[asked.x.dim()]
    values = method("_core.occlusion", "Occlusion")(asked.forward).attribute(
        asked.x,
        sliding_window_shapes=window,
        strides=stride,
        baselines=0,
        target=asked.target,
        perturbations_per_eval=min(MOST_COVERED, asked.pace.together(AT_ONCE, back=False)),
    )
    if asked.x.dim() == 3:  # all D numbers of a step have the value of the step, which is to be counted once
        return values[..., :1], {"window": window[:1], "stride": stride[:1]}
    return values, {"window": window[-2:], "stride": stride[-2:]}


def _grad_cam(asked: _Question) -> _Found:
    """The last activation maps, each times its mean gradient, summed, 0 where negative (Selvaraju et al. 2017).

    Only for a network with convolutions; evidence for the class only, never against it, in a unit of its own, and as
    coarse as those maps (14 x 14 in the trained CNN, enlarged to the picture). Captum listens to a layer, and the
    networks are shared by all who ask, so it gets a copy.
    """
    name = last_maps(asked.run)
    if name is None:
        raise InputError("grad_cam_not_here")
    model = deepcopy(asked.model)
    maps, x = model.network.get_submodule(name), _own(asked.base + asked.x)
    kind = method("_core.layer.grad_cam", "LayerGradCam")
    coarse = kind(model, maps).attribute(x, target=asked.target, relu_attributions=True)
    assert isinstance(coarse, Tensor)
    if coarse.dim() != 4 or asked.x.dim() != 4:  # maps of a sequence
        raise InputError("grad_cam_not_here")
    enlarged = method("_utils.attribution", "LayerAttribution").interpolate
    return enlarged(coarse, tuple(asked.x.shape[-2:]), "bilinear"), {"maps": (*coarse.shape[-2:],)}


def _own(x: Tensor) -> Tensor:
    return x.detach().clone().requires_grad_()


METHODS: dict[str, Callable[[_Question], _Found]] = {
    "gradient_x_input": _gradient_x_input,
    "integrated_gradients": _integrated_gradients,
    "occlusion": _occlusion,
    "grad_cam": _grad_cam,
}
