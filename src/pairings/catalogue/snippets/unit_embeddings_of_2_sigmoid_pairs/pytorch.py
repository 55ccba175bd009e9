import torch
from torch.nn import functional as F

# your inputs: (n, inputs) in each batch, two views of each of 8 items
items = torch.randn(64, 8, 10).repeat(1, 2, 1)
x = items + 0.1 * torch.randn(64, 16, 10)
y = torch.arange(8).repeat(64, 2)  # equal numbers belong together
temperature, offset = 0.1, -10.0  # the usual start; both can be learned

model = torch.nn.Linear(10, 2)  # your network; take more than 2 outputs


def loss(z, y):  # binary_cross_entropy_with_logits, once for each pair
    u = F.normalize(z.reshape(*y.shape, 2), dim=-1)
    score = u @ u.mT / temperature + offset
    alike = (y[:, :, None] == y[:, None, :]).to(u)
    told = F.binary_cross_entropy_with_logits(score, alike, reduction="none")
    return told.triu(diagonal=1).sum(dim=(1, 2)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = F.normalize(model(x), dim=-1)  # compare these by p @ p.mT
