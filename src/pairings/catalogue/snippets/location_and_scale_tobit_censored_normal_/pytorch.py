import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
number = x[:, :1] + torch.randn(64, 1) / 2
flag = (number > 1).to(x) - (number < -1).to(x)  # 1: at least, -1: at most
y = torch.cat([number.clamp(-1, 1), flag], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 2)  # your network: mean, log scale


def loss(z, y):  # may be negative: a density above 1
    number, flag = y[:, :1], y[:, 1:]
    r = (number - z[:, :1]) * torch.exp(-z[:, 1:])
    beyond = -torch.special.log_ndtr(-flag * r)
    return torch.where(flag == 0, z[:, 1:] + r**2 / 2, beyond).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1], z[:, 1:].exp()], dim=1)  # mean and scale
