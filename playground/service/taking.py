"""What is taken away of a run as jobs: a script, the file of weights that it reads, the numbers as a file."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from playground.errors import InputError, quoted
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Check, Job
from playground.service.requests import Flag, PredictRequest, Text
from playground.service.service import checked, started, whole

if TYPE_CHECKING:
    from playground.run import Run
    from playground.scripts import Script


def _selection(value: Any) -> Any:
    from playground.explanation import read_selection

    return None if value is None else read_selection(value)


def _form(value: Any) -> str:
    from playground.saving import ENDINGS

    if not isinstance(value, str) or value not in ENDINGS:
        raise InputError("bad_ending", name=quoted(value), endings=", ".join(ENDINGS))
    return value


Chosen = Annotated[Any, BeforeValidator(_selection)]  # explanation.Selection, of a part of a quantity too, or None


class CodeRequest(PredictRequest):
    """A run, and what is selected in it, as a script."""

    selection: Chosen = None
    plain: Flag = False  # in PyTorch and safetensors alone


class ReportRequest(PredictRequest):
    """A run as a report, with what the page hands over beside it (playground/reports/handed.py)."""

    selection: Chosen = None
    name: Any = ""
    link: Any = ""
    picture: Any = None
    changed: Any = ()
    answers: Any = ()
    spoken: Text = "en"


class NumbersRequest(GradientsRequest):
    """The numbers of a run as a file."""

    form: Annotated[str, BeforeValidator(_form)]  # one of saving.ENDINGS
    selection: Chosen = None  # of csv
    gradients: Flag = False  # beside the values


def code(asked: CodeRequest) -> Job:
    """A job that gives {"code", "file": the name of the file of weights that it reads, or None}."""
    return _script(asked, lambda made: {"code": made.text, "file": made.file})


def weights(asked: CodeRequest) -> Job:
    """A job that gives the content of that file. Raises InputError where the script reads none."""

    def content(made: "Script") -> bytes:
        from playground import checkpoints
        from playground.scripts.weights import packed

        if made.file is None:
            raise InputError("code_without_file")
        return checkpoints.FOLDER.joinpath(made.file).read_bytes() if made.network is None else packed(made.network)

    return _script(asked, content)


def _script(asked: CodeRequest, told: Any) -> Job:
    def work(run: "Run", check: Check) -> Any:
        from playground.changes import read_changes
        from playground.scripts import script

        selections = () if asked.selection is None else (asked.selection,)
        stages, changes = tuple(checked(run, check)), read_changes(asked.changes)
        return told(script(run, stages, asked.value, asked.network, changes, selections, plain=asked.plain))

    def ready(run: "Run") -> Job:
        from playground.service.costs import WRITING, tracing

        return Job(lambda check: work(run, check), tracing(run, WRITING))

    return started(asked, ready)


def report(asked: ReportRequest, changes: dict[str, Any]) -> Job:
    """A job that gives a file to hand in (playground/reports); `changes` as they were sent."""
    from playground.reports.handed import read_handed

    handed = read_handed(asked.name, asked.link, asked.picture, asked.changed, asked.answers)

    def work(run: "Run", check: Check) -> bytes:
        from playground.reports import file_of_network, report_page

        file = file_of_network(asked.task, asked.network)
        made = report_page(whole(run, check), asked.value, asked.selection, changes, handed, file, asked.spoken)
        return made.encode()

    def ready(run: "Run") -> Job:
        from playground.service.costs import WRITING, tracing

        return Job(lambda check: work(run, check), tracing(run, WRITING))

    return started(asked, ready)


def numbers(asked: NumbersRequest) -> Job:
    """A job that gives the content of a file (playground/saving.py)."""

    def work(run: "Run", check: Check) -> bytes:
        from playground.descent import gradients_of
        from playground.saving import written

        if not asked.gradients:
            return written(whole(run, check), asked.form, asked.selection, check)
        found = gradients_of(run, asked.target, asked.loss, tuple(checked(run, check)), check)
        return written(found, asked.form, asked.selection, check)

    def ready(run: "Run") -> Job:
        from playground.service.costs import WRITING, tracing

        return Job(lambda check: work(run, check), tracing(run, WRITING))

    return started(asked, ready)
