import torch
from torch import distributions

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] * torch.randn(64, 1).sign()  # your targets: (n, 1), any numbers

model = torch.nn.Linear(10, 6)  # your network: 3 scores for each of 2 parts
with torch.no_grad():
    model.bias[1::3] = torch.tensor([-1.0, 1.0])  # means apart, or they stay


def loss(z, y):  # may be negative: a density above 1
    logit, mean, log_sigma = z[:, 0::3], z[:, 1::3], z[:, 2::3]
    mixture = distributions.MixtureSameFamily(
        distributions.Categorical(logits=logit),
        distributions.Normal(mean, log_sigma.exp()),
    )
    return -mixture.log_prob(y[:, 0]).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
share, mean, sigma = z[:, 0::3].softmax(1), z[:, 1::3], z[:, 2::3].exp()
p = torch.stack([share, mean, sigma], dim=2).flatten(1)
