"""Gradient descent on the loss of one run: the loss, its gradients, the rules of optimisers, one step and several."""

from playground.descent.gradients import Gradients, gradients_of
from playground.descent.learnt import Learnt, learn
from playground.descent.loss import LOSSES, Asked, asked
from playground.descent.step import LearningStep, numbers_of, step_of
from playground.descent.update import OPTIMISERS, SGD, Adam, Memory, Momentum, Optimiser, optimiser_of

__all__ = [
    "LOSSES",
    "OPTIMISERS",
    "SGD",
    "Adam",
    "Asked",
    "Gradients",
    "LearningStep",
    "Learnt",
    "Memory",
    "Momentum",
    "Optimiser",
    "asked",
    "gradients_of",
    "learn",
    "numbers_of",
    "optimiser_of",
    "step_of",
]
