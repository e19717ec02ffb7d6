"""Our own widgets: each an HTML skeleton here and an ES module of the same name that brings it to life."""

import re
from pathlib import Path

import gradio as gr

from playground.text import in_all_languages
from playground.ui.modules import static

# The module is loaded from the server's own routes; `root` is where a proxy or a mount has put the app.
_LOAD = """
const root = (window.gradio_config?.root ?? '').replace(/\\/$/, '');
import(`${root}/STATIC/NAME.js`).then((module) => module.mount(element));
"""
# That of a view is loaded when it is first opened.
_PLACE = _LOAD.replace("NAME.js", "pages.js").replace("mount(element)", "place('NAME', element)")


_PART = re.compile(r"^ *([A-Z]+)$", re.MULTILINE)  # where the skeleton of a part stands in that of the whole


def _read(name: str) -> str:
    return (Path(__file__).parent / f"{name}.html").read_text(encoding="utf-8")


def widget(name: str, *, view: bool = False) -> gr.HTML:
    """`name`.html in this folder, given to `mount(element)` of `name`.js when it is on the page, or a view is opened.

    Not a subclass: gradio writes a stub beside every module that defines one.
    """
    skeleton = _PART.sub(lambda part: _read(part[1].lower()), _read(name))
    # The one sentence that has to be there when no texts can be had.
    silence = in_all_languages("errors.offline")
    return gr.HTML(
        html_template=skeleton.replace("SILENCE", silence),
        js_on_load=(_PLACE if view else _LOAD).replace("NAME", name).replace("STATIC", static()),
        apply_default_css=False,
        elem_id=f"pg-{name}",
        elem_classes="pg-page" if view else None,
    )
