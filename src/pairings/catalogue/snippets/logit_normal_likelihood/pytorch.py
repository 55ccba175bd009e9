import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(x[:, :1] + torch.randn(64, 1) / 2)  # (n, 1), inside (0, 1)

model = torch.nn.Linear(10, 2)  # your network: mean, log variance of the logit


def loss(z, y):  # of the logit; may be negative
    normal = torch.distributions.Normal(z[:, :1], (z[:, 1:] / 2).exp())
    return -normal.log_prob(torch.logit(y)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1].sigmoid(), z[:, 1:].exp()], dim=1)
# median of y, variance of its logit
