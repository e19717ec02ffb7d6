"""What there is to read of networks and of the guide, as Markdown for programs that read."""

from collections.abc import Mapping

from playground import checkpoints
from playground.errors import InputError, quoted
from playground.facts import known_networks
from playground.story import SECTIONS, story
from playground.tasks import TASKS
from playground.text import LANGUAGES, text


def networks() -> str:
    """Every task with its labels, and its networks with parameters and scores."""
    known, _ = known_networks()
    parts = []
    for task in TASKS:
        labels = ", ".join(TASKS[task].labels) or "the answer is a number"
        rows = [
            f"- {name}: {facts['parameters']:,} parameters"
            + "".join(f"; {score} {value:.2f}" for score, value in facts["scores"].items())
            for (of, name), facts in known.items()
            if of == task
        ]
        parts.append("\n".join([f"## {task}", f"Labels: {labels}", *rows]))
    return "\n\n".join(parts) + "\n"


def card(task: str) -> str:
    """The section of a task in checkpoints/README.md. Raises InputError when there is no such task."""
    TASKS[task]  # raises
    whole = (checkpoints.FOLDER / "README.md").read_text(encoding="utf-8")
    for part in whole.split("\n## ")[1:]:
        if task in part.partition("\n")[0].replace(",", " ").replace(":", " ").split():
            return f"## {part.strip()}\n"
    raise InputError("unknown_task", name=quoted(task), names=", ".join(TASKS))


def guide() -> str:
    """The sections of the guide: the name of each, and its title in every language."""
    rows = (f"- {name}: " + " / ".join(text(f"story.{name}.title", one) for one in LANGUAGES) for name in SECTIONS)
    return "\n".join([f"# {text('story.title')}", "", *rows]) + "\n"


def section(language: str, name: str, equations: Mapping[str, str]) -> str:
    """One section of the guide with its equations; tables and buttons are the page's.

    Raises InputError when there is no such section or language.
    """
    if language not in LANGUAGES or name not in SECTIONS:
        asked, there = f"{quoted(language)}/{quoted(name)}", ", ".join(SECTIONS)
        raise InputError("no_section", name=asked, names=there, languages=", ".join(LANGUAGES))
    values = {
        key: f"{value:,}" if isinstance(value, int | float) else value for key, value in story()["values"].items()
    }
    parts = [f"# {text(f'story.{name}.title', language)}"]
    for entry in SECTIONS[name].split():
        mark, key = (entry[0], entry[1:]) if entry[0] in "!=#>" else ("", entry)
        if mark == "=":
            parts.append(f"```\n{equations[key]}\n```")
        elif mark in ("", "!"):
            parts.append(text(f"story.{name}.{key}", language, **values))
    return "\n\n".join(parts) + "\n"
