import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.exp(
    x[:, :1] + torch.randn(64, 1) / 2
)  # your targets: (n, 1), above 0

model = torch.nn.Linear(10, 2)  # your network: mean and log spread of log y


def loss(z, y):  # may be negative: a density above 1
    amounts = torch.distributions.LogNormal(z[:, :1], z[:, 1:].exp())
    return -amounts.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # median, spread of log y; mean: median * exp(spread**2 / 2)
