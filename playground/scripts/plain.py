"""A run as a script of plain PyTorch: its weights and its input, and then what the declared equations say."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import torch

from playground.equations.written import factor
from playground.explanation import Selection
from playground.explanation.selection import in_all_steps, located
from playground.run import Run
from playground.scripts.literal import listed, statements
from playground.scripts.weights import Weights
from playground.scripts.writing import SEEN, Names, Writing, unknown, weight
from playground.stages import Input, Key, RecurrentStep, Stage, StepOutput, key_of, quantities, results, states_before
from playground.stages.parts import affines
from playground.stages.walk import Walk
from playground.tasks import TASKS

_RESERVED = ("w", "t", "F", SEEN, "window", "there", "torch", "labels", "probabilities", "here", "file")
_LONG = "torch.nn.functional."
_IMPORTS = ("from pathlib import Path", "", "import torch", "from safetensors.torch import load_file")


class Plain:
    """The lines of one run and of what is selected in it. Raises InputError where a layer cannot be written."""

    def __init__(self, run: Run, walk: Walk, selections: Sequence[Selection], weights: Weights) -> None:
        self.run, self.walk, self.weights = run, walk, weights
        self.selections = [(one, located(walk, one)) for one in selections]

    def text(self) -> str:
        """The whole script."""
        printed = [line for one in self.selections for line in self._selected(*one)]
        made = "\n".join([*self._made(), *self._answered(), *printed])
        functional = "from torch.nn import functional as F\n" if _LONG in made else ""
        return "\n".join([*_IMPORTS, functional, *self._weights(), made]).replace(_LONG, "F.") + "\n"

    # Which layers there are to be written, and by which names.

    @cached_property
    def positions(self) -> dict[Key, list[int]]:
        """Of each layer that is needed its stages, in the order in which they happen."""
        found: dict[Key, list[int]] = {}
        for position, stage in enumerate(self.walk.stages):
            found.setdefault(key_of(stage), []).append(position)
        waiting, needed = [Key("Output"), *(key_of(self.walk.stages[of[0]]) for _, of in self.selections)], set()
        if self.goes_on:
            waiting.append(Key("StepOutput"))
        while waiting:
            key = waiting.pop()
            if key not in needed:
                needed.add(key)
                layer = self.walk.layer(found[key][0])
                refs = [ref for refs in layer.inputs.values() for ref in refs]
                refs += [ref.otherwise for ref in refs if ref.otherwise is not None]
                waiting += [one for ref in refs if (one := Key(ref.kind, ref.layer, ref.direction)) in found]
        return {key: places for key, places in found.items() if key in needed}

    @cached_property
    def goes_on(self) -> bool:
        """Whether a step is selected that comes after the last of the input."""
        return any(self._time(k) > self.last for _, of in self.selections for k in of)

    @cached_property
    def last(self) -> int:
        """The time of the last step of the input; only what tells its guesses step by step can go on by itself."""
        guesses = any(isinstance(stage, StepOutput) for stage in self.walk.stages)
        return self.walk.last if guesses else len(self.walk.stages)

    def _time(self, position: int) -> int:
        return getattr(self.walk.stages[position], "t", -1)

    @cached_property
    def names(self) -> Names:
        """The symbol of each quantity; with a number where several layers have the same."""
        made = [(key, name) for key, places in self.positions.items() for name in results(self._kind(places))]
        symbols = {one: self._symbol(*one) for one in made}
        counts, numbered, names = Counter(symbols.values()), Counter(), {}
        for one, symbol in symbols.items():
            numbered[symbol] += 1
            names[one] = f"{symbol}{numbered[symbol]}" if counts[symbol] > 1 else symbol
        return names

    def _kind(self, positions: list[int]) -> type[Stage]:
        return type(self.walk.stages[positions[0]])

    def _symbol(self, key: Key, name: str) -> str:
        symbol = quantities(self._kind(self.positions[key]))[name].symbol
        return symbol if symbol.isidentifier() and symbol not in _RESERVED else name

    # The lines.

    def _weights(self) -> Iterator[str]:
        yield from ("here = Path(__file__).parent", f"file = here / {json.dumps(self.weights.file)}")
        if self.weights.network is not None:
            yield "# No file of the playground has these weights: the page's button beside this script saves them, or"
            yield "# playground.save(trace.run.network, file.name), where trace is what playground.inspect gives."
        yield 'w = load_file(file if file.exists() else here / "checkpoints" / file.name)'
        yield from self.weights.lines

    def _made(self) -> Iterator[str]:
        """All layers at the steps of the input, and those after it step by step."""
        for key, places in self.positions.items():
            stage = self.walk.stages[places[0]]
            if isinstance(stage, Input):
                yield from ("", "# what the network reads", *statements(self.names[key, "values"], stage.values))
                continue
            shapes = ", ".join(f"{name} {tuple(getattr(stage, name).shape)}" for name in results(type(stage)))
            module = " ".join(self.walk.layer(places[0]).module.split())
            yield from ("", f"# {key.kind}{module and f', {module}'}: {shapes}")
            given = [place for place in places if self._time(place) <= self.last]
            yield from self._steps(key, given) if hasattr(stage, "t") else self._lines(key, given[0])
        if self.goes_on:
            yield from self._on()

    def _steps(self, key: Key, places: list[int]) -> Iterator[str]:
        """The time steps of a layer in a loop."""
        kind, names = self._kind(places), [self.names[key, name] for name in results(self._kind(places))]
        yield from self._parts(key)[0]
        yield f"{', '.join(names)} = " + ("{}" if len(names) == 1 else f"({{}} for _ in range({len(names)}))")
        first, last = self._time(places[0]), self._time(places[-1])
        back = hasattr(self.walk.stages[places[0]], "direction") and first > last
        for name in states_before(kind):
            yield f"{self.names[key, name]}[{first + 1 if back else first - 1}] = {self._begin(places[0], name)}"
        yield f"for t in {f'range({first}, {last - 1}, -1)' if back else _range(first, last)}:"
        yield from (f"    {line}" for line in self._lines(key, places[0]))

    def _begin(self, position: int, state: str) -> str:
        """What a layer begins with."""
        moment = self.walk.at(position, state)
        if f"{state}′" in moment.layer.inputs:
            return Writing(moment, self.names).given(f"{state}′").name
        return f"torch.zeros({getattr(moment.stage, state).numel()})"

    def _lines(self, key: Key, position: int) -> Iterator[str]:
        """What a stage makes, quantity by quantity."""
        stage = self.walk.stages[position]
        for name in results(type(stage)):
            equation = self.walk.equation(position, name)
            if equation is None:
                raise unknown(key)
            writing = Writing(self.walk.at(position, name), self.names)
            line = equation.line(writing)
            for part, letter in self._parts(key)[1].items():
                line = line.replace(part, letter)
            yield f"{writing.at(self.names[key, name], stage, 't')} = {line}"

    def _parts(self, key: Key) -> tuple[list[str], dict[str, str]]:
        """The weights of a recurrent layer by the letters of its equations: lines that name them, and what they are."""
        position = self.positions[key][0]
        kind, layer = self._kind([position]), self.walk.layer(position)
        letters: dict[str, dict[int, str]] = {}
        for name, what in quantities(kind).items() if issubclass(kind, RecurrentStep) else ():
            for piece in affines(self.walk.equation(position, name)):
                for role, letter in zip((piece.weight, piece.bias), piece.letters, strict=True):  # type: ignore[union-attr]
                    if role in layer.parameters:
                        letters.setdefault(role, {})[piece.block] = f"{letter}_{what.symbol}"  # type: ignore[union-attr]
        lines, parts, blocks = [], {}, layer.settings.get("blocks", 1)
        for role, known in letters.items():
            whole, chunks = weight(layer.parameters[role]), f".chunk({blocks})" if blocks > 1 else ""
            lines.append(f"{', '.join(known.get(block, '_') for block in range(blocks))} = {whole}{chunks}")
            parts |= {f"{whole}{chunks and f'{chunks}[{block}]'}": letter for block, letter in known.items()}
        return lines, parts

    def _on(self) -> Iterator[str]:
        """What a network makes of its own output, step after step."""
        after = {key: [k for k in places if self._time(k) > self.last] for key, places in self.positions.items()}
        lines = [line for key, places in after.items() if places for line in self._lines(key, places[0])]
        said = f"{self.names[Key('StepOutput'), 'logits']}[t - 1]"
        before, each = TASKS[self.run.task].going_on(self.run.encoded, said)
        if not any(SEEN in line for line in lines):
            before, each = [], []
        end = 1 + max(self._time(k) for places in after.values() for k in places)
        yield from ("", "# it goes on by itself", *before, f"for t in range({self.last + 1}, {end}):")
        yield from (f"    {line}" for line in [*each, *lines])

    def _answered(self) -> Iterator[str]:
        (output,) = self.positions[Key("Output")]
        y = self.names[Key("Output"), "logits"]
        if self.run.labels:
            labels = listed([repr(label) for label in self.run.labels])
            shares = self._value(output, "probabilities", "")
            yield from ("", f"labels = {labels}", f"probabilities = {shares}")
            yield "print(labels[int(probabilities.argmax())], probabilities.max().item())"
            return
        # The answer in the unit of the input is a straight line of the output.
        at_0, at_1 = (float(self.run.answer(torch.full((1,), float(k), dtype=torch.float64))) for k in (0, 1))
        yield from ("", f"print({at_0!r} + {at_1 - at_0!r} * {y}.item())")

    def _selected(self, selection: Selection, positions: tuple[int, ...]) -> Iterator[str]:
        first, last = positions[0], positions[-1]
        quantity, index = selection.quantity, [str(i) for i in selection.index]
        if in_all_steps(self.walk, selection):
            index = [":", *index] if index else []
            times = _range(self._time(first), self._time(last))
            value = f"torch.stack([{self._value(first, quantity, 't')} for t in {times}])"
        else:
            value = self._value(first, quantity, str(self._time(first)))
        layer = " ".join(str(part) for part in key_of(self.walk.stages[first]) if part is not None)
        place = f"[{', '.join(index)}]" if index else ""
        yield from ("", f"# {quantity} of {layer}", f"print({factor(value)}{place}.tolist())")

    def _value(self, position: int, quantity: str, t: str) -> str:
        """A quantity of a stage, at a time step where it has them; one that is derived as it is made."""
        stage = self.walk.stages[position]
        writing = Writing(self.walk.at(position, quantity), self.names, t)
        if quantity in type(stage).derived:
            return quantities(type(stage))[quantity].equation.line(writing)  # type: ignore[union-attr]
        return writing.at(self.names[key_of(stage), quantity], stage, t)


def _range(first: int, last: int) -> str:
    return f"range({first}, {last + 1})" if first else f"range({last + 1})"
