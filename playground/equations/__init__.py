"""Equations as data: a few pieces that are evaluated, written out, told with the numbers of one value, and drawn.

Beside each quantity of a stage stands its equation (playground/stages). `values` of it is the oracle of a trace,
`cell` one value with all that it was made from, of which explanation cards, contributions and diagrams are read.
"""

from playground.equations.affine import affine, convolution
from playground.equations.constants import scaled, stored
from playground.equations.context import Context, Reading
from playground.equations.equation import Equation
from playground.equations.functions import FUNCTIONS, function, relu, sigmoid, softmax, tanh
from playground.equations.normalisation import normalisation
from playground.equations.pooling import pooling
from playground.equations.readings import before, given, own, rearranged, row_of, same
from playground.equations.reduction import reduced
from playground.equations.slope import sloped

__all__ = [
    "FUNCTIONS",
    "Context",
    "Equation",
    "Reading",
    "affine",
    "before",
    "convolution",
    "function",
    "given",
    "normalisation",
    "own",
    "pooling",
    "rearranged",
    "reduced",
    "relu",
    "row_of",
    "same",
    "scaled",
    "sigmoid",
    "sloped",
    "softmax",
    "stored",
    "tanh",
]
