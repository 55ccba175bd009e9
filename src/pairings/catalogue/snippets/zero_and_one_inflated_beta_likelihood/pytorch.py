import torch
from torch.nn.functional import logsigmoid

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(2 * x[:, :1]).round(decimals=1)  # your shares: 0 to 1

model = torch.nn.Linear(
    10, 4
)  # your network: an end? the end 1? and beta's two


def loss(z, y):
    end, one, q, log_precision = z.split(1, dim=1)
    high, low = q.sigmoid(), (-q).sigmoid()
    precision = log_precision.exp()
    beta = torch.distributions.Beta(high * precision, low * precision)
    at_end = (y == 0) | (y == 1)
    inside = logsigmoid(-end) + beta.log_prob(torch.where(at_end, 0.5, y))
    ends = logsigmoid(end) + logsigmoid(torch.where(y == 1, one, -one))
    return -torch.where(at_end, ends, inside).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
end, one, q, log_precision = z.split(1, dim=1)
ends = end.sigmoid() * torch.cat([-one, one], dim=1).sigmoid()
p = torch.cat([ends, q.sigmoid(), log_precision.exp()], dim=1)
# P(y = 0), P(y = 1), mean and precision between
