import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
time = torch.empty(64, 1).exponential_() * torch.exp(x[:, :1])
seen = (time < 2).double()  # 1 it happened then, 0 it had not happened yet
y = torch.cat([time.clamp(max=2), seen], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 1)  # your network: ends in the log of the hazard


def loss(z, y):  # lacks a term in y: can be negative
    time, seen = y[:, :1], y[:, 1:]
    assert z.shape == time.shape  # (n,) against (n, 1) is (n, n), silently
    return (time * z.exp() - seen * z).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.exp(model(x))  # the hazard; the mean time is 1 / p
