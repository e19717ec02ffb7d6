"""What can be asked for, as types that check what was sent: a page's JSON and a program's arguments alike.

A request that cannot be made raises InputError, which names the field and says what is accepted. Importing this does
not import torch; making a request may.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from playground.checks import listed, number, plain, whole
from playground.errors import InputError, quoted, unknown_names
from playground.tasks import TASKS

MOST = 1_000_000  # of what is counted: layers, units, steps
MOST_TERMS = 2_000  # of one sum

# The messages for what pydantic finds; what the readers below find they say themselves.
_CODES = {"missing": "missing_field", "bool_type": "bad_flag", "string_type": "bad_string"}


class Request(BaseModel):
    """A checked request. A field that it does not have is refused, for a slip of the pen would be ignored silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    other_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, /, **given: Any) -> None:
        """Raises InputError instead of pydantic's ValidationError."""
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise self._said(error.errors(include_url=False)) from error

    def _said(self, errors: list[ErrorDetails]) -> InputError:
        """In the words of playground/text: what is not known, for it may be what else is missing; or what is first."""
        unknown = [str(error["loc"][-1]) for error in errors if error["type"] == "extra_forbidden"]
        if not unknown:
            return _wrong(errors[0])
        accepted = [field.alias or name for name, field in type(self).model_fields.items()]
        return unknown_names(unknown, [*accepted, *self.other_names])


def _wrong(error: ErrorDetails) -> InputError:
    """One thing that pydantic found, in the words of playground/text."""
    found = error.get("ctx", {}).get("error")
    if isinstance(found, InputError):
        return found
    name = ".".join(map(str, error["loc"]))
    return InputError(_CODES.get(error["type"], "bad_field"), name=name, value=quoted(error["input"]))


def _one_name(given: Any) -> Any:
    """`architecture` is another name of `network`."""
    if "architecture" not in given:
        return given
    rest = {name: value for name, value in given.items() if name != "architecture"}
    network = rest.setdefault("network", given["architecture"])
    if network is not given["architecture"] and network != given["architecture"]:
        raise InputError("two_networks", network=quoted(network), architecture=quoted(given["architecture"]))
    return rest


def _task(value: Any) -> str:
    TASKS[value]  # raises
    return value


def _network(value: Any, info: ValidationInfo) -> str:
    """A name; whether there is such a network is known where networks are kept."""
    if not isinstance(value, str):
        names = TASKS[info.data.get("task", "digits")].networks
        raise InputError("unknown_network", name=quoted(value), names=", ".join(names))
    return value


def _changes(value: Any) -> Any:
    from playground.changes import read_changes

    return read_changes(value)


def _selection(value: Any) -> Any:
    from playground.explanation import read_selection

    return read_selection(value)


def _method(value: Any) -> str:
    from playground.attribution import METHODS

    if not isinstance(value, str) or value not in METHODS:
        raise InputError("unknown_method", name=quoted(value), names=", ".join(METHODS))
    return value


def _label(value: Any, info: ValidationInfo) -> str | None:
    task = info.data.get("task", "digits")
    labels = TASKS[task].labels
    if value is None or (isinstance(value, str) and value in labels):
        return value
    if not labels:
        raise InputError("no_labels", task=task)
    raise InputError("unknown_label", name=quoted(value), names=", ".join(labels))


def _whole(value: Any, info: ValidationInfo) -> int:
    read = whole(value, 0, MOST)
    if read is None:
        raise InputError("bad_whole", name=info.field_name, value=quoted(value), most=MOST)
    return read


def _wholes(value: Any, info: ValidationInfo) -> tuple[int, ...]:
    entries = listed(value)
    read = [whole(entry, 0, MOST) for entry in entries or ()]
    if entries is None or None in read:
        raise InputError("bad_wholes", name=info.field_name, most=MOST)
    return tuple(entry for entry in read if entry is not None)


