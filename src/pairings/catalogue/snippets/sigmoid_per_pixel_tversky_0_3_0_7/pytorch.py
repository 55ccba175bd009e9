import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :3] > 0).to(x)  # your masks: (n, pixels), 0 or 1
y[:, 0] = 1.0  # an empty mask has no overlap

model = torch.nn.Linear(10, 3)  # your network: one score a pixel


def loss(z, y):  # per image, then the mean
    p = z.sigmoid()
    hit = (p * y).sum(dim=1)
    added, missed = (p * (1 - y)).sum(dim=1), ((1 - p) * y).sum(dim=1)
    return (1 - hit / (hit + 0.3 * added + 0.7 * missed)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.sigmoid(z)
