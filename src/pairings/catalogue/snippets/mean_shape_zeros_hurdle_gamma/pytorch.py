import torch
from torch.nn.functional import logsigmoid

x = torch.randn(64, 10)  # your inputs: (n, inputs)
some = (torch.rand(64, 1) < 0.6).to(x)
y = torch.exp(x[:, :1]) * some  # your amounts: (n, 1), 0 or above

model = torch.nn.Linear(10, 3)  # your network: log mean, log shape, logit of 0


def loss(z, y):  # may be negative: a density above 1
    mean, shape, q = z[:, :1].exp(), z[:, 1:2].exp(), z[:, 2:]
    amounts = torch.distributions.Gamma(shape, shape / mean)
    above = amounts.log_prob(torch.where(y > 0, y, 1.0))
    return -torch.where(y > 0, logsigmoid(-q) + above, logsigmoid(q)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :2].exp(), z[:, 2:].sigmoid()], dim=1)
# mean above 0, shape, share of zeros
