import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.exp(
    x[:, :1] + torch.randn(64, 1) / 2
)  # your targets: (n, 1), above 0

model = torch.nn.Linear(10, 2)  # your network: log scale, log shape


def loss(z, y):  # may be negative: a density above 1
    scale, shape = z[:, :1].exp(), z[:, 1:].exp()
    return -torch.distributions.Weibull(scale, shape).log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # scale and shape
