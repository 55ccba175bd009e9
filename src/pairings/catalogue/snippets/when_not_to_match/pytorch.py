import torch

# All take scores z and targets y of one shape: (n, 1) and (n, 1). Other shapes
# broadcast, with a warning at most.


def gamma(z, y):  # p = exp(z); lacks a term in y: can be negative
    return (z + y * torch.exp(-z)).mean()


def pinball(z, y, q=0.9):  # p = z, below which a share q of the targets lies
    return torch.maximum(q * (y - z), (q - 1) * (y - z)).mean()
