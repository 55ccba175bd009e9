import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.softmax(2 * x[:, :3], dim=1)  # your shares: (n, K), rows sum to 1

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax


def loss(z, y):  # never negative
    kl = torch.nn.KLDivLoss(reduction="batchmean")  # not "mean"
    return kl(torch.log_softmax(z, dim=1), y)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z, dim=1)
