import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.atan2(x[:, :1], x[:, 1:2].abs() + 1)  # your angles, far from ±π

model = torch.nn.Linear(10, 2)  # your network: tan of half the angle, log κ


def loss(z, y):  # may be negative: a density above 1
    angle, kappa = 2 * torch.atan(z[:, :1]), z[:, 1:].exp()
    assert angle.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    level = torch.log(torch.special.i0e(kappa)) + kappa  # log of I0
    return (level - kappa * torch.cos(angle - y)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([2 * torch.atan(z[:, :1]), z[:, 1:].exp()], dim=1)
# direction and concentration
