import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.softmax(2 * x[:, :3], dim=1)  # your shares: (n, K), rows sum to 1

model = torch.nn.Linear(10, 3)  # your network: logs of the concentrations


def loss(z, y):  # may be negative: a density above 1
    return -torch.distributions.Dirichlet(z.exp()).log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(z)  # concentrations; over their sum, the mean
