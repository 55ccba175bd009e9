import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
labels = x[:, :3].argmax(dim=1)
y = torch.nn.functional.one_hot(labels, 3).to(x)  # your labels: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class


def entmax(z):  # squares of what lies above a threshold; they sum to 1
    half, k = z / 2, torch.arange(1, z.shape[1] + 1)
    high = half.sort(dim=1, descending=True).values
    mean = high.cumsum(dim=1) / k
    spread = (high**2).cumsum(dim=1) - k * mean**2
    level = mean - ((1 - spread) / k).clamp(min=0).sqrt()
    count = (level <= high).sum(dim=1, keepdim=True)
    return torch.relu(half - level.gather(1, count - 1)) ** 2


def loss(z, y):  # entmax15_loss of the package entmax is the same
    p = entmax(z).detach()
    less = (y**1.5 - p**1.5).sum(dim=1) / 0.75
    return (((p - y) * z).sum(dim=1) + less).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = entmax(z)  # rows sum to 1, some shares are 0
