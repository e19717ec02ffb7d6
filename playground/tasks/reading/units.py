"""What the numbers of a column are counted in, and one unit for all of them."""

from collections.abc import Iterable, Sequence

from playground.tasks.reading.cells import Item
from playground.tasks.reading.number import is_currency
from playground.tasks.reading.vocabulary import DURATIONS, MAGNITUDES


def mixed_units(numbers: Sequence[Item]) -> Item | None:
    """The first cell whose unit is not that of the others. Money may stand beside some only, as in a ledger."""
    units = [item.number.unit for item in numbers if item.number]
    if len(set(units)) < 2 or _factors(units):
        return None
    named = [unit for unit in units if unit]
    if len(set(named)) == 1 and is_currency(named[0]):
        return None
    usual = max(dict.fromkeys(units), key=units.count)
    odd = [item for item in numbers if item.number and item.number.unit and item.number.unit != usual]
    return (odd or [item for item in numbers if item.number and item.number.unit != usual])[0]


def in_one_unit(items: Iterable[Item]) -> tuple[list[float | None], str]:
    """The value of each cell, None of a gap, and the unit: of 1.2M and 900K none, of 1 h and 5 min min."""
    numbers = [item.number for item in items]
    units = {one.unit for one in numbers if one}
    factors = _factors(units) if len(units) > 1 else None
    if factors:
        least = min(factors, key=factors.__getitem__)
        return [one and one.value * factors[one.unit] for one in numbers], least if least in DURATIONS else ""
    return [one and one.value for one in numbers], max(units, default="", key=len)


def _factors(units: Iterable[str]) -> dict[str, float] | None:
    """By what numbers of these units are multiplied to be of one; None where they are of different kinds."""
    if all(not unit or unit in MAGNITUDES for unit in units):
        return {unit: MAGNITUDES.get(unit, 1.0) for unit in units}
    if all(unit in DURATIONS for unit in units):
        least = min(DURATIONS[unit] for unit in units)
        return {unit: DURATIONS[unit] / least for unit in units}
    return None
