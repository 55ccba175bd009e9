import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
t = torch.rand(64, 1) + 0.5  # how long each was watched: (n, 1), above 0
y = torch.cat([torch.poisson(t * torch.exp(x[:, :1])), t], dim=1)  # count, t

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the rate
nll = torch.nn.PoissonNLLLoss()


def loss(z, y):  # Poisson with an offset; lacks a term in y: can be negative
    count, t = y[:, :1], y[:, 1:]
    assert z.shape == count.shape  # (n,) against (n, 1) is (n, n), silently
    return nll(z + torch.log(t), count)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))  # events per unit of t
