"""The parts of a report that are of the run: the input, the answer, what is selected; all as HTML."""

from html import escape
from typing import Any

import torch

from playground.display.panels import layer_name
from playground.display.png import address
from playground.display.ramps import Scale
from playground.equations.written import significant
from playground.explanation import Selection, explained
from playground.explanation.selection import chosen, located
from playground.reports.equation import equation
from playground.stages import Trace
from playground.tasks.drawing import read_drawing
from playground.tasks.raster import draw
from playground.text import table, text

PAD = 140  # pixels of a drawing
MOST_CLASSES = 20
LONGEST = 1_500  # characters of an input
NO_BREAK = "\u00a0"


def percent(p: float) -> str:
    """As ui/components/answer/percent.js: what rounding would make 0 or 100 is told apart from them."""
    if 0.9995 < p < 1:
        return f">{NO_BREAK}99.9{NO_BREAK}%"
    if 0 < p < 0.0005:
        return f"<{NO_BREAK}0.1{NO_BREAK}%"
    return f"{100 * p:.1f}{NO_BREAK}%"


def label(task: str, name: str, language: str) -> str:
    """A class as the page calls it."""
    return table(language)["labels"].get(task, {}).get(name, name)


def input_picture(trace: Trace, value: Any) -> str | None:
    """data:image/png of a drawing, or of another picture as the network reads it; None of what is no picture."""
    ink = None
    if isinstance(value, dict) and "strokes" in value:
        ink = draw(read_drawing(value), torch.zeros(1, 2, dtype=torch.float64), torch.ones(1, dtype=torch.float64), PAD)
    elif trace.task == "digits":
        ink = trace.stages[0].values.detach().reshape(1, 28, -1)  # type: ignore[attr-defined]
    return None if ink is None else address(Scale("ink", 1.0).places(ink[0]), "ink", "light")


def input_words(value: Any) -> str:
    """A text, or numbers one after the other."""
    given = value if not isinstance(value, dict) else value.get("text", value.get("values", value.get("example", "")))
    words = ", ".join(map(str, given)) if isinstance(given, list | tuple) else str(given)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


def prediction(trace: Trace, language: str) -> str:
    """The answer: a label, or a number."""
    said = trace.prediction
    return label(trace.task, said, language) if isinstance(said, str) else significant(said, 6)


def answer(trace: Trace, language: str) -> str:
    """A row for each class, the likeliest of many: its probability, and the logit before the softmax."""
    if not trace.labels:
        return ""
    shares, logits = trace.probabilities.tolist(), trace.logits.tolist()
    most = sorted(sorted(range(len(shares)), key=lambda k: -shares[k])[:MOST_CLASSES])
    rows = "".join(
        f"<tr{' class=said' if trace.labels[k] == trace.prediction else ''}>"
        f"<th>{escape(label(trace.task, trace.labels[k], language))}</th>"
        f'<td class="bar"><i style="width:{100 * shares[k]:.2f}%"></i></td>'
        f'<td class="number" data-class="{escape(trace.labels[k])}">{escape(percent(shares[k]))}</td>'
        f'<td class="number">{significant(logits[k])}</td></tr>'
        for k in most
    )
    heads = "<th></th>".join(
        f"<th>{text(f'report.{name}', language)}</th>{more}"
        for name, more in (("class", ""), ("share", f"<th>{text('report.logit', language)}</th>"))
    )
    return f'<table class="answer"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def selected(trace: Trace, selection: Selection, language: str) -> str:
    """One value with its equation and numbers; of several their number, the least, the mean and the largest."""
    walk = trace.run.walk(trace.stages)
    stage = walk.stages[located(walk, selection)[0]]
    place = [layer_name(stage, language)]
    if selection.t is not None:
        place.append(text("report.step", language, step=selection.t + 1))
    values = chosen(walk, selection)
    if values.dim():
        place.append(
            selection.quantity + (f" {', '.join(str(i + 1) for i in selection.index)}" if selection.index else "")
        )
        figures = {"least": values.min(), "mean": values.double().mean(), "most": values.max()}
        told = {name: significant(value.item()) for name, value in figures.items()}
        body = f"<p>{escape(text('report.several', language, count=values.numel(), **told))}</p>"
        return f"<h3>{escape(' · '.join(place))}</h3>{body}"
    told = explained(walk, selection)
    words = table(language)["explain"]
    kind = words["kinds"].get(told.kind) or words["roles"].get(told.role, "")
    lines = "".join(
        f'<p class="maths">{equation(symbols)}</p><p class="maths numbers">{equation(numbers)}</p>'
        for symbols, numbers in zip(told.symbols, told.numbers, strict=True)
    )
    notes = "".join(f"<p class=quiet>{escape(words['notes'][note])}</p>" for note in told.notes)
    return (
        f"<h3>{escape(' · '.join(place))}</h3>"
        f'<p>{escape(kind)} = <b data-value="{told.value!r}">{significant(told.value)}</b></p>{lines}{notes}'
    )
