import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.exp(
    x[:, :1] + torch.randn(64, 1) / 2
)  # your targets: (n, 1), above 0

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the median


def loss(z, y):  # the whole square
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return torch.nn.MSELoss()(z, torch.log(y))


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # the median
