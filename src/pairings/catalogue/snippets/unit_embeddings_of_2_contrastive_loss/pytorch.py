import torch
from torch.nn import functional as F

# your inputs: (n, inputs) in each list; two views of each of 8 items
items = torch.randn(64, 8, 10).repeat(1, 2, 1)
x = items + 0.1 * torch.randn(64, 16, 10)
y = torch.arange(8).repeat(64, 2)  # equal numbers belong together
temperature = 0.1

model = torch.nn.Linear(10, 2)  # your network; take more than 2 outputs


def loss(z, y):  # a list is a batch: all others in it are candidates
    u = F.normalize(z.reshape(*y.shape, 2), dim=-1)
    own = torch.eye(y.shape[1], dtype=torch.bool)
    cosine = (u @ u.mT).masked_fill(own, -torch.inf)  # nobody meets itself
    log_p = F.log_softmax(cosine / temperature, dim=-1)
    same = (y[:, :, None] == y[:, None, :]) & ~own
    told = torch.where(same, log_p, 0.0).sum(-1)
    return -(told / same.sum(-1).clamp(min=1)).sum(-1).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = F.normalize(model(x), dim=-1)  # compare these by p @ p.mT
