import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
noise = torch.randn(64, 1) / 2
y = torch.exp(x[:, :1] + noise)  # your amounts: (n, 1), above 0

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean


def loss(z, y):  # half gamma deviance; lacks a term in y: can be negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (z + y * torch.exp(-z)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))
