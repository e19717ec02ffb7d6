"""What the card says of the networks of the memory tasks: right answers by lag, of trainings at one lag and at all."""

from typing import Any

from playground import checkpoints, lag_checkpoints
from playground.tasks import MEMORY, TASKS

SECTION = """\
## The memory lab: {tasks}

Made-up sequences (`playground/tasks/memory.py`), drawn anew for every batch; four networks with {hidden} hidden
units and one layer, `irnn` an RNN with ReLU. Each was trained {count} times:
`checkpoints/{task}-{network}.safetensors` with lags drawn from 1 to {last} (log-uniform; the longest grows from
{first} to {last} in the first half of the training), and `checkpoints/lags/` at one lag each, in float16. Every
training has at most {updates} updates of {batch} sequences and ends at 99.9 % right on validation sequences.
RNN: orthogonal W_hh; `irnn`: identity; LSTM and GRU: gates open for up to the lag. Gradients are clipped to a
norm of {clip}. Learning rates ({rates}) are those of 1e-3 and 3e-3, without gates also of 3e-4, that were best
on validation sequences of recall at a lag of 50.

Percent right on 1,000 test sequences of each lag; in brackets the updates. `mixed` is the network of all lags. A sum
is right when it is off by 0.1 at most.

| task | network | trained with | parameters | {columns} |
|---|---|---|---|{rules}|
{rows}

- `{mixed}`
- `python -m playground.training.memory TASK NETWORK --seed 0`

"""


def section() -> str:
    """The section, from the metadata of the checkpoints. Raises InputError when one is missing or damaged."""
    networks = [(task, network) for task in MEMORY for network in TASKS[task].networks]
    trainings = [one for task, network in networks for one in lag_checkpoints.trainings(task, network).values()]
    task, network = networks[0]
    rates = {
        name: lag_checkpoints.facts(task, name)["trainings"]["5"]["learning_rate"] for name in TASKS[task].networks
    }
    return SECTION.format(
        tasks=", ".join(MEMORY),
        task="TASK",
        network="NETWORK",
        hidden=checkpoints.metadata(task, network)["arguments"]["hidden_size"],
        count=len(trainings) // len(networks) + 1,
        first=lag_checkpoints.LAGS[0],
        last=lag_checkpoints.LAGS[-1],
        updates=f"{max(one['updates'] for one in trainings):,}",
        batch=trainings[0]["batch"],
        clip=f"{trainings[0]['clip']:g}",
        rates=", ".join(f"{name} {rate:g}" for name, rate in rates.items()),
        columns=" | ".join(f"lag {lag}" for lag in lag_checkpoints.LAGS),
        rules="---|" * (len(lag_checkpoints.LAGS) - 1) + "---",
        rows="\n".join(row for task, network in networks for row in _rows(task, network)),
        mixed=checkpoints.metadata(task, network)["command"].replace(f" {task} {network} ", " TASK NETWORK "),
    )


def _rows(task: str, network: str) -> list[str]:
    """The network of all lags, and those of one lag, each at its own."""
    mixed = checkpoints.metadata(task, network)
    first = [f"{mixed['scores'][f'lag_{lag}']:.1f}" for lag in lag_checkpoints.LAGS]
    trainings = lag_checkpoints.trainings(task, network)
    second = [_own(trainings.get(str(lag)), lag) for lag in lag_checkpoints.LAGS]
    start = f"| {task} | {network} "
    return [
        f"{start}| mixed | {mixed['parameters']:,} | {' | '.join(first)} |",
        f"{start}| each | | {' | '.join(second)} |",
    ]


def _own(training: dict[str, Any] | None, lag: int) -> str:
    return f"{training['scores'][f'lag_{lag}']:.1f} ({training['updates']:,})" if training else "not trained"
