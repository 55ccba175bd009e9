import torch
from torch.nn.functional import logsigmoid

x = torch.randn(64, 10)  # your inputs: (n, inputs)
some = (torch.rand(64, 1) < 0.6).to(x)
y = torch.poisson(torch.exp(x[:, :1])) * some  # your counts: (n, 1)

model = torch.nn.Linear(10, 3)  # your network: log mean, log alpha, logit


def loss(z, y):  # variance: mean + alpha * mean**2
    log_mean, log_alpha = z[:, :1], z[:, 1:2]
    counts = torch.distributions.NegativeBinomial(
        torch.exp(-log_alpha), logits=log_mean + log_alpha
    )
    q = z[:, 2:]
    no, yes = logsigmoid(-q), logsigmoid(q)  # an extra zero: yes or no
    zero = torch.logaddexp(yes, no + counts.log_prob(0 * y))
    return -torch.where(y == 0, zero, no + counts.log_prob(y)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :2].exp(), z[:, 2:].sigmoid()], dim=1)
# mean, dispersion, share of extra zeros
