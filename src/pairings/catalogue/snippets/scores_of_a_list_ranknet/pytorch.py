import torch

x = torch.randn(64, 8, 10)  # your inputs: (n, inputs) in each list
y = (2 * x[..., 0] + torch.randn(64, 8)).round()  # relevance, more is better

# your network: one score for each item of a list
model = torch.nn.Sequential(torch.nn.Linear(10, 1), torch.nn.Flatten())


def loss(z, y):  # whole lists: pairs within each list, never across
    ahead = y[:, :, None] > y[:, None, :]
    gap = z[:, :, None] - z[:, None, :]
    wrong = torch.nn.functional.softplus(-gap)
    return (ahead * wrong).sum(dim=(1, 2)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():  # the mean chance to be ahead of another item
    z = model(x)
    chance = (z[:, :, None] - z[:, None, :]).sigmoid()
    p = (chance.sum(dim=2) - 0.5) / (z.shape[1] - 1)
