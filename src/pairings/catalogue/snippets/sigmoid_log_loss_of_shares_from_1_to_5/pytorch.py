import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (3 + x[:, :1]).clamp(1, 5)  # your targets: (n, 1), from 1 to 5

model = torch.nn.Linear(10, 1)  # your network: no sigmoid at its end


def loss(z, y):
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return torch.nn.BCEWithLogitsLoss()(z, (y - 1) / 4)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = 1 + 4 * torch.sigmoid(z)
