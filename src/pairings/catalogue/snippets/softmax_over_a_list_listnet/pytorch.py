import torch

x = torch.randn(64, 8, 10)  # your inputs: (n, inputs) in each list
y = (2 * x[..., 0] + torch.randn(64, 8)).round()  # relevance, more is better

# your network: one score for each item of a list
model = torch.nn.Sequential(torch.nn.Linear(10, 1), torch.nn.Flatten())


def loss(z, y):  # never negative
    kl = torch.nn.KLDivLoss(reduction="batchmean")
    return kl(torch.log_softmax(z, dim=1), torch.softmax(y, dim=1))


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z.softmax(dim=1)  # each item's chance to be the first
