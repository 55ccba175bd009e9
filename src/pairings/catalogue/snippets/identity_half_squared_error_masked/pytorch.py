import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
known = (torch.rand(64, 1) < 0.7).to(x)  # 1 where the target is known
y = torch.cat([x[:, :1] * known, known], dim=1)  # each target beside its flag

model = torch.nn.Linear(10, 1)  # your network: one score per target


def loss(z, y):  # unknown targets: any finite number. NaN · 0 would be NaN
    target, known = y[:, ::2], y[:, 1::2]
    assert z.shape == target.shape
    return (known * (z - target) ** 2).sum() / 2 / len(z)  # or / known.sum()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x)
