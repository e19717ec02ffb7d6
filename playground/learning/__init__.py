"""How a network learns: the loss of an input with its right answer, its gradients, and one step of learning."""

from playground.descent import OPTIMISERS, SGD, Adam, Gradients, LearningStep, Memory, Momentum, Optimiser
from playground.learning.gradients import gradients
from playground.learning.step import learning_step

__all__ = [
    "OPTIMISERS",
    "SGD",
    "Adam",
    "Gradients",
    "LearningStep",
    "Memory",
    "Momentum",
    "Optimiser",
    "gradients",
    "learning_step",
]
