import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 1)  # your network: no activation at its end


def loss(z, y):  # δ = 1, in the unit of y
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (torch.sqrt(1 + (z - y) ** 2) - 1).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z
