"""The network's forward pass in numpy: a BiLSTM over all sentences of a document side by side, then Viterbi.

The sentences stand in the order of their length, so that at step t the first ``active[t]`` of them still run and no
padding is computed. Both directions of each member go through one stacked product; the members' scores are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processors.entities.statistical.model import Floats, Model

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of each sentence lie: ``forward[t, s]`` and ``backward[t, s]`` are positions in the document."""

    forward: Indices
    backward: Indices
    active: tuple[int, ...]


def lay_out(sentences: Sequence[tuple[int, int]]) -> Layout:
    """Lay sentences ``[first, last)``, none empty, side by side, the longest first."""
    ordered = sorted(sentences, key=lambda item: item[0] - item[1])
    first = np.array([item[0] for item in ordered])
    last = np.array([item[1] for item in ordered])
    steps = np.arange(int((last - first).max()))[:, None]
    active = tuple(int(count) for count in (steps < last - first).sum(1))
    return Layout(np.minimum(first + steps, last - 1), np.maximum(last - 1 - steps, first), active)


def emissions(model: Model, words: Floats, layout: Layout) -> Floats:
    """Return the score of each label for each word of a document; ``words`` holds their input vectors."""
    size, hidden, slots = len(words), model.hidden, len(model.recurrent)
    members = slots // 2
    gates = (words @ model.inputs + model.input_bias).reshape(size, slots, 4 * hidden)
    states = np.empty((size, slots, hidden), np.float32)
    state = np.zeros((slots, len(layout.forward[0]), hidden), np.float32)
    cell = np.zeros_like(state)
    for step, count in enumerate(layout.active):
        forward, backward = layout.forward[step, :count], layout.backward[step, :count]
        state, cell = state[:, :count], cell[:, :count]
        gate = state @ model.recurrent
        gate[:members] += gates[forward, :members].swapaxes(0, 1)
        gate[members:] += gates[backward, members:].swapaxes(0, 1)
        state, cell = _cell(gate, cell, hidden)
        states[forward, :members] = state[:members].swapaxes(0, 1)
        states[backward, members:] = state[members:].swapaxes(0, 1)
    scores: Floats = states.reshape(size, -1) @ model.output + words @ model.skip + model.output_bias
    return scores


def _cell(gate: Floats, cell: Floats, hidden: int) -> tuple[Floats, Floats]:
    # The weights of the three sigmoid gates are stored halved: sigmoid(2x) = (1 + tanh x) / 2 takes one tanh for all.
    squashed: Floats = np.tanh(gate)
    inward, forget, outward = (0.5 * squashed[..., k * hidden : (k + 1) * hidden] + 0.5 for k in (0, 1, 3))
    kept: Floats = forget * cell + inward * squashed[..., 2 * hidden : 3 * hidden]
    state: Floats = outward * np.tanh(kept)
    return state, kept


def decode(model: Model, scores: Floats, layout: Layout) -> NDArray[np.int8]:
    """Return the best label of each word (Viterbi, all sentences at once)."""
    best = scores[layout.forward[0]] + model.start
    back: list[Indices] = []
    totals = [best]
    for step, count in enumerate(layout.active[1:], 1):
        paths = totals[-1][:count, :, None] + model.transitions
        back.append(paths.argmax(1))
        totals.append(paths.max(1) + scores[layout.forward[step, :count]])
    return _trace(model, totals, back, layout, len(scores))


def _trace(
    model: Model, totals: Sequence[Floats], back: Sequence[Indices], layout: Layout, size: int
) -> NDArray[np.int8]:
    labels = np.zeros(size, np.int8)
    current = np.zeros(0, np.intp)
    for step in range(len(totals) - 1, -1, -1):
        ending = (totals[step][len(current) :] + model.end).argmax(1)
        current = np.concatenate((current, ending))
        labels[layout.forward[step, : len(current)]] = current
        if step:
            current = back[step - 1][np.arange(len(current)), current]
    return labels
