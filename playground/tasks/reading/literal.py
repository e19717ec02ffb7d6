"""Lists and tables as programs write them: JSON, what Python prints of lists, dictionaries, arrays and tensors."""

import re
from typing import Any, NamedTuple

from playground.tasks.reading.number import Marks, is_gap, number
from playground.tasks.reading.vocabulary import ELIDED

MAX_DEPTH = 8
_SCALAR = re.compile(r"\b(?:np\.|numpy\.|torch\.)?(?:float|int|uint)\d+\(([^()\[\]\s]*)\)")
_DECIMAL = re.compile(r"\bDecimal\(['\"]([^'\"()]*)['\"]\)")
_TENSOR = re.compile(r"\btensor\(([^()\[\],\s]+)(?:,\s*\w+=[^()\[\],]*)*\)")
_NAMES = (
    r"(?:np\.|numpy\.|torch\.|jnp\.|pd\.)?"
    r"(?:tensor|Tensor|array|Array|asarray|Series|Index|FloatTensor|deque|list|tuple|set)"
)
_OPEN = re.compile(rf"(?:\b\w+\s*=\s*)?\b{_NAMES}\(\s*(?=[\[(])|^\s*[^\W\d]\w*\s*=\s*(?=[\[({{])")
_CLOSE = re.compile(r"(?<=[\])])(?:,?\s*\w+\s*=\s*(?:torch\.|np\.)?(?:'[^'\n]*'|<[^>\n]*>|\([^()]*\)|[\w.:]+))*,?\s*\)")
_OF_R = re.compile(r"\s*(?:[\w.]+\s*(?:<-|=)\s*)?c\(([^()]*)\)\s*")
_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<mark>[\[\](){},:])|(?P<line>\n)|(?P<word>[^\s\[\](){},:"']+)"""
)
# What stands before a list: "y": [1, 2]; const y = [1, 2]; Out[3]: [1, 2]; and the line that asked for it.
_ASSIGNED = re.compile(
    r"""(?:(?:>>>|In\ \[\d+\]:).*\n\s*)?
    (?:[^\W\d_][^\n=:]{0,60}=\s*(?=[\[({])
    | (?:"[^"\n]{1,40}"|'[^'\n]{1,40}'|[^\W\d_][\w\ \[\]]{0,40}):\s*(?=[\[{]))?""",
    re.VERBOSE,
)
_CLOSES = {"]": "[", ")": "(", "}": "{"}


class Cell(NamedTuple):
    """One entry of a text, and where it stands: line and entry from 1."""

    line: int
    entry: int
    text: str


class Literal(NamedTuple):
    """The rows of what a program wrote; `certain` when its numbers can only be read in one way."""

    rows: list[list[Cell]]
    certain: bool


def unwrapped(text: str) -> str:
    """The text without what Python or R writes around numbers: np.float64(1.5), tensor([1.5]), x <- c(1.5)."""
    if "(" not in text and "=" not in text:
        return text
    if vector := _OF_R.fullmatch(text):
        return f"[{vector[1]}]"
    for pattern in (_SCALAR, _DECIMAL, _TENSOR):
        text = pattern.sub(r"\1", text)
    opened = _OPEN.sub("", text)
    return _CLOSE.sub("", opened) if opened.count("(") < opened.count(")") else opened


def literal(text: str) -> Literal | None:
    """What a text says that is one list or dictionary from its first character to its last; None if it is none."""
    text = text.strip(" \n\t;,")
    text = text[_ASSIGNED.match(text).end() :]  # type: ignore[union-attr]
    if text.startswith("{") and re.search(r"\}\s*\n\s*\{", text):  # an object in each line
        text = "[" + re.sub(r"\}\s*\n\s*\{", "},\n{", text) + "]"
    if text[:1] not in ("[", "(", "{") or text[-1] not in "])}":
        return None
    tree = _tree(text)
    return None if tree is None else Literal(_rows(tree), not _Leaf.quoted_in(tree))


class _Leaf(NamedTuple):
    line: int
    text: str
    quoted: bool

    @staticmethod
    def quoted_in(tree: Any) -> bool:
        """Whether a text in quotes with a digit in it is among the leaves."""
        if isinstance(tree, _Leaf):
            return tree.quoted and any(map(str.isdecimal, tree.text))
        return any(map(_Leaf.quoted_in, tree.values() if isinstance(tree, dict) else tree))


def _tree(text: str) -> Any:
    """Lists and dictionaries of leaves; None where the text is none of these."""
    line = 1
    stack: list[tuple[str, list[Any], list[_Leaf]]] = [("", [], [])]  # the bracket, its entries, its keys
    before = ""
    end = 0
    for found in _TOKEN.finditer(text):
        if text[end : found.start()].strip():
            return None
        end, token = found.end(), found[0]
        mark, entries, keys = stack[-1]
        if found["line"]:
            line += 1
            continue
        if found["mark"]:
            if token in "[({":
                stack.append((token, [], []))
            elif token in "])}":
                if _CLOSES[token] != mark or len(keys) not in (0, len(entries)):
                    return None
                stack.pop()
                stack[-1][1].append(_made(entries, keys))
            elif token == ":" and mark == "{" and len(entries) == len(keys) + 1 and isinstance(entries[-1], _Leaf):
                keys.append(entries.pop())
            elif token == ":":
                return None
            elif before == ",":
                entries.append(_Leaf(line, "", quoted=False))
        else:
            quoted = bool(found["text"])
            word = token[1:-1] if quoted else token
            if not quoted and not (number(word, Marks()) or is_gap(word) or word in ELIDED or (mark == "{")):
                return None
            entries.append(_Leaf(line, word.strip(), quoted))
        before = token
        if len(stack) > MAX_DEPTH or not stack:
            return None
    return stack[0][1][0] if len(stack) == 1 and len(stack[0][1]) == 1 and not text[end:].strip() else None


def _made(entries: list[Any], keys: list[_Leaf]) -> Any:
    return dict(zip(keys, entries, strict=True)) if keys else entries


def _rows(tree: Any) -> list[list[Cell]]:
    """The rows of a tree, those of dictionaries with a heading or a label."""
    while isinstance(tree, list) and len(tree) == 1 and isinstance(tree[0], list):
        tree = tree[0]
    if isinstance(tree, dict):
        return _of_dictionary(tree)
    if tree and all(isinstance(entry, dict) for entry in tree):
        names = list(dict.fromkeys(key.text for row in tree for key in row))
        heading = [Cell(next(iter(tree[0])).line, n, name) for n, name in enumerate(names, 1)]
        rows = [{key.text: entry for key, entry in row.items()} for row in tree]
        return [heading, *([_cell(row.get(name), n) for n, name in enumerate(names, 1)] for row in rows)]
    if not any(isinstance(entry, list | dict) for entry in tree):
        return [_row(tree)]
    return [_row(_flat(entry)) for entry in tree]


def _of_dictionary(tree: dict[_Leaf, Any]) -> list[list[Cell]]:
    """{name: list} and {name: {label: number}} are columns; {label: number} is a row for each label."""
    lists = {key: entry for key, entry in tree.items() if not isinstance(entry, _Leaf)}
    if not lists:
        return [[_cell(key, 1), _cell(entry, 2)] for key, entry in tree.items()]
    columns = [[key, *_flat(entry)] for key, entry in lists.items()]
    first = next(iter(lists.values()))
    if isinstance(first, dict):
        columns.insert(0, [_Leaf(1, "", quoted=False), *first])
    most = max(map(len, columns))
    return [
        [_cell(column[n] if n < len(column) else None, k) for k, column in enumerate(columns, 1)] for n in range(most)
    ]


def _row(leaves: list[Any]) -> list[Cell]:
    return [_cell(leaf, n) for n, leaf in enumerate(leaves, 1)]


def _cell(leaf: Any, entry: int) -> Cell:
    leaf = leaf if isinstance(leaf, _Leaf) else (_flat(leaf) or [None])[0]
    return Cell(leaf.line, entry, leaf.text) if leaf is not None else Cell(1, entry, "")


def _flat(tree: Any) -> list[_Leaf]:
    if tree is None or isinstance(tree, _Leaf):
        return [] if tree is None else [tree]
    return [leaf for entry in (tree.values() if isinstance(tree, dict) else tree) for leaf in _flat(entry)]
