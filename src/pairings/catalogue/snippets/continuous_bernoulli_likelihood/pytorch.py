import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(2 * x[:, :1]).round(decimals=1)  # your shares: 0 to 1

model = torch.nn.Linear(10, 1)  # your network: no activation at its end


def loss(z, y):  # may be negative: a density above 1
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    shares = torch.distributions.ContinuousBernoulli(logits=z)
    return -shares.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.distributions.ContinuousBernoulli(logits=z).mean
