"""The least a Gradio page can do, the floor of page.py: nothing at all, one picture, or one round trip between widgets.

    python benchmarks/bare.py [picture | echo]

With `picture`: a canvas on a gr.HTML. With `echo`: a pen's stroke on one gr.HTML goes through Gradio's queue and an
empty Python function to another.
"""

import sys

import gradio as gr

PAD = """
const canvas = element.querySelector('canvas');
canvas.addEventListener('pointerup', () => {
  props.value = String(performance.now());
  trigger('input');
});
"""
ANSWER = "watch('value', () => (element.querySelector('output').textContent = props.value));"


def echo() -> None:
    """Two widgets, and an event that hands the value of one to the other."""
    pad = gr.HTML("", html_template='<canvas width="280" height="280"></canvas>', js_on_load=PAD, elem_id="pad")
    answer = gr.HTML("", html_template="<output></output>", js_on_load=ANSWER, elem_id="answer")
    pad.input(lambda value: value, pad, answer, show_progress="hidden", trigger_mode="always_last")


if __name__ == "__main__":
    with gr.Blocks(analytics_enabled=False) as blocks:
        if sys.argv[1:] == ["echo"]:
            echo()
        elif sys.argv[1:] == ["picture"]:
            gr.HTML("", html_template='<canvas class="picture" width="28" height="28"></canvas>')
    blocks.launch(run_history=False, ssr_mode=False, pwa=False)
