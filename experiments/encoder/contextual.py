"""A light contextual layer on top of the table: tried, measured, and shown in ``ablations.md``.

Every token gets a short vector (a projection of its own); those of a token and its two neighbours go through
a hidden layer that (a) says how much the token counts in the mean (a gate) and (b) adds something of its own
to the mean. As the mean is linear, the way back to the full width is taken once per text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from lessons import Collected, bags, build
from numpy.typing import NDArray
from student import Recipe, losses, pace
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as fn


@dataclass(frozen=True)
class Size:
    """Widths of the layer; ``hidden`` 0 leaves it out and trains the table alone (the control)."""

    narrow: int = 64
    hidden: int = 128


class Contextual(nn.Module):
    """Mean of gated token vectors plus what the hidden layer adds."""

    def __init__(self, table: NDArray[np.float32], size: Size) -> None:
        super().__init__()
        width = table.shape[1]
        self.table = nn.Embedding.from_pretrained(torch.from_numpy(table.copy()), freeze=False)
        self.size = size
        if size.hidden:
            self.narrow = nn.Linear(width, size.narrow, bias=False)
            self.mix = nn.Linear(3 * size.narrow, size.hidden)
            self.gate = nn.Linear(size.hidden, 1)
            self.back = nn.Linear(size.hidden, width, bias=False)
            for layer in (self.gate, self.back):
                nn.init.zeros_(layer.weight)
            nn.init.zeros_(self.gate.bias)
            self._scale = 1 / float(np.abs(table).std())

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """Return the vector of each bag (tokens in their order)."""
        used, place = torch.unique(ids, return_inverse=True)
        own = self.table(used)
        many = torch.diff(torch.cat([offsets, torch.tensor([len(ids)])])).clamp(min=1)[:, None]
        if not self.size.hidden:
            return fn.embedding_bag(place, own, offsets, mode="mean")
        hidden = self._hidden(fn.embedding(place, self.narrow(own * self._scale)), offsets)
        weight = 1 + torch.tanh(self.gate(hidden)).squeeze(1)
        summed = fn.embedding_bag(place, own, offsets, mode="sum", per_sample_weights=weight)
        rows = torch.arange(len(ids))
        added = self.back(fn.embedding_bag(rows, hidden, offsets, mode="sum"))
        return (summed + added / self._scale) / many

    def _hidden(self, short: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        """Return shape ``(tokens, hidden)``; beyond the ends of a text there are zeros."""
        first = torch.zeros(len(short), 1)
        first[offsets[offsets < len(short)]] = 1
        last = torch.cat([first[1:], torch.ones(1, 1)])
        before = torch.cat([torch.zeros(1, short.shape[1]), short[:-1]]) * (1 - first)
        after = torch.cat([short[1:], torch.zeros(1, short.shape[1])]) * (1 - last)
        return torch.relu(self.mix(torch.cat([before, short, after], 1)))


def trained(
    work: Any, recipe: dict[str, Any], tokenizer: Tokenizer, table: NDArray[np.float32], size: Size
) -> Contextual:
    """Go on training ``table`` (meaning only) with the layer on top, on what the student learns from."""
    collected = Collected.read(work, recipe["meaning"]["dim"])
    lessons = build(collected, tokenizer, recipe["shares"], recipe["group_shares"], keep_inner=False)
    settings = Recipe(**recipe["student"])
    torch.manual_seed(0)
    chance = np.random.default_rng(1)
    model = Contextual(table, size)
    layer = [value for name, value in model.named_parameters() if not name.startswith("table")]
    groups = [{"params": [model.table.weight], "lr": 1e-3, "full": 1e-3}]
    groups += [{"params": layer, "lr": 2e-3, "full": 2e-3}] if layer else []
    optimiser = torch.optim.Adam(groups, betas=(0.9, 0.98))
    for step in range(settings.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["full"] * max(pace(step / settings.steps, settings.warm), 1e-3)
        found = losses(model, lessons, settings, chance)
        optimiser.zero_grad(set_to_none=True)
        sum(found.values()).backward()
        optimiser.step()
        if step % 100 == 99:
            print(step + 1, {name: round(value.item(), 4) for name, value in found.items()}, flush=True)
    return model


class Encoder:
    """Unit rows of texts; ``letters`` (a table of the same tokens) stand beside the meaning."""

    def __init__(
        self, model: Contextual, tokenizer: Tokenizer, letters: NDArray[np.float32], sample: Sequence[str]
    ) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._letters = torch.from_numpy(letters.copy())
        meaning, _ = self._parts(sample)
        self._length = float((meaning**2).sum(1).mean().sqrt())
        """Of the meaning of ``sample``, which is made 1 again: the proportion to the letters stays."""

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return shape ``(texts, width)``."""
        rows = []
        for start in range(0, len(texts), 2048):
            meaning, letters = self._parts(texts[start : start + 2048])
            rows.append(fn.normalize(torch.cat([meaning / self._length, letters], 1)).numpy())
        return np.vstack(rows)

    def _parts(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        made = bags(self._tokenizer, list(texts))
        ids, offsets = torch.from_numpy(made.ids), torch.from_numpy(made.offsets[:-1])
        with torch.no_grad():
            return self._model(ids, offsets), fn.embedding_bag(ids, self._letters, offsets, mode="mean")
