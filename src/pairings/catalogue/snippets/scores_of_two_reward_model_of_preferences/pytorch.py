import torch
from torch.nn.functional import softplus

x = torch.randn(64, 2, 10)  # your inputs: (n, inputs) in pairs
better = x[:, :1, 0] > x[:, 1:, 0]
y = torch.cat([better, ~better], dim=1).to(x)  # 1 for the preferred one

# your network: one score for each of the two
model = torch.nn.Sequential(torch.nn.Linear(10, 1), torch.nn.Flatten())


def loss(z, y):  # one of each two is 1, the other 0
    ahead = (z * (2 * y - 1)).sum(dim=1)  # preferred less other
    return softplus(-ahead).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z.softmax(dim=1)  # each one's chance to be preferred
