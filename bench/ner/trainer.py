"""Trains the network with JAX: the sums of `processors.entities.statistical.network`, with gradients and dropout."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

from bench.ner.encode import IDENTITIES, WIDTH, Encoded

LABELS = 7
LEARNT, HIDDEN, MEMBERS = 32, 80, 1
EPOCHS, RATE, AVERAGED = 12, 3e-3, 4
DROP, DROP_IDENTITY, DROP_FEATURE, DECAY = 0.4, 0.25, 0.1, 0.01
LENGTHS = (16, 32, 48, 64, 96, 128, 192, 256)
BUDGET = 768
Parameters = dict[str, jax.Array]


@dataclass(frozen=True)
class Trained:
    """Parameters by name, as numpy arrays; ``first`` holds feature rows, row 0 unused."""

    arrays: dict[str, np.ndarray]


def start(features: int, known: int, seed: int) -> Parameters:
    rng = np.random.default_rng(seed)
    size = LEARNT + known

    def normal(*shape: int, scale: float = 0.0) -> np.ndarray:
        return (rng.standard_normal(shape) * (scale or shape[0] ** -0.5)).astype(np.float32)

    slots = 2 * MEMBERS
    bias = np.zeros((slots, 4 * HIDDEN), np.float32)
    bias[:, HIDDEN : 2 * HIDDEN] = 1
    arrays = {
        "rows": normal(features + 1, LEARNT, scale=0.15),
        "inputs": np.stack([normal(size, 4 * HIDDEN) for _ in range(slots)]),
        "recurrent": np.stack([normal(HIDDEN, 4 * HIDDEN) for _ in range(slots)]),
        "bias": bias,
        "output": np.stack([normal(2 * HIDDEN, LABELS) for _ in range(MEMBERS)]),
        "skip": normal(size, LABELS, scale=0.3 * size**-0.5),
        "output_bias": np.zeros(LABELS, np.float32),
        "transitions": np.zeros((LABELS, LABELS), np.float32),
        "first": np.zeros(LABELS, np.float32),
        "last": np.zeros(LABELS, np.float32),
    }
    return {name: jnp.array(value) for name, value in arrays.items()}


_DECAYED = ("rows", "inputs", "output", "skip")


def _lstm(gates: jax.Array, recurrent: jax.Array, mask: jax.Array, backward: bool) -> jax.Array:
    def step(carry, item):
        state, cell = carry
        gate, live = item
        inward, forget, new, outward = jnp.split(gate + state @ recurrent, 4, -1)
        cell = jax.nn.sigmoid(forget) * cell + jax.nn.sigmoid(inward) * jnp.tanh(new)
        state = jax.nn.sigmoid(outward) * jnp.tanh(cell)
        return (state * live[:, None], cell * live[:, None]), state * live[:, None]

    zero = jnp.zeros((gates.shape[1], HIDDEN))
    return jax.lax.scan(step, (zero, zero), (gates, mask), reverse=backward)[1]


def emissions(p: Parameters, ids, known, mask, key) -> list[jax.Array]:
    """Return the scores of each member, each with a dropout of its own."""
    features, *keys = jax.random.split(key, MEMBERS + 1)
    x = _inputs(p, ids, known, features)
    return [_member(p, member, x, mask, keys[member]) for member in range(MEMBERS)]


def _inputs(p: Parameters, ids, known, key) -> jax.Array:
    keys = jax.random.split(key, 2)
    kept = jax.random.bernoulli(keys[0], 1 - DROP_IDENTITY, ids.shape[:2])[..., None]
    others = jax.random.bernoulli(keys[1], 1 - DROP_FEATURE, ids[..., IDENTITIES:].shape)
    ids = jnp.concatenate([ids[..., :IDENTITIES] * kept, ids[..., IDENTITIES:] * others], -1)
    return jnp.concatenate([(p["rows"][ids] * (ids > 0)[..., None]).sum(2), known], -1)


def _member(p: Parameters, member: int, x, mask, key) -> jax.Array:
    first, then = jax.random.split(key)
    x = _dropped(x, first)
    slots = member, MEMBERS + member
    both = [_lstm(x @ p["inputs"][k] + p["bias"][k], p["recurrent"][k], mask, k >= MEMBERS) for k in slots]
    states = _dropped(jnp.concatenate(both, -1), then)
    return states @ p["output"][member] + x @ p["skip"] + p["output_bias"]


def _dropped(x, key):
    return x * jax.random.bernoulli(key, 1 - DROP, x.shape) / (1 - DROP)


def _loss(p: Parameters, scores, gold, mask):
    rows = jnp.arange(scores.shape[1])

    def step(carry, item):
        total, path, before = carry
        score, label, live = item
        longer = jax.scipy.special.logsumexp(total[:, :, None] + p["transitions"], 1) + score
        further = path + p["transitions"][before, label] + score[rows, label]
        on = live > 0
        carry = jnp.where(on[:, None], longer, total), jnp.where(on, further, path), jnp.where(on, label, before)
        return carry, None

    begin = scores[0] + p["first"], (scores[0] + p["first"])[rows, gold[0]], gold[0]
    (total, path, before), _ = jax.lax.scan(step, begin, (scores[1:], gold[1:], mask[1:]))
    return (jax.scipy.special.logsumexp(total + p["last"], -1) - path - p["last"][before]).sum()


@functools.partial(jax.jit, donate_argnums=(0, 1, 2))
def _update(p, mean, square, time, rate, key, ids, known, gold, mask):
    def loss(q):
        losses = [_loss(q, scores, gold, mask) for scores in emissions(q, ids, known, mask, key)]
        return sum(losses) / MEMBERS / mask.sum() * 20

    value, grads = jax.value_and_grad(loss)(p)
    clip = jnp.minimum(1, 5 / jnp.sqrt(sum((g**2).sum() for g in grads.values())))
    mean = {k: 0.9 * mean[k] + 0.1 * clip * grads[k] for k in p}
    square = {k: 0.98 * square[k] + 0.02 * (clip * grads[k]) ** 2 for k in p}
    moved = {k: mean[k] / (1 - 0.9**time) / (jnp.sqrt(square[k] / (1 - 0.98**time)) + 1e-6) for k in p}
    p = {k: p[k] - rate * (moved[k] + (DECAY * p[k] if k in _DECAYED else 0)) for k in p}
    return p, mean, square, value


def _batches(sentences: Sequence[Encoded], rng: np.random.Generator) -> list[tuple[int, list[int]]]:
    by_length: dict[int, list[int]] = {}
    for index in rng.permutation(len(sentences)):
        by_length.setdefault(next(n for n in LENGTHS if n >= len(sentences[index].ids)), []).append(int(index))
    found = []
    for length, members in by_length.items():
        size = BUDGET // length
        found += [(length, members[first : first + size]) for first in range(0, len(members), size)]
    return [found[index] for index in rng.permutation(len(found))]


def _packed(sentences: Sequence[Encoded], length: int, members: Sequence[int], vectors: np.ndarray):
    size = BUDGET // length
    ids = np.zeros((length, size, WIDTH), np.int32)
    known = np.zeros((length, size), np.int32)
    gold = np.zeros((length, size), np.int32)
    mask = np.zeros((length, size), np.float32)
    for row, index in enumerate(members):
        one = sentences[index]
        n = len(one.ids)
        ids[:n, row], known[:n, row], gold[:n, row], mask[:n, row] = one.ids, one.known, one.labels, 1
    return ids, vectors[known], gold, mask


def train(documents: Sequence[Sequence[Encoded]], vectors: np.ndarray, features: int, seed: int) -> Trained:
    """Train on documents (runs of sentences): every other epoch on sentences joined to longer pieces."""
    p = start(features, vectors.shape[1], seed)
    mean = {k: jnp.zeros_like(v) for k, v in p.items()}
    square = {k: jnp.zeros_like(v) for k, v in p.items()}
    rng, key, time = np.random.default_rng(seed), jax.random.PRNGKey(seed), 0
    total: dict[str, np.ndarray] = {}
    for epoch in range(EPOCHS):
        sentences = [one for document in documents for one in (_joined(document, rng) if epoch % 2 else document)]
        sentences = [one for one in sentences if 0 < len(one.ids) <= LENGTHS[-1]]
        batches = _batches(sentences, rng)
        for done, (length, members) in enumerate(batches):
            time += 1
            key, now = jax.random.split(key)
            rate = RATE * (1 - 0.9 * (epoch + done / len(batches)) / EPOCHS)
            packed = _packed(sentences, length, members, vectors)
            p, mean, square, _ = _update(p, mean, square, time, rate, now, *packed)
        if epoch >= EPOCHS - AVERAGED:
            total = {k: total.get(k, 0) + np.array(v) / AVERAGED for k, v in p.items()}
    return Trained(total)


def _joined(document: Sequence[Encoded], rng: np.random.Generator) -> list[Encoded]:
    found: list[Encoded] = []
    piece: list[Encoded] = []
    limit = rng.integers(24, 100)
    for one in document:
        if piece and (sum(len(x.ids) for x in piece) > limit or sum(len(x.ids) for x in (*piece, one)) > LENGTHS[-1]):
            found.append(Encoded.joined(piece))
            piece, limit = [], rng.integers(24, 100)
        piece.append(one)
    return [*found, Encoded.joined(piece)] if piece else found
