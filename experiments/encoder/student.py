"""The student: one vector per token; their mean is the text.

Loss = distillation (cosine to the teacher's vector of the English text, the similarities within a batch, and
       finding the own translation among those of the batch)
     + contrast (paraphrases against the rest of the batch; contradictions as hard negatives; van den Oord et
       al., 2018)
     + supervision (the order of the similarities that people gave: CoSENT, Su 2022).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as fn

Log = Callable[[int, dict[str, float]], None]
LOG_EVERY = 100


@dataclass(frozen=True)
class Bags:
    """Texts as token ids in one row; text ``i`` is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(
        self, rows: NDArray[np.int64], drop: float, chance: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the tokens of ``rows`` for an EmbeddingBag, a share ``drop`` of them left out at random."""
        starts, lengths = self.offsets[rows], np.diff(self.offsets)[rows]
        ends = np.cumsum(lengths)
        flat = np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
        ids = self.ids[flat]
        if drop:
            kept = chance.random(len(ids)) >= drop
            bag = np.repeat(np.arange(len(rows)), lengths)
            alive = np.bincount(bag[kept], minlength=len(rows))
            kept |= (alive == 0)[bag]
            ids = ids[kept]
            lengths = np.bincount(bag[kept], minlength=len(rows))
            ends = np.cumsum(lengths)
        return torch.from_numpy(ids), torch.from_numpy(ends - lengths)


@dataclass(frozen=True)
class Recipe:
    """What a training does; a weight of 0 switches a part off.

    ``supervise_sick`` is the share of the batches of supervision that are of SICK, the others are of STSb.
    """

    steps: int = 3000
    rate: float = 3e-3
    warm: float = 0.05
    distil: float = 1.0
    distil_batch: int = 1024
    relations: float = 1.0
    batch_contrast: float = 0.1
    contrast: float = 0.3
    contrast_batch: int = 256
    hard_negatives: bool = True
    temperature: float = 0.05
    supervise: float = 1.0
    supervise_sick: float = 0.5
    supervise_batch: int = 512
    sharpness: float = 20.0
    drop: float = 0.1
    average_from: float = 0.5
    seed: int = 0
    letters_rate: float = 3e-3


@dataclass(frozen=True)
class Lessons:
    """What is learned from, as bags.

    ``texts`` with ``targets`` (unit rows of the teacher) are distilled, drawn with probability ``share``;
    ``groups`` are numbers of ``passages`` that say the same (rows of two numbers) with a negative (or -1);
    ``pairs`` are rows of two numbers of ``judged`` with the similarity ``scores`` in 0-1.
    """

    texts: Bags
    targets: NDArray[np.float32]
    share: NDArray[np.float64]
    passages: Bags
    groups: NDArray[np.int64]
    group_share: NDArray[np.float64]
    judged: Bags
    pairs: NDArray[np.int64]
    scores: NDArray[np.float32]
    pair_source: NDArray[np.int64]


class Composed(nn.Module):
    """A vector per token: its own, plus the mean of the vectors of its character n-grams.

    After Bojanowski et al. (2017). What is learned of one word so reaches its inflections and compounds.
    ``table`` adds the two up for good.
    """

    def __init__(self, start: NDArray[np.float32], grams: Bags, *, compose: bool) -> None:
        super().__init__()
        self._compose = compose
        self.own = nn.Embedding.from_pretrained(torch.from_numpy(start.copy()), freeze=False)
        buckets = int(grams.ids.max()) + 1
        self.letters = nn.EmbeddingBag(buckets, start.shape[1], mode="mean")
        nn.init.zeros_(self.letters.weight)
        self._grams = grams
        self._chance = np.random.default_rng(0)

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """Return the mean vector of each bag."""
        used, place = torch.unique(ids, return_inverse=True)
        tokens = self.own(used)
        if self._compose:
            tokens = tokens + self.letters(*self._grams.take(used.numpy(), 0.0, self._chance))
        return fn.embedding_bag(place, tokens, offsets, mode="mean")

    def table(self) -> torch.Tensor:
        """Return the vectors of all tokens, shape of the start."""
        with torch.no_grad():
            rows = np.arange(len(self._grams))
            if not self._compose:
                return self.own.weight.detach()
            return self.own.weight + self.letters(*self._grams.take(rows, 0.0, self._chance))


def train(
    start: NDArray[np.float32],
    grams: Bags,
    lessons: Lessons,
    recipe: Recipe,
    log: Log | None = None,
) -> NDArray[np.float32]:
    """Return the trained vectors, shape of ``start``: the mean of the last part of the path.

    ``log`` gets the number of steps done and the smoothed parts of the loss, every ``LOG_EVERY`` steps.
    """
    chance = np.random.default_rng(recipe.seed)
    torch.manual_seed(recipe.seed)
    model = Composed(start, grams, compose=recipe.letters_rate > 0)
    optimiser = torch.optim.Adam(
        [
            {"params": [model.own.weight], "lr": recipe.rate, "full": recipe.rate},
            {"params": [model.letters.weight], "lr": recipe.letters_rate, "full": recipe.letters_rate},
        ],
        betas=(0.9, 0.98),
        fused=True,
    )
    mean = torch.zeros(start.shape)
    averaged = 0
    running: dict[str, float] = {}
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["full"] * max(pace(step / recipe.steps, recipe.warm), 1e-3)
        found = losses(model, lessons, recipe, chance)
        optimiser.zero_grad(set_to_none=True)
        sum(found.values()).backward()
        optimiser.step()
        if step >= recipe.average_from * recipe.steps and step % 25 == 0:
            averaged += 1
            mean.add_((model.table() - mean) / averaged)
        for name, value in found.items():
            running[name] = 0.98 * running.get(name, value.item()) + 0.02 * value.item()
        if log and (step + 1) % LOG_EVERY == 0:
            log(step + 1, running)
    return (mean if averaged else model.table()).numpy().copy()


def pace(done: float, warm: float) -> float:
    """Linear warm-up, then a cosine to a tenth."""
    if done < warm:
        return done / warm
    return 0.1 + 0.9 * 0.5 * (1 + float(np.cos(np.pi * (done - warm) / (1 - warm))))


def losses(
    model: nn.Module, lessons: Lessons, recipe: Recipe, chance: np.random.Generator
) -> dict[str, torch.Tensor]:
    """Draw a batch of each kind, look all of it up at once (one gradient of the whole table), and compare."""
    asked: list[tuple[Bags, NDArray[np.int64]]] = []
    if recipe.distil:
        drawn = chance.choice(len(lessons.texts), recipe.distil_batch, p=lessons.share)
        asked.append((lessons.texts, drawn))
    if recipe.contrast:
        ids = lessons.groups[chance.choice(len(lessons.groups), recipe.contrast_batch, p=lessons.group_share)]
        against = ids[(ids[:, 2] >= 0) & recipe.hard_negatives, 2]
        asked += [(lessons.passages, part) for part in (ids[:, 0], ids[:, 1], against)]
    if recipe.supervise:
        where = np.flatnonzero(lessons.pair_source == int(chance.random() < recipe.supervise_sick))
        pairs = chance.choice(where, min(recipe.supervise_batch, len(where)), replace=False)
        asked += [(lessons.judged, lessons.pairs[pairs, side]) for side in (0, 1)]
    rows = _rows(model, asked, recipe.drop, chance)
    found = {}
    if recipe.distil:
        found |= _distil(next(rows), torch.from_numpy(lessons.targets[drawn]), recipe)
    if recipe.contrast:
        found["contrast"] = recipe.contrast * _contrast(next(rows), next(rows), next(rows), recipe)
    if recipe.supervise:
        cosine = fn.cosine_similarity(next(rows), next(rows), eps=1e-6)
        score = torch.from_numpy(lessons.scores[pairs])
        found["order"] = recipe.supervise * order_loss(cosine, score, recipe.sharpness)
    return found


def _rows(
    model: nn.Module,
    asked: list[tuple[Bags, NDArray[np.int64]]],
    drop: float,
    chance: np.random.Generator,
) -> Iterator[torch.Tensor]:
    """Return the mean vectors of each request, all looked up in one go."""
    ids, offsets, many = [], [], 0
    for bags, rows in asked:
        tokens, begins = bags.take(rows, drop, chance)
        ids.append(tokens)
        offsets.append(begins + many)
        many += len(tokens)
    made = model(torch.cat(ids), torch.cat(offsets))
    return iter(torch.split(made, [len(rows) for _, rows in asked]))


def order_loss(cosine: torch.Tensor, score: torch.Tensor, sharpness: float) -> torch.Tensor:
    """CoSENT: pairs that people find more alike must have the higher cosine; scaled to about 1."""
    gap = sharpness * (cosine[None, :] - cosine[:, None])
    wrong = torch.where(score[:, None] > score[None, :] + 0.02, gap, torch.full_like(gap, -1e4))
    zero = torch.zeros(1)
    return torch.logsumexp(torch.cat([zero, wrong.flatten()]), 0) / sharpness


def _distil(made: torch.Tensor, target: torch.Tensor, recipe: Recipe) -> dict[str, torch.Tensor]:
    """Compare the first directions, as many as the teacher has, with the teacher's."""
    unit = fn.normalize(made[:, : target.shape[1]], eps=1e-6)
    found = {"cosine": recipe.distil * (1 - (unit * target).sum(1)).mean()}
    if recipe.relations:
        half = len(unit) // 2
        own = unit[:half] @ unit[half : 2 * half].T
        given = target[:half] @ target[half : 2 * half].T
        found["relations"] = recipe.relations * 10 * ((own - given) ** 2).mean()
    if recipe.batch_contrast:
        likeness = unit @ target.T / recipe.temperature
        found["translation"] = recipe.batch_contrast * fn.cross_entropy(likeness, torch.arange(len(likeness)))
    return found


def _contrast(
    first: torch.Tensor, second: torch.Tensor, against: torch.Tensor, recipe: Recipe
) -> torch.Tensor:
    """InfoNCE in both directions; the contradictions of some stand beside the partners of all."""
    first, second, against = (fn.normalize(part, eps=1e-6) for part in (first, second, against))
    aim = torch.arange(len(first))
    forward = fn.cross_entropy(first @ torch.cat([second, against]).T / recipe.temperature, aim)
    backward = fn.cross_entropy(second @ first.T / recipe.temperature, aim)
    return (forward + backward) / 2
