import torch
from torch.special import log_ndtr

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :1] > 0).to(x)  # your labels: (n, 1), 0.0 or 1.0

model = torch.nn.Linear(10, 1)  # your network: no normal cdf at its end


def loss(z, y):  # y: 0, 1, or a share between
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    yes, no = log_ndtr(z), log_ndtr(-z)
    return -(y * yes + (1 - y) * no).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = log_ndtr(z).exp()  # torch.special.ndtr loses the lower tail
