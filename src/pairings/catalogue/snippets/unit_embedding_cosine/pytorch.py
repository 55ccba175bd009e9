import torch
from torch.nn import functional as F

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :3] + 1  # your embeddings: (n, dimensions), none all 0

model = torch.nn.Linear(10, 3)  # your network: as many scores as dimensions


def loss(z, y):  # or CosineEmbeddingLoss with labels 1
    return (1 - F.cosine_similarity(z, y, dim=1)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = F.normalize(z, dim=1)
