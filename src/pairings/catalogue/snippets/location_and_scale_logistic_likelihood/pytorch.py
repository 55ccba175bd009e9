import torch
from torch.nn.functional import softplus

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 2)  # your network: two scores, no activation


def loss(z, y):  # may be negative: a density above 1
    location, log_scale = z[:, :1], z[:, 1:]
    assert location.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    u = (y - location) * torch.exp(-log_scale)
    sides = softplus(u) + softplus(-u)
    return (log_scale + sides).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1], z[:, 1:].exp()], dim=1)  # location and scale
