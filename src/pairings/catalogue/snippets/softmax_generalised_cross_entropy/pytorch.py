import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
labels = x[:, :3].argmax(dim=1)
y = torch.nn.functional.one_hot(labels, 3).to(x)  # your labels: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax


def loss(z, y):  # q = 0.7; not convex
    right = (torch.softmax(z, dim=1) * y).sum(dim=1)
    return ((1 - right**0.7) / 0.7).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z, dim=1)
