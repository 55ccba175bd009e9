import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :3] > 0).to(x)  # your masks: (n, pixels), 0 or 1
y[:, 0] = 1.0  # an empty mask has no overlap

model = torch.nn.Linear(10, 3)  # your network: one score a pixel


def loss(z, y):  # per image, then the mean
    p = z.sigmoid()
    dice = 2 * (p * y).sum(dim=1) / (p.sum(dim=1) + y.sum(dim=1))
    bce = torch.nn.BCEWithLogitsLoss()(z, y)  # the mean over the pixels
    return bce + (1 - dice).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.sigmoid(z)
