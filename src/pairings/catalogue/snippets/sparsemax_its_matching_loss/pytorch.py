import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
labels = x[:, :3].argmax(dim=1)
y = torch.nn.functional.one_hot(labels, 3).to(x)  # your labels: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class


def sparsemax(z):  # z less what leaves a sum of 1, cut off at 0
    high = z.sort(dim=1, descending=True).values
    over = (high.cumsum(dim=1) - 1) / torch.arange(1, z.shape[1] + 1)
    count = (high > over).sum(dim=1, keepdim=True)
    return torch.relu(z - over.gather(1, count - 1))


def loss(z, y):  # never negative
    p = sparsemax(z).detach()
    return (((z - y) ** 2 - (z - p) ** 2).sum(dim=1) / 2).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = sparsemax(z)  # rows sum to 1, some shares are 0
