"""The tab in which a person draws a digit and watches one of the five networks read it."""

import gradio as gr

from playground.ui.components import widget


def digits_tab() -> None:
    """Pad and picker beside the answer; below, the network."""
    with gr.Row(elem_classes="pg-top"):
        with gr.Column(scale=0, min_width=320):
            widget("pad")
        with gr.Column(scale=1, min_width=320):
            widget("answer")
    widget("network")
