"""The network's forward pass in numpy: a BiLSTM over all sentences of a document side by side, then Viterbi.

The sentences stand in the order of their length, so that at step t the first ``active[t]`` of them still run and no
padding is computed; the words are sorted step by step once, so that each step reads and writes whole slices. Both
directions of each member go through one stacked product; the members' scores are averaged.
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
    """The words of a document by step: at step t, ``forward[starts[t]:][:active[t]]`` are places in the document.

    ``backward`` holds the same sentences read from their end.
    """

    forward: Indices
    backward: Indices
    starts: tuple[int, ...]
    active: tuple[int, ...]


def lay_out(sentences: Sequence[tuple[int, int]]) -> Layout:
    """Lay sentences ``[first, last)``, none empty, side by side, the longest first."""
    ordered = sorted(sentences, key=lambda item: item[0] - item[1])
    first, last = np.array(ordered).T
    steps = np.arange(int((last - first).max()))[:, None]
    running = steps < last - first
    active = running.sum(1)
    starts = np.cumsum(active) - active
    return Layout((first + steps)[running], (last - 1 - steps)[running], tuple(starts.tolist()), tuple(active.tolist()))


def emissions(model: Model, words: Floats, layout: Layout) -> Floats:
    """Return the score of each label for each word of a document; ``words`` holds their input vectors."""
    size, hidden, slots = len(words), model.hidden, len(model.recurrent)
    members = slots // 2
    gates = (words @ model.inputs + model.input_bias).reshape(size, slots, 4 * hidden).swapaxes(0, 1)
    ordered = np.empty((slots, size, 4 * hidden), np.float32)
    np.take(gates[:members], layout.forward, 1, ordered[:members])
    np.take(gates[members:], layout.backward, 1, ordered[members:])
    ran = _run(model, ordered, layout)
    states = np.empty((size, slots, hidden), np.float32)
    states[layout.forward, :members] = ran[:members].swapaxes(0, 1)
    states[layout.backward, members:] = ran[members:].swapaxes(0, 1)
    scores: Floats = states.reshape(size, -1) @ model.output + words @ model.skip + model.output_bias
    return scores


def _run(model: Model, gates: Floats, layout: Layout) -> Floats:
    """Return the states of both directions, step by step, from what the words alone give each gate."""
    hidden = model.hidden
    slots, size, _ = gates.shape
    states = np.empty((slots, size, hidden), np.float32)
    cell = np.zeros((slots, layout.active[0], hidden), np.float32)
    state = cell
    for first, count in zip(layout.starts, layout.active, strict=True):
        gate = gates[:, first : first + count]
        if first:
            gate += state[:, :count] @ model.recurrent
        state = states[:, first : first + count]
        cell = _cell(gate, cell[:, :count], hidden, state)
    return states


def _cell(gate: Floats, cell: Floats, hidden: int, state: Floats) -> Floats:
    """Write the new ``state``, return the new cell; ``gate`` is used up."""
    # The weights of the three sigmoid gates are stored halved: sigmoid(2x) = (1 + tanh x) / 2 takes one tanh for all.
    np.tanh(gate, gate)
    opened = gate[..., : 3 * hidden]
    opened *= 0.5
    opened += 0.5
    kept: Floats = gate[..., hidden : 2 * hidden] * cell
    kept += gate[..., :hidden] * gate[..., 3 * hidden :]
    np.tanh(kept, state)
    state *= gate[..., 2 * hidden : 3 * hidden]
    return kept


def decode(model: Model, scores: Floats, layout: Layout) -> NDArray[np.int8]:
    """Return the best label of each word (Viterbi, all sentences at once)."""
    ordered = scores[layout.forward]
    # [sentence, label, label before]: what is compared lies side by side.
    towards = np.ascontiguousarray(model.transitions.T)
    totals = [ordered[: layout.active[0]] + model.start]
    back: list[Indices] = []
    for first, count in zip(layout.starts[1:], layout.active[1:], strict=True):
        paths = totals[-1][:count, None, :] + towards
        back.append(paths.argmax(2))
        totals.append(paths.max(2) + ordered[first : first + count])
    return _trace(model, totals, back, layout)


def _trace(model: Model, totals: Sequence[Floats], back: Sequence[Indices], layout: Layout) -> NDArray[np.int8]:
    labels = np.empty(len(layout.forward), np.int8)
    ordered = np.empty(len(layout.forward), np.int8)
    current = np.zeros(0, np.intp)
    for step in range(len(totals) - 1, -1, -1):
        count = len(totals[step])
        if count > len(current):
            ending = (totals[step][len(current) :] + model.end).argmax(1)
            current = np.concatenate((current, ending))
        ordered[layout.starts[step] : layout.starts[step] + count] = current
        if step:
            current = back[step - 1][np.arange(len(current)), current]
    labels[layout.forward] = ordered
    return labels
