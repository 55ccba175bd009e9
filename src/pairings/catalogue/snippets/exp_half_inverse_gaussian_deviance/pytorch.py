import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.exp(
    x[:, :1] + torch.randn(64, 1) / 2
)  # your targets: (n, 1), above 0

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean


def loss(z, y):  # half the deviance; never negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    mean = torch.exp(z)
    return ((y - mean) ** 2 / (2 * mean**2 * y)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)
