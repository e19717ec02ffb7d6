"""The vocabulary: one frozen dataclass for each thing that happens inside a network, and the Trace of a run.

Each field that holds values declares beside itself what they are, and their equation (quantity.py).
Shapes: C channels, H W height and width, T time steps, D input size, N hidden size, K classes.
"""

from playground.stages.dense import Dense, DenseStep, Input, Linear, Output, StepOutput
from playground.stages.layer import Key, Layer, Layers, Ref, by_key, key_of
from playground.stages.maps import Activation, AveragePooling, Convolution, Flatten, MaxPooling
from playground.stages.other import (
    Addition,
    Constant,
    Dropout,
    Embedding,
    LearnedSlope,
    LogSoftmax,
    Multiplication,
    Normalisation,
    Opaque,
    Rearrangement,
    Reduction,
    Scaling,
    Softmax,
)
from playground.stages.quantity import Quantity, argument, candidate, gate, quantity, state
from playground.stages.recurrent import (
    GRUStep,
    LSTMStep,
    RecurrentStep,
    RNNStep,
    from_both,
    from_input,
    from_state,
)
from playground.stages.stage import Place, Stage, plain_fields, quantities, results, states_before
from playground.stages.trace import Trace

__all__ = [
    "Activation",
    "Addition",
    "AveragePooling",
    "Constant",
    "Convolution",
    "Dense",
    "DenseStep",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRUStep",
    "Input",
    "Key",
    "LSTMStep",
    "Layer",
    "Layers",
    "LearnedSlope",
    "Linear",
    "LogSoftmax",
    "MaxPooling",
    "Multiplication",
    "Normalisation",
    "Opaque",
    "Output",
    "Place",
    "Quantity",
    "RNNStep",
    "Rearrangement",
    "RecurrentStep",
    "Reduction",
    "Ref",
    "Scaling",
    "Softmax",
    "Stage",
    "StepOutput",
    "Trace",
    "argument",
    "by_key",
    "candidate",
    "from_both",
    "from_input",
    "from_state",
    "gate",
    "key_of",
    "plain_fields",
    "quantities",
    "quantity",
    "results",
    "state",
    "states_before",
]
