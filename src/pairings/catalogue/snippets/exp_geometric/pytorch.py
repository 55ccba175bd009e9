import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.poisson(torch.exp(x[:, :1]))  # your counts: (n, 1)

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the mean


def loss(z, y):  # failures before the first success
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    geometric = torch.distributions.Geometric(logits=-z)
    return -geometric.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)
