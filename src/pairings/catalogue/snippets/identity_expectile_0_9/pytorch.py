import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 1)  # your network: no activation at its end


def loss(z, y):  # 0.9 for falling short, 0.1 for exceeding
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    weight = torch.where(y > z, 0.9, 0.1)
    return (weight * (z - y) ** 2).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z
