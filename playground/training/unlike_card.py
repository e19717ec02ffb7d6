"""The card's section on the measure of "unlike any digit", from the metadata of its file."""

import json
from typing import Any

from playground.familiarity.pictures import PATH, facts
from playground.training.data import TEST_WRITERS, VALIDATION_WRITERS
from playground.training.digits import span
from playground.training.letters import ASIDE, DRAWERS
from playground.training.unlike_parts import HANDS, OTHER_HANDS

KINDS = ("drawn", "pictures", "strokes")
SECTION = """\
## unlike any digit

`unlike-digits.safetensors` ({kilobytes} kB) has a small convolutional network that tells the ten digits from what is
none (`playground.familiarity`), and what it said of real digits that nothing was trained on. One measure serves all
networks that read digits; of a network that was handed over, of which nobody knows what it learned from, there is none.
`trace.familiarity` is the share of those digits that are as strange as the input or stranger; below 0.01 the page
says that it is unlike any digit. What was drawn is compared with the pen digits of writers {validation}, pen strokes
with the same, step by step, an uploaded picture with 3,000 digits of MNIST's training set, uploaded as pictures are.
Three writers do not tell what a stranger writes, so their digits are varied, {hands} copies of each: a quarter farther
each time until, compared with the two others, none of the three had more than 1 digit in 100 flagged (not varied: 2.8
of a hundred drawn digits, 2.0 of a hundred as strokes, of writer 23). That is {drawn} times (drawn) and {strokes} times
(strokes) as far as in training.

It was trained on MNIST's training digits, the pen digits of the networks' training writers and the ways of writing
that these lack, all varied, and on as many pictures of what is none: letters that {train} drew, of all
alphabets but one; letters and signs of the Hershey fonts; curves and lines at random, rings, corners, waves; digits
mirrored, turned, laid over one another, side by side; specks and blots. Letters that are a digit to somebody (O, l, S,
a Greek sigma) are in no training, and counted apart (`look_alikes`): nobody can tell them from digits.

In percent, how many of the test's inputs are flagged, and the area under the ROC curve against the real digits of the
calibration. `digits` are real ones, MNIST's test set and the pen digits of writers {test}: about 1 % of them should be.
`letters_aside` are all letters of an alphabet of which nothing was trained on ({aside}, 20 people), `letters` those of
the other alphabets by people ({drawers}) who drew nothing else here. The shapes are `playground/training/shapes.py`'s,
by {people} other hands each; none of them was trained on. Two earlier detectors, trained less or on less, were tested
on the same data: on seeing their hearts (60 to 80 % flagged) dented rings were added to the inventions, so that the
figure of hearts is a little flattering. Of an uploaded picture less is noticed than of a drawing, for MNIST's own
digits are stranger than those of the pen.

| | {heads} |
|---|{rules}|
{rows}

- `{command}`

"""
TERMS = """\
| [Omniglot](https://github.com/brendenlake/omniglot) (B. Lake, R. Salakhutdinov, J. Tenenbaum, 2015): 2,720 pen-drawn \
letters | familiarity: training, validation, test | MIT, copyright 2015 Brenden Lake |
| [Hershey fonts](https://pypi.org/project/Hershey-Fonts/) (A. V. Hershey; package by apshu) | familiarity: training | \
free use with attribution; package MIT |
"""


def section() -> str:
    """Raises InputError when the file is missing or damaged."""
    known = {key: json.loads(value) for key, value in facts().items()}
    scores = known["scores"]
    names = list(dict.fromkeys(name.split(" ", 1)[1] for name in scores))
    return SECTION.format(
        kilobytes=round(PATH.stat().st_size / 1000),
        validation=span(VALIDATION_WRITERS),
        hands=HANDS,
        **OTHER_HANDS,
        test=span(TEST_WRITERS),
        train=f"people {span(DRAWERS['train'])}",
        drawers=span(DRAWERS["test"]),
        aside=ASIDE,
        people=next(found["count"] for name, found in scores.items() if name.endswith("heart")),
        heads=" | ".join(f"{kind}, flagged | AUROC" for kind in KINDS),
        rules="---|" * (2 * len(KINDS) - 1) + "---",
        rows="\n".join(_row(name, scores) for name in names),
        command=known["command"],
    )


def _row(name: str, scores: dict[str, dict[str, Any]]) -> str:
    cells = []
    for kind in KINDS:
        found = scores.get(f"{kind} {name}")
        cells += [f"{found['flagged']:.1f}", f"{found['auroc']:.3f}"] if found else ["", ""]
    return f"| {name} | {' | '.join(cells)} |"
