"""Who is next of those who wait in one lane: in turn among addresses, then among the visitors of one address.

So neither many requests of one visitor nor many names at one address keep another waiting. What a turn costs counts,
as in start-time fair queueing (Goyal, Vin and Cheng 1997): whoever has just come is not before those who have been
waiting, and not after all that others have had before. What has begun goes on first, as it came: of several that are
halfway none would be done any sooner.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playground.service.lanes import Waiting


class Visitor(NamedTuple):
    """Who asks: where from, and under which name; a class has one address and a name for each page."""

    address: str = ""
    name: str = ""


NOBODY = Visitor()


class Rotation:
    """Whose turn it is, by what each has had so far. Of those that are not behind the others nothing is kept."""

    def __init__(self) -> None:
        self._now = 0.0
        self._had: dict[Hashable, float] = {}

    def first(self, keys: "Iterable[Any]") -> Any:
        """Of several the one that has had least, or of equals the one that is named first."""
        return min(keys, key=lambda key: max(self._now, self._had.get(key, 0.0)))

    def count(self, key: Hashable, cost: float) -> None:
        """It has had its turn."""
        self._now = max(self._now, self._had.get(key, 0.0))
        self._had[key] = self._now + cost
        self._had = {key: had for key, had in self._had.items() if had > self._now}


class Queue:
    """Those who wait in one lane."""

    def __init__(self) -> None:
        self._entries: list[Waiting] = []
        self._addresses = Rotation()
        self._visitors: dict[str, Rotation] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> "Iterator[Waiting]":
        return iter(self._entries)

    def add(self, entry: "Waiting") -> None:
        """Wait."""
        self._entries.append(entry)

    def take(self) -> "Waiting":
        """The next, who waits no more."""
        begun = [entry for entry in self._entries if entry.visit.has_begun]
        entry = min(begun, key=_came) if begun else self._new()
        self._entries.remove(entry)
        return entry

    def _new(self) -> "Waiting":
        """The next that has not begun; its turn counts."""
        entries = self._fresh(lambda _: True)
        address = self._addresses.first(dict.fromkeys(entry.visit.visitor.address for entry in entries))
        visitors = self._visitors.setdefault(address, Rotation())
        visitor = visitors.first(dict.fromkeys(entry.visit.visitor for entry in self.at(address)))
        entry = self.of(visitor)[0]
        self._addresses.count(address, entry.cost)
        visitors.count(visitor, entry.cost)
        for gone in self._visitors.keys() - {entry.visit.visitor.address for entry in entries}:
            del self._visitors[gone]
        return entry

    def before(self, entry: "Waiting") -> "list[Waiting]":
        """Those that will come before one that waits, as things stand: of each address as many as of its own."""
        own = entry.visit.visitor
        first = [one for one in self._entries if one.visit.has_begun and one is not entry]
        if entry.visit.has_begun:
            return [one for one in first if _came(one) < _came(entry)]
        new, here = self._fresh(lambda _: True), self.at(own.address)
        mine = _in_turn(here, lambda one: one.visit.visitor)
        at = mine.index(entry)
        others: Counter[str] = Counter()
        for one in new:
            address = one.visit.visitor.address
            if address != own.address and others[address] <= at:
                others[address] += 1
                first.append(one)
        return first + mine[:at]

    def most_crowded(self) -> str:
        """The address of which most wait."""
        counts = Counter(entry.visit.visitor.address for entry in self._entries)
        return max(counts, key=counts.__getitem__, default="")

    def of(self, visitor: Visitor) -> "list[Waiting]":
        """Those of one visitor that have not begun, in the order in which they came."""
        return self._fresh(lambda who: who == visitor)

    def at(self, address: str) -> "list[Waiting]":
        """The same of one address."""
        return self._fresh(lambda who: who.address == address)

    def _fresh(self, wanted: Callable[[Visitor], bool]) -> "list[Waiting]":
        found = (one for one in self._entries if not one.visit.has_begun and wanted(one.visit.visitor))
        return sorted(found, key=_came)

    def drop(self, gone: "Iterable[Waiting]") -> "list[Waiting]":
        """They wait no more."""
        gone = list(gone)
        self._entries = [entry for entry in self._entries if entry not in gone]
        return gone


def _came(entry: "Waiting") -> int:
    return entry.number


def _in_turn(entries: "list[Waiting]", key: Any) -> "list[Waiting]":
    """One of each, then a second of each, and so on; they came in this order."""
    rounds: Counter[Hashable] = Counter()
    placed = []
    for k, entry in enumerate(entries):
        placed.append((rounds[key(entry)], k, entry))
        rounds[key(entry)] += 1
    return [entry for _, _, entry in sorted(placed, key=lambda one: one[:2])]
