"""A trace or a network as static HTML: no script, no server, light and dark as the reader has it."""

import math
from html import escape
from itertools import groupby

import torch
from torch import Tensor

from playground.display.panels import Panel, panels
from playground.display.png import GAP, address, mosaic
from playground.display.ramps import THEMES
from playground.networks import Network
from playground.stages import Trace

PIXELS = 72_000  # of all panels together; each is there twice, and takes at most some 1.4 bytes
MOST_PANELS = 40
MOST_CLASSES = 20
SIDE = 150  # CSS px of a panel without time, about
STYLE = """<style>
.pgd{--ground:#fff;--ink:#16191d;--quiet:#5b6470;--line:#dfe3e8;background:var(--ground);color:var(--ink);
font:13px/1.35 system-ui,sans-serif;padding:10px 12px;max-width:1000px}
@media (prefers-color-scheme:dark){.pgd{--ground:#171b22;--ink:#eceff3;--quiet:#a3adb9;--line:#39414c}}
.pgd small,.pgd .q{color:var(--quiet);font-size:11px}.pgd b{font-size:15px}
.pgd .l{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:flex-start;margin-top:8px}
.pgd .p{max-width:100%}.pgd .p>div{margin-bottom:2px}
.pgd img{display:block;max-width:100%;margin:0;border:1px solid var(--line);image-rendering:pixelated}
.pgd .t{display:grid;grid-template-columns:130px minmax(0,1fr);gap:2px 8px;align-items:center;flex:1 1 100%}
.pgd .t img{width:100%;height:34px;image-rendering:auto}.pgd .t>.h{grid-column:1/3;margin-top:6px}
.pgd .a{display:grid;grid-template-columns:max-content minmax(40px,180px) max-content;gap:1px 8px;align-items:center}
.pgd .a i{display:block;height:9px;background:var(--ink)}.pgd .a u{background:var(--line);text-decoration:none}
.pgd .e{border:1px solid var(--line);box-sizing:border-box}
</style>"""


def trace_html(trace: Trace) -> str:
    """Every layer with its values, and the answer with its probabilities."""
    shown = panels(trace)[:MOST_PANELS]
    said = trace.prediction if isinstance(trace.prediction, str) else f"{trace.prediction:.4g}"
    head = f"<div><b>{escape(trace.task)} · {escape(trace.architecture)} → {escape(said)}</b></div>"
    room = _room([panel.values.numel() for panel in shown])
    return _whole(head, _layers(shown, room) + (_answer(trace) if trace.labels else ""))


def _room(sizes: list[int]) -> int:
    """How many pixels each may have at most, so that all together have PIXELS at most."""
    left = PIXELS
    for k, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - k)
        if size > share:
            return share
        left -= size
    return PIXELS


def network_html(network: Network) -> str:
    """Every layer with its size, before there is an input."""
    from playground.inspection import blank

    count = sum(values.numel() for values in network.model.parameters())
    head = f"<div><b>{escape(network.task)} · {escape(network.name)}</b> <small>{count:,} parameters</small></div>"
    return _whole(head, _layers(panels(blank(network.task, network).trace())[:MOST_PANELS], 0))


def _whole(head: str, layers: str) -> str:
    return f'<div class="pgd">{STYLE}{head}<div class="l">{layers}</div></div>'


def _layers(shown: list[Panel], room: int) -> str:
    """Layers without time beside each other, those with time below each other along one axis."""
    parts = []
    for timed, group in groupby(shown, key=lambda panel: panel.timed):
        if not timed:
            parts += [_panel(panel, room) for panel in group]
            continue
        lanes = []
        for layer, rows in groupby(group, key=lambda panel: panel.layer):
            listed = list(rows)
            lanes.append(f'<div class="h">{escape(layer)} <small>{listed[0].size}</small></div>')
            lanes += [_lane(panel, room) for panel in listed]
        parts.append(f'<div class="t">{"".join(lanes)}</div>')
    return "".join(parts)


def _panel(panel: Panel, room: int) -> str:
    """Maps as a mosaic, units as a grid."""
    places, left_out = shown_places(panel, room or PIXELS)
    height, width = places.shape
    zoom = math.ceil(SIDE / max(height, width))
    note = f" <small>the first {left_out}</small>" if left_out and room else ""
    title = f"<div>{escape(panel.layer)} <small>{panel.size}</small>{note}</div>"
    return f'<div class="p">{title}{_picture(panel, places, room, f"width:{width * zoom}px")}</div>'


def _lane(panel: Panel, room: int) -> str:
    """A quantity through time, a row for each unit."""
    places, left_out = shown_places(panel, room or PIXELS)
    note = f" the last {left_out} steps" if left_out and room else ""
    name = " ".join(filter(None, [panel.quantity, panel.symbol]))
    return f'<div class="q">{escape(name)}{note}</div>{_picture(panel, places, room, "")}'


def shown_places(panel: Panel, room: int) -> tuple[Tensor, int]:
    """Places (H, W) of what has room in so many pixels, and how many maps, units or steps those are; 0 for all."""
    places = panel.scale.places(panel.values)
    if panel.timed:
        steps = places.shape[1]
        places = places[: max(1, room)]
        most = max(1, room // len(places))
        return places[:, -most:], most if most < steps else 0
    if places.dim() == 1:
        most = min(len(places), room)
        columns = math.ceil(math.sqrt(most))
        grid = torch.full((math.ceil(most / columns) * columns,), GAP, dtype=torch.uint8)
        grid[:most] = places[:most]
        return grid.view(-1, columns), most if most < len(places) else 0
    count, _, width = places.shape
    places = places[:, : max(1, room // width), : max(1, room)]
    most = min(count, max(1, room // ((places.shape[1] + 1) * (places.shape[2] + 1))))
    return mosaic(places[:most], math.ceil(math.sqrt(most))), most if most < count else 0


def _picture(panel: Panel, places: Tensor, room: int, style: str) -> str:
    """For both grounds; of a network without an input the frame alone."""
    height, width = places.shape
    if not room:
        tall = "height:34px" if panel.timed else f"aspect-ratio:{width}/{height};{style}"
        return f'<div class="e" style="{tall}"></div>'
    light, dark = (address(places, panel.scale.ramp, theme) for theme in THEMES)
    source = f'<source media="(prefers-color-scheme:dark)" srcset="{dark}"/>'
    alt = escape(f"{panel.layer} {panel.quantity}".strip())
    return f'<picture>{source}<img src="{light}" style="{style}" alt="{alt}"/></picture>'


def _answer(trace: Trace) -> str:
    """A bar for each class, the likeliest of many."""
    shares = trace.probabilities.tolist()
    chosen = sorted(range(len(shares)), key=lambda k: -shares[k])[:MOST_CLASSES]
    rows = "".join(
        f'<span>{escape(trace.labels[k])}</span><u><i style="width:{100 * shares[k]:.1f}%"></i></u>'
        f"<small>{100 * shares[k]:.1f} %</small>"
        for k in sorted(chosen)
    )
    return f'<div class="a">{rows}</div>'
