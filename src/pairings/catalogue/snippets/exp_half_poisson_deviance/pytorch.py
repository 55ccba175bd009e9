import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.poisson(torch.exp(x[:, :1]))  # your targets: (n, 1), from 0 up

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean
nll = torch.nn.PoissonNLLLoss()  # takes z; lacks a term in y: can be negative


def loss(z, y):
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return nll(z, y)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))
