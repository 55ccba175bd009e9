import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
# your labels: (n, K), 1 for each class that it may be
y = (x[:, :3] > x[:, :3].mean(dim=1, keepdim=True)).to(x)

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax


def loss(z, y):  # -log of the probability of the set
    possible = z.masked_fill(y == 0, -torch.inf)
    return (z.logsumexp(dim=1) - possible.logsumexp(dim=1)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z, dim=1)
