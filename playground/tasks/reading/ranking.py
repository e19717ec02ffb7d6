"""All readings of a text, the best first. A long text is judged by a part of its lines, then read whole."""

from dataclasses import replace
from math import inf
from typing import NamedTuple

from playground.errors import InputError
from playground.tasks.reading.characters import HARD
from playground.tasks.reading.choices import Choices
from playground.tasks.reading.grids import Grid, grids, without_hard_spaces
from playground.tasks.reading.lines import Line, Page, Skipped, lines_of
from playground.tasks.reading.literal import literal, unwrapped
from playground.tasks.reading.plans import LEAST, Plan, plans
from playground.tasks.reading.tables import summary_of, tables_of

MAX_OTHER_TABLES = 3  # that are read beside the one that was chosen
SAMPLE = 200  # lines by which a long text is judged
MAX_LINE = 4_000  # characters of each of them


class Ranked(NamedTuple):
    """The readings of a table, the best first; lines that are in none; which table it is, and how others are read."""

    plans: list[Plan]
    skipped: list[Skipped]
    table: int | None = None  # from 1, None where there is but one
    others: tuple[tuple[int, Plan], ...] = ()


def ranked(text: str, choices: Choices) -> Ranked:
    """How a text in plain characters can be read. Raises InputError where its numbers only sum up others."""
    text = unwrapped(text)
    whole = literal(text)
    if whole is not None:
        _refuse_summary([Line(row[0].line, "\t".join(cell.text for cell in row)) for row in whole.rows if row])
        return Ranked(_sorted([list(plans(Grid("", whole.rows, 0), choices, certain=whole.certain))]), [])
    page = lines_of(text)
    tables, again = tables_of(page.lines)
    one = replace(choices, table=None)
    if choices.table is None and len(tables) > 1:
        best = [_ranked(page, table, one) for table in tables[:2]]
        if not all(found and found[0].fits for found in best):
            tables, again = [page.lines], []
    chosen = choices.table or 1
    if chosen > len(tables):
        return Ranked([], page.skipped)
    _refuse_summary(tables[chosen - 1])
    found = _ranked(page, tables[chosen - 1], one)
    if len(tables) == 1:
        return Ranked(found, [*page.skipped, *again])
    rest = [(place, table) for place, table in enumerate(tables, 1) if place != chosen]
    skipped = [*page.skipped, *again, *(Skipped(*_first(table), "table") for _, table in rest)]
    others = [(place, _ranked(page, table, Choices())) for place, table in rest[:MAX_OTHER_TABLES]]
    return Ranked(found, skipped, chosen, tuple((place, all_[0]) for place, all_ in others if all_ and all_[0].fits))


def _first(lines: list[Line]) -> Line:
    return next(line for line in lines if line.text)


def _refuse_summary(lines: list[Line]) -> None:
    label = summary_of(lines)
    if label is not None:
        raise InputError("only_statistics", word=label.text, line=label.line, entry=label.entry)


def _ranked(page: Page, lines: list[Line], choices: Choices) -> list[Plan]:
    """The readings of the lines of one table."""
    if (
        lines
        and any(HARD in line.text for line in lines)
        and not any(plan.fits for plan in _of(page, _sample(lines), choices))
    ):
        lines = without_hard_spaces(lines)
    sample = _sample(lines)
    found = _of(page, sample, choices)
    if sample is not lines and found:
        found = [*_sorted([_again(found[0], page, lines, choices)])[:1], *found[1:]]
    return found


def _of(page: Page, lines: list[Line], choices: Choices) -> list[Plan]:
    cuts = grids(lines, choices.separator or None)
    return _sorted([list(plans(grid, choices, certain=page.printed)) for grid in cuts])


def _again(plan: Plan, page: Page, lines: list[Line], choices: Choices) -> list[Plan]:
    """All lines read as a part of them was."""
    decimal, thousands = plan.marks
    fixed = replace(
        choices, separator=plan.separator, orientation=plan.orientation, decimal=decimal, thousands=thousands
    )
    return [
        replace(one, cost=plan.cost)
        for grid in grids(lines, plan.separator)
        for one in plans(grid, fixed, certain=page.printed)
    ]


def _sample(lines: list[Line]) -> list[Line]:
    """Lines from all parts of a text, the first ones among them; all of them of a short one."""
    if len(lines) <= SAMPLE and all(len(line.text) <= MAX_LINE for line in lines):
        return lines
    step = max(1, len(lines) // (SAMPLE // 2))
    places = sorted({*range(min(SAMPLE // 2, len(lines))), *range(0, len(lines), step)})
    return [Line(lines[n].place, _cut(lines[n].text)) for n in places]


def _cut(text: str) -> str:
    if len(text) <= MAX_LINE:
        return text
    start = text[:MAX_LINE]
    return start[: max(map(start.rfind, " ;,\t")) + 1] or start


def _sorted(by_grid: list[list[Plan]]) -> list[Plan]:
    """The best plan first. How far apart values are tells two readings of one grid apart, not those of two grids."""
    found: list[Plan] = []
    for same in by_grid:
        if same:
            least = min(same, key=lambda plan: (_unfit(plan), plan.cost + plan.spread)).spread
            found += [replace(plan, cost=plan.cost + plan.spread - least) for plan in same]
    return sorted(found, key=lambda plan: (_unfit(plan), plan.cost))


def _unfit(plan: Plan) -> float:
    """0 where all of a column is read; else more, the more there is that is not."""
    return 0 if plan.fits else inf if len(plan.column.numbers) < LEAST else len(plan.culprits)
