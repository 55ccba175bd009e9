import math

import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.poisson(torch.exp(x[:, :1]))  # your counts: (n, 1)

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean


def loss(z, y, alpha=0.5):  # variance: mean + alpha * mean**2
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    odds = z + math.log(alpha)
    all_of_it = (y + 1 / alpha) * torch.nn.functional.softplus(odds)
    return (all_of_it - y * z).mean()  # lacks a term in y: can be negative


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))
