import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.relu(x[:, :1])  # your targets: (n, 1), 0 or greater

model = torch.nn.Linear(10, 1)  # your network: no ReLU at its end


def loss(z, y):  # never negative; half the square while the output is on
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return torch.where(z > 0, (z - y) ** 2 / 2, y**2 / 2 - y * z).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.relu(model(x))
