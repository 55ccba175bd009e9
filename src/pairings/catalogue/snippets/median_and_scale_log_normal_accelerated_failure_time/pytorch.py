import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
time = torch.empty(64, 1).exponential_() * torch.exp(x[:, :1])
seen = (time < 2).to(x)  # 1 it happened then, 0 it had not happened yet
y = torch.cat([time.clamp(max=2), seen], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 2)  # your network: mean, log scale of log time


def loss(z, y):  # may be negative: a density above 1
    time, seen = y[:, :1], y[:, 1:]
    r = (torch.log(time) - z[:, :1]) * torch.exp(-z[:, 1:])
    happened = z[:, 1:] + r**2 / 2
    lasted = -torch.special.log_ndtr(-r)
    return torch.where(seen == 1, happened, lasted).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # median, scale of log time
