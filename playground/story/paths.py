"""Lessons: ways through the page for a class, stop by stop, with the minutes of each.

At a stop the class is asked first; then a button sets the page to the state in which it finds the answer. Words are the
table `lessons` of playground/text: of each stop what to do, what to ask, what is to be seen, and what to say otherwise.
"""

from dataclasses import asdict, dataclass
from typing import Any

from playground.exercises import Exercise
from playground.story.states import QUEUE, State, held

MINUTES = 45  # of a lesson


@dataclass(frozen=True)
class Stop:
    """A stop of a lesson; the exercise begins in the state of one of its buttons."""

    minutes: int
    ways: dict[str, State]  # its buttons by name, in their order
    exercise: Exercise | None = None
    entry: bool = False  # the class draws or types here: the way in of the task stands under the text


def _digit(select: str = "", *, right: bool = False, changes: dict[str, Any] | None = None, **at: str) -> State:
    return State("digits", "cnn", "3", select, changes=changes, own=True, right=right, at=at)


def _memory(question: str) -> State:
    return State(at={"view": "memory", "memory": question})


def _training(setup: str) -> State:
    return State(at={"view": "train", "setup": setup})


def _steps(count: int) -> dict[str, Any]:
    return {
        "random": 1,
        "learning": {"loss": "cross_entropy", "optimiser": "sgd", "learning_rate": 0.01, "steps": count},
    }


DIGITS = tuple("0123456789")
RANDOM = {"random": 1}
MAPS = "Convolution.0...maps"
# What decides stands at its beginning; after that is what has nothing to do with the verdict.
LONG = (
    "The food was wonderful and I loved it. We came on a Tuesday evening, took the bus to the station, walked along "
    "the river to the small house behind the school, hung our coats beside the door, sat down at the table in the "
    "corner, read the card, talked about the week, drank some water, looked at the street, paid at the counter, and "
    "went home by train before ten."
)
NAME = "Yamamoto"

CNN = {
    "draw": Stop(4, {"open": _digit()}, Exercise("open", "second", DIGITS), entry=True),
    "random": Stop(4, {"open": _digit("Output....logits", changes=RANDOM)}, Exercise("open", "confidence")),
    "loss": Stop(
        4,
        {"open": _digit("Output....logits", right=True, changes=RANDOM, shows="gradients")},
        Exercise("open", "even_loss"),
    ),
    "backward": Stop(
        5, {"open": _digit(right=True, changes=RANDOM, shows="gradients")}, Exercise("open", "pulled_down")
    ),
    "step": Stop(
        3,
        {"open": _digit(right=True, changes=_steps(1))},
        Exercise("open", "share_of_right"),
    ),
    "many": Stop(
        4,
        {"open": _digit(right=True, changes=_steps(30))},
        Exercise("open", "others_right"),
    ),
    "replay": Stop(
        5,
        {"open": _digit(changes={"snapshot": 0}), "early": _digit(changes={"snapshot": 4})},
        Exercise("early", "accuracy_then"),
    ),
    "kernels": Stop(
        3,
        {"before": _digit(MAPS, changes={"snapshot": 0}), "open": _digit(MAPS)},
    ),
    "live": Stop(
        5,
        {"open": _training("digits*z4000*r.003*u500")},
        Exercise("open", "accuracy_at_the_end"),
    ),
    "overfit": Stop(
        4,
        {"open": _training("digits*z50*r.003*u400*ld64-relu"), "cured": _training("digits*z4000*r.003*u400*ld64-relu")},
        Exercise("open", "gap"),
    ),
    "rate": Stop(
        2,
        {"open": _training("moons*n.2*O0*r30*u1000*ld8-relu"), "cured": _training("moons*n.2*O0*r.5*u1000*ld8-relu")},
        Exercise("open", "accuracy_at_the_end"),
    ),
    "mistakes": Stop(
        2,
        {
            "open": _digit(view="compare", part="tests"),
            "differ": _digit(view="compare", part="tests", tests="differ.fnn"),
        },
        Exercise("open", "errors"),
    ),
}
GATES = {
    "letters": Stop(4, {"open": State("names", "rnn", NAME, own=True)}, Exercise("open", "settled"), True),
    "sentence": Stop(
        3,
        {"open": State("reviews", "rnn", input={"text": LONG})},
        Exercise("open", "answer", ("positive", "negative")),
        True,
    ),
    "fading": Stop(
        5,
        {"open": State("reviews", "rnn", input={"text": LONG}, at={"shows": "gradients"})},
        Exercise("open", "fading"),
    ),
    "factor": Stop(
        5,
        {
            "half": _memory("recall.50.fresh.0.5"),
            "open": _memory("recall.50.fresh.2"),
            "exploding": _memory("recall.50.same.1.2"),
        },
        Exercise("exploding", "longest_gradient"),
    ),
    "recall": Stop(
        4,
        {"open": _memory("recall.100.same.1"), "longer": _memory("recall.200.same.1")},
        Exercise("open", "learnt_lag"),
    ),
    "live": Stop(
        6,
        {"open": _memory("recall.20.same.1")},
        Exercise("open", "live_right"),
    ),
    "idea": Stop(
        3,
        {"open": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell.60", moment=14)},
        Exercise("open", "larger_part", given={"stage": "LSTMStep:0", "step": 14, "unit": 60}),
    ),
    "forget": Stop(
        4,
        {
            "zero": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=held("forget", 0)),
            "open": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=held("forget", 1)),
        },
        Exercise("open", "answer_changes"),
    ),
    "gru": Stop(
        3,
        {"open": State("reviews", "gru", QUEUE, "GRUStep.0...hidden.60", moment=14)},
        Exercise("open", "ratio"),
    ),
    "truth": Stop(
        4,
        {"open": _memory("copy.50.same.1"), "adding": _memory("adding.50.same.1"), "all": _memory("recall.200.all.1")},
        Exercise("open", "most_right"),
    ),
    "cost": Stop(
        4,
        {"open": State("digits", "lstm", "3", own=True, at={"view": "compare", "part": "measured"})},
        Exercise("open", "faster"),
    ),
}
PATHS: dict[str, dict[str, Stop]] = {"cnn": CNN, "gates": GATES}


def paths() -> dict[str, dict[str, dict[str, Any]]]:
    """The stops of each lesson by name, as the page reads them."""
    return {path: {name: _told(stop) for name, stop in stops.items()} for path, stops in PATHS.items()}


def _told(stop: Stop) -> dict[str, Any]:
    return asdict(stop) | {"exercise": stop.exercise and stop.exercise.told()}
