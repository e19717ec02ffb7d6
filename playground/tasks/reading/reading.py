"""read_numbers(text) -> Reading: which numbers a pasted text has, how they were read, and how else they could be."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from playground.errors import InputError, quoted
from playground.tasks.reading.cells import Item
from playground.tasks.reading.characters import plain_characters
from playground.tasks.reading.choices import Choices, read_choices
from playground.tasks.reading.columns import Column as Table
from playground.tasks.reading.gaps import Gap, without_gaps
from playground.tasks.reading.lines import Skipped
from playground.tasks.reading.plans import LEAST, LIST, Plan
from playground.tasks.reading.ranking import Ranked, ranked
from playground.tasks.reading.refusal import first_word, not_a_number, of_another_unit, shortened
from playground.tasks.reading.units import in_one_unit, mixed_units

MAX_TEXT = 200_000  # characters
FIRST = 3  # values of another reading that are told
MAX_OTHERS = 3
APART = 2.5  # what speaks against another reading more than against the best, at most
MAX_TOLD = 50  # columns, gaps and lines that a page is told
LARGEST = 1e12  # value, of either sign


@dataclass(frozen=True)
class Column:
    """One that can be read: its place in the table from 1, its name or "", and how many numbers it has."""

    position: int
    name: str
    count: int


@dataclass(frozen=True)
class Other:
    """Another way to read the text: the choices that read_numbers takes for it, and its first values."""

    choices: dict[str, Any]
    first: tuple[float, ...]


@dataclass(frozen=True)
class Reading:
    """The numbers of a text, and how they were read. Each of `choices()` can be given back to read_numbers."""

    values: tuple[float, ...]
    column: str | int | None  # its name, or its place from 1 where it has none; None where all are read in order
    position: int  # of the column, from 1
    columns: tuple[Column, ...]  # all that can be read, this one among them
    decimal: str
    thousands: str  # "" for none
    heading: bool
    separator: str
    orientation: str  # "down", "across" or "list"
    unit: str  # that stands beside the numbers, "" for none
    skipped: tuple[Skipped, ...]  # lines that were left out: line, text, why
    gaps: tuple[Gap, ...]  # places without a number: line, text, and before which value
    filled: bool  # whether values stand in the gaps
    others: tuple[Other, ...]
    table: int | None  # which of several below each other, from 1; None where there is but one

    def choices(self) -> dict[str, Any]:
        """What read_numbers takes to read the text in this way."""
        chosen: dict[str, Any] = {} if self.table is None else {"table": self.table}
        if self.orientation != LIST:
            chosen["column"] = self.position
        return chosen | {
            "decimal": self.decimal,
            "thousands": self.thousands,
            "heading": self.heading,
            "separator": self.separator,
            "orientation": self.orientation,
            "gaps": "fill in" if self.filled else "leave out",
        }

    def told(self) -> dict[str, Any]:
        """What a page shows of it: all but the values, and the first of what was left out, with its count."""
        counts = {f"{name}_count": len(getattr(self, name)) for name in ("skipped", "gaps", "columns")}
        skipped = tuple(one._replace(text=shortened(one.text)) for one in self.skipped[:MAX_TOLD])
        gaps = tuple(one._replace(text=shortened(one.text)) for one in self.gaps[:MAX_TOLD])
        columns = tuple(replace(one, name=shortened(one.name)) for one in self.columns[:MAX_TOLD])
        told = asdict(replace(self, values=(), skipped=skipped, gaps=gaps, columns=columns))
        return {name: value for name, value in told.items() if name != "values"} | counts


def read_numbers(text: str, **choices: Any) -> Reading:
    """The numbers of a text as people paste them: any list, or one column of any table, in the marks of any country.

    choices: table, column, decimal, thousands, heading, separator, orientation and gaps, as choices.Choices has them,
    fix what else is found. What fits two readings is read as the whole fits best, and the others are told. Raises
    InputError, which names the first thing that is no number, and its line.
    """
    if len(text) > MAX_TEXT:
        raise InputError("text_too_long", limit=MAX_TEXT)
    chosen = read_choices(choices)
    ranking = ranked(plain_characters(text), chosen)
    found = ranking.plans
    if not found:
        if chosen != Choices(gaps=chosen.gaps):
            raise InputError("no_such_reading", word=quoted(text.strip()))
        raise first_word(plain_characters(text))
    best = found[0]
    items = _checked(best, chosen)
    numbers, unit = in_one_unit(items)
    values, gaps = without_gaps(items, numbers, fill=chosen.gaps == "fill in")
    _assert_in_range(values)
    return Reading(
        values=values,
        column=None if best.orientation == LIST else best.column.name or best.column.position,
        position=best.column.position,
        columns=tuple(_column(column) for column in best.found.columns) if best.orientation != LIST else (),
        decimal=best.marks.decimal,
        thousands=best.marks.thousands,
        heading=best.found.heading,
        separator=best.separator,
        orientation=best.orientation,
        unit=unit,
        skipped=tuple(sorted([*ranking.skipped, *best.found.skipped])),
        gaps=gaps,
        filled=chosen.gaps == "fill in",
        others=tuple(_others(ranking, values)),
        table=ranking.table,
    )


def _assert_in_range(values: tuple[float, ...]) -> None:
    far = next((place for place, value in enumerate(values, 1) if not -LARGEST <= value <= LARGEST), None)
    if far is not None:
        raise InputError("value_out_of_range", place=far, most=f"{LARGEST:g}")


def _column(column: Table) -> Column:
    return Column(column.position, column.name, len(column.numbers))


def _checked(plan: Plan, chosen: Choices) -> list[Item]:
    """The cells of the column. Raises InputError on the first that is neither number nor gap."""
    items = plan.column.items
    odd = mixed_units(items)
    if odd is not None:
        raise of_another_unit(odd.cell)
    if plan.culprits and chosen.gaps is None:
        raise not_a_number(min(item.cell for item in plan.culprits))
    if len(plan.column.numbers) < LEAST and plan.found.words:
        raise not_a_number(plan.found.words[0].cell)
    return items


def _others(ranking: Ranked, values: tuple[float, ...]) -> Iterator[Other]:
    """The other tables, and the next best readings of this one, each with other values than those before."""
    found, seen = ranking.plans, [values]
    for place, plan in [*ranking.others, *((ranking.table, plan) for plan in found[1:])]:
        numbers, _ = in_one_unit(plan.column.items)
        known = tuple(value for value in numbers if value is not None)
        usable = plan.fits and not mixed_units(plan.column.items) and max(map(abs, known)) <= LARGEST
        if (place == ranking.table and plan.cost - found[0].cost > APART) or known in seen or not usable:
            continue
        seen.append(known)
        column = {} if plan.orientation == LIST else {"column": plan.column.position}
        choices = {"separator": plan.separator, "orientation": plan.orientation, "decimal": plan.marks.decimal}
        table = {} if place is None else {"table": place}
        yield Other(table | column | choices | {"thousands": plan.marks.thousands}, known[:FIRST])
        if len(seen) > MAX_OTHERS:
            return
