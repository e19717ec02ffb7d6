"""Who is next of those who wait in one lane: in turn among addresses, then among the visitors of one address.

So neither many requests of one visitor nor many names at one address keep another waiting. What a turn costs counts,
by a clock that goes on as if all who wait were served at once, each with an equal share (Demers, Keshav and Shenker
1989): whoever comes anew is not put behind for what others had before, and is before those who had their turn a moment
ago, but not for longer than a turn of everybody takes. What has begun goes on first, as it came: of several that are
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
        self._due: dict[Hashable, float] = {}  # of those who wait

    def enter(self, key: Hashable) -> None:
        """It waits, and has not waited before."""
        self._due[key] = max(self._now, self._had.get(key, 0.0))

    def first(self, keys: "Iterable[Any]") -> Any:
        """Of all that wait the one whose turn is due first, or of equals the one that is named first."""
        self._due = {key: self._due[key] for key in keys}
        return min(self._due, key=self._due.__getitem__)

    def count(self, key: Hashable, cost: float) -> None:
        """It has had its turn, being one of those that waited."""
        since = self._due[key]
        self._had[key] = self._due[key] = since + cost
        self._now = max(since, self._now + cost / len(self._due))
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
        visitor = entry.visit.visitor
        if not entry.visit.has_begun:
            if not self.at(visitor.address):
                self._addresses.enter(visitor.address)
                self._visitors[visitor.address] = Rotation()
            if not self.of(visitor):
                self._visitors[visitor.address].enter(visitor)
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
        addresses = dict.fromkeys(entry.visit.visitor.address for entry in entries)
        address = self._addresses.first(addresses)
        visitors = self._visitors[address]
        visitor = visitors.first(dict.fromkeys(entry.visit.visitor for entry in self.at(address)))
        entry = self.of(visitor)[0]
        self._addresses.count(address, entry.cost)
        visitors.count(visitor, entry.cost)
        self._visitors = {address: self._visitors[address] for address in addresses}
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

    def place(self, visitor: Visitor) -> int:
        """How many turns at most would come before that of one who came now, as addresses and visitors take turns."""
        visitors = {entry.visit.visitor for entry in self._entries} | {visitor}
        here = sum(one.address == visitor.address for one in visitors) * (1 + len(self.of(visitor)))
        addresses = len({one.address for one in visitors})
        return min(len(self), addresses * min(here, len(self.at(visitor.address))))

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
