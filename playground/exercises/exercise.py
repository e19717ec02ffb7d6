"""An exercise: a question, where the page finds its answer, and by what it measures it."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Measure:
    """What is read off the visitor's own run once the prediction is made; of a goal, what the visitor is to reach."""

    kind: str  # choice of `options`, number typed in, label of a class, step of the cursor, or goal to be reached
    options: tuple[str, ...] = ()  # of a choice: keys of story.choices in playground/text
    given: dict[str, type] = field(default_factory=dict)  # what the measure has to be told
    may: dict[str, type] = field(default_factory=dict)  # what it can be told besides


LEVELS = ("low", "middle", "high")  # of a largest probability: below 0.3, up to 0.7, above it
SHARES = ("below_half", "below_ninety", "above_ninety")
MEMORIES = ("rnn", "irnn", "lstm", "gru")

# All that the page can measure: guide/measures.js, and what has to be waited for, guide/awaited.js.
MEASURES = {
    "second": Measure("label"),
    "answer": Measure("label"),
    "answer_changes": Measure("choice", ("same", "other")),
    "confidence": Measure("choice", LEVELS),
    "accuracy_then": Measure("choice", LEVELS),
    "most_opened": Measure("choice", ("forget", "input", "output")),
    "larger_part": Measure("choice", ("kept", "added"), {"stage": str, "step": int, "unit": int}),
    "ratio": Measure("choice", ("four_thirds", "three_halves", "two")),
    "size": Measure("number", given={"stage": str, "axis": int}),
    "largest": Measure("number", given={"stage": str, "quantity": str}),
    "one_minus": Measure("number"),
    "first_layer": Measure("number", given={"network": str, "biases": int}),
    "inputs_of_output": Measure("number"),
    "even_loss": Measure("number"),
    "settled": Measure("step"),
    "answer_is": Measure("goal", given={"label": str, "only": list}, may={"most": int}),
    "other_answer": Measure("goal", given={"only": list}, may={"most": int}),
    "pulled_down": Measure("number"),
    "share_of_right": Measure("choice", ("falls", "rises")),
    "others_right": Measure("choice", ("few", "half", "most")),
    "fading": Measure("choice", ("hundredth", "millionth", "less")),
    "accuracy_at_the_end": Measure("choice", SHARES),
    "gap": Measure("choice", ("none", "some", "large")),
    "longest_gradient": Measure("choice", MEMORIES),
    "most_right": Measure("choice", MEMORIES),
    "learnt_lag": Measure("choice", ("lag_10", "lag_20", "lag_50", "lag_100", "lag_200")),
    "live_right": Measure("choice", SHARES),
    "errors": Measure("choice", ("tens", "hundreds")),
    "faster": Measure("choice", ("lstm", "gru")),
}


@dataclass(frozen=True)
class Exercise:
    """A question of a set or of a stop of a lesson; no answer stands here, the page measures it."""

    state: str  # where it begins, and whose run is measured: a page's address from its "?" on, or a stop's button
    measure: str  # one of MEASURES
    labels: tuple[str, ...] = ()  # where a label is asked for, those to choose from
    given: dict[str, Any] = field(default_factory=dict)  # what the measure is told
    own: bool = False  # of an address: the visitor's own input will do
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # of a set: "ask" and "told" by language

    @property
    def kind(self) -> str:
        """How it is answered."""
        return MEASURES[self.measure].kind

    @property
    def options(self) -> tuple[str, ...]:
        """What there is to choose from."""
        return self.labels or MEASURES[self.measure].options

    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        return asdict(self) | {"kind": self.kind, "options": self.options}
