import torch
from torch.nn.functional import logsigmoid

x = torch.randn(64, 10)  # your inputs: (n, inputs)
some = (torch.rand(64, 1) < 0.6).to(x)
y = torch.poisson(torch.exp(x[:, :1])) * some  # your counts: (n, 1)

model = torch.nn.Linear(10, 2)  # your network: log rate, logit of extra zeros


def loss(z, y):
    log_rate, q = z[:, :1], z[:, 1:]
    no, yes = logsigmoid(-q), logsigmoid(q)  # an extra zero: yes or no
    counts = torch.distributions.Poisson(log_rate.exp())
    zero = torch.logaddexp(yes, no - log_rate.exp())
    return -torch.where(y == 0, zero, no + counts.log_prob(y)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
rate, extra = z[:, :1].exp(), z[:, 1:].sigmoid()
p = torch.cat([rate, extra], dim=1)  # the mean is rate * (1 - extra)