def _terms(value: Any) -> int:
    read = whole(value, 1, MOST_TERMS)
    if read is None:
        raise InputError("bad_whole", name="terms", value=quoted(value), most=MOST_TERMS)
    return read


def _threshold(value: Any) -> float:
    from playground.similar import MAX_THRESHOLD

    read = number(value, -MAX_THRESHOLD, MAX_THRESHOLD)
    if read is None:
        raise InputError("bad_threshold", value=quoted(value), most=int(MAX_THRESHOLD))
    return float(read)


def _length(value: Any) -> int:
    from playground.tasks.task import MAX_STEPS

    read = whole(value, 1, MAX_STEPS)
    if read is None:
        raise InputError("bad_length", value=quoted(value), most=MAX_STEPS)
    return read


Flag = Annotated[bool, Strict(), BeforeValidator(plain)]
Text = Annotated[str, Strict()]
Whole = Annotated[int, BeforeValidator(_whole)]
TaskName = Annotated[str, BeforeValidator(_task)]
NetworkName = Annotated[str, BeforeValidator(_network)]
ReadChanges = Annotated[Any, BeforeValidator(_changes)]  # changes.Changes, as read_changes takes them


class NetworkRequest(Request):
    """A network of a task, with or without changes."""

    other_names = ("architecture",)
    task: TaskName = "digits"
    network: NetworkName = "cnn"
    changes: ReadChanges = None

    def __init__(self, /, **given: Any) -> None:
        super().__init__(**_one_name(given))


class PredictRequest(NetworkRequest):
    """The answer of a network to an input."""

    model_config = ConfigDict(populate_by_name=True)

    value: Any = Field(default=None, alias="input")  # whatever the task's encode takes


class TraceRequest(PredictRequest):
    """Every stage on the way to that answer."""

    exact: Flag = False  # every value as float32
    preview: Flag = False  # coarse, while the pen moves; turned away where others wait


class EdgesRequest(PredictRequest):
    """What each source adds to each node of every layer."""

    units: Flag = False  # by way of a flatten value by value, not map by map


class ExplainRequest(PredictRequest):
    """One value of a trace as an equation."""

    selection: Annotated[Any, BeforeValidator(_selection), Field(validate_default=True)] = None  # explain.Selection
    terms: Annotated[int, BeforeValidator(_terms)] = 12  # products of each sum that are told one by one


class AttributeRequest(PredictRequest):
    """What each part of an input did to the answer, or to one class."""

    method: Annotated[str, BeforeValidator(_method)] = "integrated_gradients"
    label: Annotated[str | None, BeforeValidator(_label)] = None


class SimilarRequest(NetworkRequest):
    """Where in the example set the same units are on: the fields of similar.Query."""

    layer: Whole
    direction: Whole
    quantity: Text
    units: Annotated[tuple[int, ...], BeforeValidator(_wholes)]
    threshold: Annotated[float, BeforeValidator(_threshold)]
    length: Annotated[int, BeforeValidator(_length)]
    below: Flag = False
    before: Flag = False
    after: Flag = False


class ExcitingRequest(NetworkRequest):
    """Which inputs of the example set a unit or a map answers most strongly to: the fields of exciting.Query."""

    layer: Whole
    unit: Whole


class WeightsRequest(NetworkRequest):
    """The weights and biases of a layer, or of one of its units."""

    layer: Whole
    unit: Annotated[int | None, BeforeValidator(lambda value, info: None if value is None else _whole(value, info))] = (
        None
    )


class LabRequest(Request):
    """A convolution of a grid by kernels, as lab.setting takes them."""

    model_config = ConfigDict(populate_by_name=True)

    grid: Any = Field(default=None, alias="input")
    kernels: Any = None
    bias: Any = None
    stride: Any = (1, 1)
    padding: Any = (0, 0)
    dilation: Any = (1, 1)
    relu: Flag = False
    pooling: Any = "none"
