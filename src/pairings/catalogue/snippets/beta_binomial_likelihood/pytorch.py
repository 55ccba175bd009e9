import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
n = torch.randint(1, 10, (64, 1)).to(x)  # tries
k = torch.binomial(n, torch.sigmoid(x[:, :1] + torch.randn(64, 1)))
y = torch.cat([k, n], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 2)  # your network: logit of the mean, log precision


def loss(z, y):  # lacks a term in y: can be negative
    k, n = y[:, :1], y[:, 1:]
    precision = z[:, 1:].exp()
    a, b = z[:, :1].sigmoid() * precision, (-z[:, :1]).sigmoid() * precision
    gained = torch.lgamma(a + k) + torch.lgamma(b + n - k)
    before = torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(precision)
    return (before - gained + torch.lgamma(precision + n)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1].sigmoid(), z[:, 1:].exp()], dim=1)  # mean, precision
