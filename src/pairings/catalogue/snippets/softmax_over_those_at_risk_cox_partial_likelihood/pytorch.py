import torch

x = torch.randn(8, 12, 10)  # your inputs: (n, inputs) in each of your lists
time = torch.empty(8, 12).exponential_() * torch.exp(x[..., 0])
seen = (time < 2).double()  # 1 it happened then, 0 it had not happened yet
y = torch.stack([time.clamp(max=2), seen], dim=2).flatten(1)

# your network: one score for each item of a list
model = torch.nn.Sequential(torch.nn.Linear(10, 1), torch.nn.Flatten())


def loss(z, y):  # whole lists: a list cut in batches is another loss
    time, seen = y[:, ::2], y[:, 1::2]
    at_risk = time[:, None, :] >= time[:, :, None]  # [list, event, item]
    rivals = z[:, None, :].masked_fill(~at_risk, -torch.inf)
    return (seen * (rivals.logsumexp(dim=2) - z)).sum(dim=1).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x).softmax(dim=1)  # each item's chance to be the first
