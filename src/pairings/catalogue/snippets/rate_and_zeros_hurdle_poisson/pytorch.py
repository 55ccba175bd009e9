import torch
from torch.nn.functional import logsigmoid

x = torch.randn(64, 10)  # your inputs: (n, inputs)
some = (torch.rand(64, 1) < 0.6).to(x)
y = torch.poisson(torch.exp(x[:, :1])) * some  # your counts: (n, 1)

model = torch.nn.Linear(10, 2)  # your network: log rate, logit of zero


def loss(z, y):
    log_rate, q = z[:, :1], z[:, 1:]
    rate = log_rate.exp()
    counts = torch.distributions.Poisson(rate)
    some = counts.log_prob(y) - torch.log(-torch.expm1(-rate))  # given above 0
    return -torch.where(y == 0, logsigmoid(q), logsigmoid(-q) + some).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
rate, zero = z[:, :1].exp(), z[:, 1:].sigmoid()
p = torch.cat([rate, zero], dim=1)
# the mean is (1 - zero) * rate / (1 - exp(-rate))
