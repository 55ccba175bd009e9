"""Rows of rankings: a list of items, each scored by the same network."""

from ..activations import softmax
from ..losses import rankings as r
from ..records import Pairing, reals
from .entry import Entry


def _of_pairs(name: str, targets) -> Pairing:
    return Pairing(
        name,
        r.wins,
        r.ranknet_value,
        r.ranknet_gradient,
        targets,
        curvature=r.ranknet_curvature,
        lists=True,
    )


RANKNET = _of_pairs("scores of a list + RankNet", reals)
PREFERENCES = _of_pairs("scores of two + reward model of preferences", r.preferences)
LISTNET = Pairing(
    "softmax over a list + ListNet",
    softmax.bare.forward,
    r.listnet_value,
    r.listnet_gradient,
    reals,
    curvature=r.listnet_curvature,
    lists=True,
)
PLACKETT_LUCE = Pairing(
    "softmax over those left + Plackett–Luce",
    softmax.bare.forward,
    r.plackett_luce_value,
    r.plackett_luce_gradient,
    r.full_orders,
    curvature=r.plackett_luce_curvature,
    lists=True,
)

ENTRIES = (
    Entry(
        PLACKETT_LUCE.name,
        PLACKETT_LUCE,
        "a list with the ranks $1 … n$, 1 the best",
        "softmax over those left",
        "cross-entropy of who comes next, stage by stage",
        r"\sum_{i : y_i \leq y_k} p_{ik} - 1",
        "the strength, up to a factor that each list has for itself",
        dataset="made: lists with a zero of their own",
        page="rankings",
        when="the whole order is known, without ties",
        asked="an order of a list",
        bias="any: a shift changes nothing",
        first_loss=r"$\log n!$",
        height="likelihood",
        predicts="each item's chance to be the first",
    ),
    Entry(
        RANKNET.name,
        RANKNET,
        "a list with a relevance for each item, more for the better, ties allowed",
        "differences of scores",
        "log loss of who is ahead, pair by pair",
        r"\sum_{i : y_i > y_k} p_{ki} - \sum_{j : y_j < y_k} p_{jk}",
        "the order, where pairs have one",
        dataset="made: lists with a zero of their own",
        page="rankings",
        when="only who is ahead of whom is to count",
        asked="a relevance within a list",
        bias="any: a shift changes nothing",
        first_loss=r"$\log 2$ times the pairs of unlike relevance",
        shown="card",
        height="loss",
        predicts="each item's mean chance to be ahead of another",
    ),
    Entry(
        LISTNET.name,
        LISTNET,
        "a list with a relevance for each item, more for the better, ties allowed",
        "softmax over the list",
        "cross-entropy with the softmax of the relevance, less its entropy",
        r"p - \operatorname{softmax}(y)",
        "the relevance, up to a shift that each list has for itself",
        dataset="made: lists with a zero of their own",
        page="rankings",
        when="distances of relevance are to count, and the top most",
        asked="a relevance within a list, distances and all",
        bias="any: a shift changes nothing",
        first_loss=r"mean of $\log n$ less the entropy of $\operatorname{softmax}(y)$",
        predicts="each item's chance to be the first",
    ),
    Entry(
        PREFERENCES.name,
        PREFERENCES,
        "a list of two, 1 for the preferred one and 0 for the other",
        "difference of two scores",
        "log loss of who is preferred (Bradley–Terry)",
        "p - y",
        "the reward, up to a shift",
        dataset="made: pairs, one preferred",
        page="rankings",
        when="people say which of two they prefer",
        asked="a preference between two",
        bias="any: a shift changes nothing",
        first_loss=r"$\log 2$",
        height="likelihood",
        predicts="each one's chance to be preferred",
    ),
)
