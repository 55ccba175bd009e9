"""What PyTorch can compute of the package, by the name of the record."""

import math

import torch
import torch.nn.functional as F

NAME = "PyTorch"
xlogy = torch.special.xlogy


def value_and_pull(f, z, y=None, g=None):
    """f(z), or f(z, y), and J(z)ᵀ g by autograd; g is 1 where none is given."""
    z = torch.tensor(z, requires_grad=True)
    value = f(z) if y is None else f(z, torch.tensor(y))
    value.backward(torch.ones_like(value) if g is None else torch.tensor(g))
    return value.detach().numpy(), z.grad.numpy()


ACTIVATIONS = {
    "identity": torch.nn.Identity(),
    "sigmoid": F.sigmoid,
    "softmax": lambda z: F.softmax(z, dim=-1),
    "tanh": F.tanh,
    "ReLU": F.relu,
    "leaky ReLU": F.leaky_relu,
    "leaky ReLU(s=0.3)": lambda z: F.leaky_relu(z, 0.3),
    "ELU": F.elu,
    "ELU(α=0.5)": lambda z: F.elu(z, 0.5),
    "CELU": F.celu,
    "CELU(α=2)": lambda z: F.celu(z, 2.0),
    "SELU": F.selu,
    "softplus": F.softplus,
    "exp": torch.exp,
    "hard sigmoid": lambda z: F.hardtanh(z, 0.0, 1.0),  # their hardsigmoid is clip(z/6 + 1/2)
    "hard tanh": F.hardtanh,
    "ReLU6": F.relu6,
    "arctan": torch.arctan,
    "softsign": F.softsign,
    "normal cdf": torch.special.ndtr,
    "GELU": F.gelu,
    "SiLU": F.silu,
    "Mish": F.mish,
    "hard swish": F.hardswish,
}


def each(loss, **settings):
    """The sum over the outputs of a loss that can return one number per output."""
    return lambda p, y: loss(p, y, reduction="none", **settings).sum(-1)


def pinball(q):
    return lambda p, y: torch.maximum(q * (y - p), (q - 1) * (y - p)).sum(-1)


def cross_entropy(p, y):
    return each(F.kl_div)(p.log(), y) - xlogy(y, y).sum(-1)


def hinge(p, y):
    return F.margin_ranking_loss(p, 0 * p, y, margin=1.0, reduction="none").sum(-1)


def poisson(p, y):
    loss = F.poisson_nll_loss(p, y, log_input=False, eps=0.0, reduction="none")
    return (loss + xlogy(y, y) - y).sum(-1)


def gamma(p, y):
    density = torch.distributions.Exponential(1 / p).log_prob
    return (-density(y) - y.log() - 1).sum(-1)


def tweedie(q):
    def grown(t, k):
        return t.log() if k == 0 else t**k / k

    def value(p, y):
        lost = y * (grown(p, 1 - q) - grown(y, 1 - q))
        return (grown(p, 2 - q) - grown(y, 2 - q) - torch.where(y == 0, 0.0, lost)).sum(-1)

    return value


LOSSES = {
    "half squared error": lambda p, y: each(F.mse_loss)(p, y) / 2,
    "absolute error": each(F.l1_loss),
    "log loss": each(F.binary_cross_entropy),
    "cross-entropy": cross_entropy,
    "Huber": each(F.huber_loss),
    "Huber(δ=0.3)": lambda p, y: 0.3 * each(F.smooth_l1_loss, beta=0.3)(p, y),
    "log cosh": lambda p, y: (torch.logaddexp(p - y, y - p) - math.log(2)).sum(-1),
    "pinball(q=0.5)": pinball(0.5),
    "pinball(q=0.9)": pinball(0.9),
    "hinge": hinge,
    "half Poisson deviance": poisson,
    "half gamma deviance": gamma,
    "half Tweedie deviance(q=1.5)": tweedie(1.5),
    "half Tweedie deviance(q=2.5)": tweedie(2.5),
}

# Losses that take the score; True where a term in y alone is left out.
MATCHED = {
    "identity + half squared error": (LOSSES["half squared error"], False),
    "sigmoid + log loss": (each(F.binary_cross_entropy_with_logits), False),
    "softmax + cross-entropy": (lambda z, y: F.cross_entropy(z, y, reduction="none"), False),
    "exp + half Poisson deviance": (each(F.poisson_nll_loss), True),
    "ReLU + its matching loss": (lambda z, y: (F.relu(z) ** 2 / 2 - y * z).sum(-1), True),
}

ABSENT = {"sparsemax": "PyTorch has none", "entmax": "PyTorch has none"}
