import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
some = torch.rand(64, 1) < 0.6
y = torch.exp(x[:, :1]) * some  # your amounts: (n, 1), from 0 up

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean


def loss(z, y):  # half Tweedie deviance of power 1.5; never negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    root = torch.exp(z / 2)
    return (2 * (root - torch.sqrt(y)) ** 2 / root).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))
