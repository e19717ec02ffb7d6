"""One value of a run as an explanation: its equation with the numbers in it, read off the tree of its parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from playground.equations.cell import MOST, Cell, Source, Sum, Term, added
from playground.equations.written import at, bracketed, plus, significant
from playground.explanation.selection import Selection
from playground.stages.walk import Moment


@dataclass(frozen=True)
class Step:
    """An intermediate result. `name` is a key of explain.steps in playground/text."""

    name: str
    symbol: str
    value: float


@dataclass(frozen=True)
class Explanation:
    """How one value came about. `result` is computed from the parts told here, `value` is the traced one."""

    kind: str  # a key of explain.kinds in playground/text, where it is a known one
    role: str  # of the quantity: gate, candidate, state, maps, ...
    symbol: str  # of the quantity
    selection: Selection
    symbols: tuple[str, ...]  # the equation, in one line or more
    numbers: tuple[str, ...]  # the same lines with this value's numbers
    sums: tuple[Sum, ...]
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    result: float
    value: float
    torch: str  # an expression that gives the value, of `torch`, `model` and the names in `where`
    where: tuple[tuple[str, str], ...]  # what those names are: expressions of `torch`, `stages` and `state`
    notes: tuple[str, ...] = ()  # keys of explain.notes in playground/text
    window: tuple[tuple[int, int], ...] | None = None  # rows and columns under a kernel, with the padding
    field: Source | None = None  # of maps: all pixels of the input that the value can depend on


@dataclass(eq=False)
class Lines:
    """The lines of an equation, the innermost first, with all that is told on the way."""

    index: tuple[int, ...]
    lesser: str = "part"  # the step of a function inside of 1 −
    most: int = MOST  # products of a sum that are told one by one
    symbols: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def line(self, name: str, cell: Cell, traced: float | None = None) -> None:
        """`name` = what the cell is; at the end stands the traced value, where there is one."""
        chain = [cell.written, *self._results(cell), significant(cell.value if traced is None else traced)]
        distinct = [text for k, text in enumerate(chain) if k == 0 or text != chain[k - 1]]
        self.symbols.append(name if cell.symbol == name else f"{name} = {cell.symbol}")
        self.numbers.append(f"{name} = {' = '.join(distinct)}")

    def _results(self, cell: Cell) -> Iterable[str]:
        """The same with each part worked out."""
        if cell.operation == "sum":
            yield plus(significant(part.value) for part in cell.parts)
        if cell.operation == "product" and any(part.operation == "function" for part in cell.parts):
            yield f"{significant(cell.parts[0].value)} · {bracketed(cell.parts[1].value)}"

    def named(self, name: str, cell: Cell, step: str) -> Cell:
        """The cell as a letter, which gets a line of its own."""
        cell = self.inside(cell)
        self.line(name, cell)
        self.steps.append(Step(step, name, cell.value))
        return replace(cell.named(name, ""), sources=(), parts=())

    def inside(self, cell: Cell) -> Cell:
        """The cell with its inner sums as letters."""
        match cell.operation:
            case "function" | "less":
                return self._of_one(cell)
            case "product":
                return self._product(cell)
            case "sum" if all(_of_two_values(part) for part in cell.parts):
                return self._mixed(cell)
            case "sum":
                whole = replace(added([self.inside(part) for part in cell.parts]), notes=cell.notes)
                for part in whole.parts:
                    if part.operation == "product":
                        self.steps.append(Step("gated_part", part.symbol, part.value))
                return whole
        if cell.sum is not None:
            again = cell.weighted if self.most != MOST else None
            self.sums.append(again.told(cell.sum.symbol, self.most) if again else cell.sum)
        for part in cell.parts if cell.operation in ("softmax", "pooling") else ():
            self.inside(part)
        if cell.step:
            self.steps.append(Step(cell.step, cell.symbol, cell.value))
        return cell

    def _of_one(self, cell: Cell) -> Cell:
        (inner,) = cell.parts
        if inner.operation in ("sum", "weighted"):
            inner = self.named(inner.letter or at("s", self.index), inner, "pre_activation")
        else:
            inner = self.inside(inner)
            if inner.operation == "function":
                self.steps.append(Step(self.lesser, inner.symbol, inner.value))
        numbers = cell.form.format(inner.written)
        return replace(cell, parts=(inner,), symbol=cell.form.format(inner.symbol), numbers=numbers)

    def _product(self, cell: Cell) -> Cell:
        parts = []
        for part in cell.parts:
            inner = part.operation == "sum"
            parts.append(self.named(at("q", self.index), part, "state_part") if inner else self.inside(part))
            if parts[-1].operation == "function":
                self.steps.append(Step("squashed", parts[-1].symbol, parts[-1].value))
        a, b = parts
        symbol = " · ".join(f"({part.symbol})" if part.operation == "less" else part.symbol for part in parts)
        numbers = " · ".join(
            bracketed(part.value) if k and part.operation != "function" else part.written
            for k, part in enumerate((replace(a, numbers="") if a.operation == "less" else a, b))
        )
        return replace(cell, parts=(a, b), symbol=symbol, numbers=numbers)

    def _mixed(self, cell: Cell) -> Cell:
        """A sum of products of two values each, such as f · c′ + i · g, whose terms are those products."""
        terms, parts = [], []
        for part in cell.parts:
            a, b = part.parts
            kept = any(source.role == "state" for inner in part.walk() for source in inner.sources)
            self.steps.append(Step("kept" if kept else "written", part.symbol, part.value))
            terms.append(Term(b.symbol, self.index, a.value, b.value, part.value))
            parts.append(replace(part, numbers=f"{significant(a.value)} · {bracketed(b.value)}"))
        terms.sort(key=lambda term: -abs(term.product))
        self.sums.append(Sum(cell.symbol, tuple(terms), 0, 0.0, 0, cell.value))
        return replace(added(parts), notes=cell.notes)


def _of_two_values(cell: Cell) -> bool:
    """Whether it is a product of two values of the run, or of one minus such a value."""
    simple = [inner.operation == "value" or [i.operation for i in inner.parts] == ["value"] for inner in cell.parts]
    return cell.operation == "product" and len(simple) == 2 and all(simple)


def card(
    moment: Moment, selection: Selection, cell: Cell, kind: str, field: Source | None, most: int = MOST
) -> Explanation:
    """The explanation of a value, from the tree of its parts; `most` products of each sum are told one by one."""
    declared = moment.declared[selection.quantity]
    letter = cell.symbol if declared.role == "input" else at(declared.symbol or "v", selection.index)
    notes = list(dict.fromkeys([note for part in cell.walk() for note in part.notes] + [*declared.notes]))
    lines = Lines(selection.index, "pytorch_z" if "update" in notes else "part", most)
    value = float(getattr(moment.stage, selection.quantity)[selection.index])
    lines.line(letter, lines.inside(cell), value)
    if not (lines.steps and lines.steps[-1].symbol == letter):
        lines.steps.append(Step(_last(cell, declared.role), letter, cell.value))
    biases = [step.name for step in lines.steps if step.name in ("input_bias", "state_bias")]
    if len(biases) == 2:
        apart = any(step.name == "state_part" for step in lines.steps)
        notes.append("two_biases_apart" if apart else "two_biases")
    return Explanation(
        kind=kind,
        role=declared.role,
        symbol=declared.symbol,
        selection=selection,
        symbols=tuple(lines.symbols),
        numbers=tuple(lines.numbers),
        sums=tuple(lines.sums),
        steps=tuple(lines.steps),
        sources=tuple(dict.fromkeys(source for part in cell.walk() for source in part.sources)),
        result=cell.value,
        value=value,
        torch=cell.torch,
        where=tuple(dict.fromkeys(name for part in cell.walk() for name in part.names)),
        notes=tuple(notes),
        window=next((part.window for part in cell.walk() if part.window), None),
        field=field,
    )


def _last(cell: Cell, role: str) -> str:
    """The name of the last step."""
    if cell.operation in ("function", "less"):
        return "activation"
    if cell.operation == "softmax":
        return "probability"
    if cell.operation == "product":
        return "product"
    named = {"logits": "logit", "pre_activation": "pre_activation", "maps": "pre_activation"}
    return named.get(role, "result") if cell.operation in ("sum", "weighted") else "copied"
