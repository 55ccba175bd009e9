import torch

# All take scores z and targets y of one shape: (n, 1) and (n, 1). Other shapes
# broadcast, with a warning at most.


def hinge(z, y):  # y = -1 or +1; p is a side, no probability
    return torch.clamp(1 - y * z, min=0).mean()


def brier(z, y):  # p = sigmoid(z); y = 0 or 1
    return torch.nn.functional.mse_loss(torch.sigmoid(z), y) / 2


def absolute(z, y):  # p = sigmoid(z); y = 0 or 1, some of them wrong
    return torch.nn.functional.l1_loss(torch.sigmoid(z), y)
