"""The network: MiniLM-L6 with two added features, label scores and link vectors for every word piece.

The encoder is the one in `training.bert`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from firsthand.extract.attribution.tagger import DISTANCES, LABELS, LEGAL, MAX_RANK, Head
from firsthand.extract.attribution.tagger_input import CASES
from training.bert import WIDTH, Bert, LineDropout
from training.rounding import Rounded

LINK = 64
FORBIDDEN = -1e4


class Network(Bert):
    """(ids, case, quote), each [B, P] -> label scores [B, P, 7], link vectors [B, P, 8 * 64]."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__(dropout)
        self.case, self.quote = nn.Embedding(CASES, WIDTH), nn.Embedding(2, WIDTH)
        for feature in (self.case, self.quote):
            nn.init.zeros_(feature.weight)  # the first step sees the encoder as it was
        self.dropout = LineDropout(dropout)
        self.labels, self.links = nn.Linear(WIDTH, len(LABELS)), Rounded(WIDTH, 8 * LINK)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.null = nn.Parameter(torch.randn(2, LINK) * 0.1)
        self.rank = nn.Parameter(torch.zeros(2, 2 * MAX_RANK))
        self.distance = nn.Parameter(torch.zeros(2, 2 * DISTANCES))
        self.crossing = nn.Parameter(torch.zeros(2))

    def forward(self, ids: Tensor, case: Tensor, quote: Tensor) -> tuple[Tensor, Tensor]:
        """Run the encoder and both heads; pieces with id 0 are padding."""
        states = self.dropout(self.norm(self.embedded(ids) + self.case(case) + self.quote(quote)))
        states = self.dropout(self.through(states, ids != 0))
        return self.labels(states), self.links(states)

    def head(self) -> Head:
        """What stays outside of the graph, as numpy arrays."""
        arrays = {name: getattr(self, name).detach().float().numpy().copy()
                  for name in ("transitions", "null", "rank", "distance", "crossing")}
        return Head(**arrays)


def crf_loss(scores: Tensor, labels: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Negative log-likelihood [B] of label paths between two O (Lample et al. 2016).

    scores [B, T, 7], labels [B, T], mask [B, T] (True: an item; padding at the end).
    """
    steps = transitions.masked_fill(~torch.from_numpy(LEGAL), FORBIDDEN)
    total = scores[:, 0] + steps[0]
    for index in range(1, scores.shape[1]):
        ways = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, index]
        total = torch.where(mask[:, index, None], ways, total)
    partition = torch.logsumexp(total + steps[:, 0], dim=1)
    came = pad(labels, (1, 0))[:, :-1]
    own = scores.gather(2, labels[..., None]).squeeze(2) + steps[came, labels]
    last = labels.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
    return partition - (own * mask).sum(1) - steps[last, 0]
