import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + torch.randn(64, 1)  # your targets: (n, 1), best of spread 1

model = torch.nn.Linear(10, 3)  # your network: a score for each quantile
levels = torch.tensor([0.1, 0.5, 0.9])  # in increasing order


def quantiles(z):  # the first, and steps above 0: they cannot cross
    steps = torch.nn.functional.softplus(z[:, 1:])
    return torch.cat([z[:, :1], steps], dim=1).cumsum(dim=1)


def loss(z, y):  # y of shape (n, 1) against (n, 3): meant so, once
    assert y.shape == (len(z), 1)
    r = y - quantiles(z)
    return torch.maximum(levels * r, (levels - 1) * r).sum(dim=1).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = quantiles(model(x))  # (n, 3), in order on every row
