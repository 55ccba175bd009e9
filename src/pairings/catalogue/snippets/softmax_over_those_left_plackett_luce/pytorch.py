import torch

x = torch.randn(64, 8, 10)  # your inputs: (n, inputs) in each list
order = (x[..., 0] + torch.randn(64, 8) / 2).argsort(dim=1, descending=True)
y = order.argsort(dim=1) + 1.0  # your ranks, 1 the best

# your network: one score for each item of a list
model = torch.nn.Sequential(torch.nn.Linear(10, 1), torch.nn.Flatten())


def loss(z, y):  # whole lists: a list cut in batches is another loss
    left = y[:, None, :] >= y[:, :, None]  # [list, stage, item]
    rivals = z[:, None, :].masked_fill(~left, -torch.inf)
    return (rivals.logsumexp(dim=2) - z).sum(dim=1).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z.softmax(dim=1)  # each item's chance to be the first
