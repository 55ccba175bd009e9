import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.poisson(torch.exp(x[:, :1]))  # your counts: (n, 1)

model = torch.nn.Linear(10, 2)  # your network: log mean, log dispersion


def loss(z, y):  # variance: mean + alpha * mean**2
    log_mean, log_alpha = z[:, :1], z[:, 1:]
    counts = torch.distributions.NegativeBinomial(
        torch.exp(-log_alpha), logits=log_mean + log_alpha
    )
    return -counts.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # mean and dispersion
