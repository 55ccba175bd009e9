import torch
from torch.nn.functional import softplus

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(2 * x[:, :1]).round(decimals=1)  # your shares: 0 to 1

model = torch.nn.Linear(
    10, 4
)  # your network: the beta's two, a threshold, a step


def loss(z, y):  # may be negative between the ends
    q, log_precision, threshold, step = z.split(1, dim=1)
    a = q - threshold  # above it: not 0
    b = a - softplus(step)  # above it: 1
    precision = log_precision.exp()
    beta = torch.distributions.Beta(
        q.sigmoid() * precision, (-q).sigmoid() * precision
    )
    at_end = (y == 0) | (y == 1)
    density = beta.log_prob(torch.where(at_end, 0.5, y))
    between = softplus(-a) + softplus(b) + softplus(-step) - density
    ends = torch.where(y == 0, softplus(a), softplus(-b))
    return torch.where(at_end, ends, between).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
q, log_precision, threshold, step = z.split(1, dim=1)
a = q - threshold
b = a - softplus(step)
p = torch.cat(
    [(-a).sigmoid(), b.sigmoid(), q.sigmoid(), log_precision.exp()], dim=1
)  # P(y = 0), P(y = 1), mean and precision between
