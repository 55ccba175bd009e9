import torch
from torch.nn.functional import softplus

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :1] > 0).to(x)  # your labels: (n, 1), 0.0 or 1.0

model = torch.nn.Linear(10, 1)  # your network: no sigmoid at its end


def loss(z, y):  # γ = 2; labels 0 and 1; not convex
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    wrong = (1 - 2 * y) * z  # the score against the label
    return (torch.sigmoid(wrong) ** 2 * softplus(wrong)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.sigmoid(z)
