"""gradients(task, input, network, target=...) -> Gradients: what each value and weight of a run does to its loss."""

from typing import Any

from playground.descent import Gradients, gradients_of
from playground.inspection import one_network, start


def gradients(
    task: str,
    value: object,
    network: object = None,
    *,
    target: object = None,
    loss: object = None,
    architecture: object = None,
    **changes: Any,
) -> Gradients:
    """d loss / d every quantity of every stage, and every weight, from one pass backwards.

    task, value, network and changes as for `inspect`; with changes they are the gradients of the changed network.

    target: a label, by default the one that is predicted; where the answer is a number, the right one in its own unit.
    Of a series that is the value after the last that is read, the one that `prediction` foresees; what a network goes
    on with by itself comes after it, and has gradients of 0, as have the guesses of earlier steps (StepOutput), which
    nothing reads.

    loss, of the raw logits y (K,), not divided by a temperature: "cross_entropy" −log softmax(y)_k, for labels;
    "mse" the mean of (y − right)², for numbers in the network's own unit, for labels of 1 for the right class and 0 for
    all others; "logit" y_k itself, or the one output. By default the first for labels, the second for numbers.

    The stages have the classes of the trace's, float32. Of a quantity that a stage made, such as `hidden`, the field
    has all that comes back to it; of what it was given, such as `x`, what goes back through this stage. Places of
    winners, orders and numbers of words have no gradient and stay as they are; gradients have no `probabilities`.

    The equations are those that the stages declare (docs/architecture.md); the way back through time is that of
    Werbos (1990). Costs about as much as the pass forwards, in time and memory, for any length. Raises InputError,
    which says what is accepted, and where the way leads through a layer of which nothing is known.
    """
    return gradients_of(start(task, value, one_network(network, architecture), changes), target, loss)
