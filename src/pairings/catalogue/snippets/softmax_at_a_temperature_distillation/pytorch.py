import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.softmax(
    x[:, :3], dim=1
)  # your teacher's shares at the same T: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax


def loss(z, y):  # T = 2
    kl = torch.nn.KLDivLoss(reduction="batchmean")
    return kl(torch.log_softmax(z / 2, dim=1), y)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z / 2, dim=1)
