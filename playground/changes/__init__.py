"""Interventions: a trained network with something changed, or the input it reads in another order or place.

Every change of a network is one of its arguments or of its weights, so that a changed network is a network like any
other: it is traced, explained and attributed by the same code, and what it shows is what it computes.
"""

from playground.changes.asked import read_changes
from playground.changes.changes import NOTHING, Changes, Gate, Kernel, Learning, Off
from playground.changes.given import rearranged
from playground.changes.network import changed

__all__ = ["NOTHING", "Changes", "Gate", "Kernel", "Learning", "Off", "changed", "read_changes", "rearranged"]
