"""What a page begins with that a program has opened: its networks, and its task."""

import html
import json
from typing import TYPE_CHECKING, Any

from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.networks import Network


def opening(networks: "list[Network]") -> str:
    """An element for the page's head, which `opening.js` reads: the task, and the networks, the first of them chosen.

    They stay in this process from now on. Raises InputError when one of them cannot read the task's input.
    """
    from playground.inspection import blank
    from playground.provider import pin

    for network in networks:
        blank(network.task, network).trace()  # raises here, not on the page
        pin(network)
    task = TASKS[networks[0].task]
    told: dict[str, Any] = {"task": task.name, "networks": [_entry(network) for network in networks]}
    if task.like:
        told |= {"like": task.like}
    return f'<meta name="pg-opening" content="{html.escape(json.dumps(told))}">'


def _entry(network: "Network") -> dict[str, Any]:
    """As in a catalogue, with what the network is called."""
    from playground.live_training.network_file import entry

    both = any(getattr(module, "bidirectional", False) for module in network.model.modules())
    return entry(network, network.name) | {"handed_over": True, "arguments": {"bidirectional": both}}
