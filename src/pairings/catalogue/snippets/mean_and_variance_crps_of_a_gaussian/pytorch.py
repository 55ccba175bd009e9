import math

import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 2)  # your network: two scores, no activation


def loss(z, y):  # in the unit of y, never below 0
    mean, sigma = z[:, :1], (z[:, 1:] / 2).exp()
    w = (y - mean) / sigma
    density = torch.exp(-w * w / 2) / math.sqrt(2 * math.pi)
    away = (y - mean) * torch.erf(w / math.sqrt(2))
    return (away + sigma * (2 * density - 1 / math.sqrt(math.pi))).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x)
mean, variance = p[:, :1], p[:, 1:].exp()
