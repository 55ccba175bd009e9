import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 2)  # your network: two scores, no activation


def loss(z, y):  # may be negative: a density above 1
    laplace = torch.distributions.Laplace(z[:, :1], z[:, 1:].exp())
    return -laplace.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.cat([z[:, :1], z[:, 1:].exp()], dim=1)  # median and scale
