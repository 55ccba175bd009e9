import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(x[:, :1] + torch.randn(64, 1) / 2)  # (n, 1), inside (0, 1)

model = torch.nn.Linear(10, 2)  # your network: logit of the mean, log precision


def loss(z, y):  # may be negative: a density above 1
    precision = z[:, 1:].exp()
    mean = torch.sigmoid(z[:, :1])
    beta = torch.distributions.Beta(mean * precision, (1 - mean) * precision)
    return -beta.log_prob(y).mean()  # y of 0 or 1 is refused


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x)
mean, precision = torch.sigmoid(p[:, :1]), p[:, 1:].exp()
