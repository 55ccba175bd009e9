import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
labels = x[:, :3].argmax(dim=1)
y = torch.nn.functional.one_hot(labels, 3).to(x)  # your labels: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class


def loss(z, y):  # MultiMarginLoss takes every rival, this the best
    own = (z * y).sum(dim=1)
    rival = z.masked_fill(y == 1, -torch.inf).amax(dim=1)
    return torch.relu(1 - own + rival).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z  # the largest score is the class
