import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 3)  # your network: location, log scale, slant


def loss(z, y):  # may be negative: a density above 1
    location, log_scale, slant = z[:, :1], z[:, 1:2], z[:, 2:]
    w = (y - location) * torch.exp(-log_scale)
    skew = torch.special.log_ndtr(slant * w)
    return (log_scale + w**2 / 2 - skew).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1], z[:, 1:2].exp(), z[:, 2:]], dim=1)
