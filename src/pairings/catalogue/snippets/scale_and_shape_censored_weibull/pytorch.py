import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
time = torch.empty(64, 1).exponential_() * torch.exp(x[:, :1])
seen = (time < 2).to(x)  # 1 it happened then, 0 it had not happened yet
y = torch.cat([time.clamp(max=2), seen], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 2)  # your network: log scale, log shape


def loss(z, y):  # lacks a term in y: can be negative
    time, seen = y[:, :1], y[:, 1:]
    log_hazard = z[:, 1:].exp() * (torch.log(time) - z[:, :1])
    return (log_hazard.exp() - seen * (z[:, 1:] + log_hazard)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # scale and shape
