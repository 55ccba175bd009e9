import torch

x = torch.randn(200, 16)  # your inputs: (n, inputs)
y = (x > 0.5).double()  # a mask for each: 0 or 1 for every pixel
y[:, 0] = 1.0  # an empty mask has no Dice: leave it out, or smooth

model = torch.nn.Linear(16, 16)  # your network: a score for each pixel


def loss(z, y):  # per image, then the mean; over the batch is another loss
    p = z.sigmoid()
    hit = (p * y).sum(dim=-1)
    return (1 - 2 * hit / (p.sum(dim=-1) + y.sum(dim=-1))).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

p = model(x).sigmoid().detach()  # no probability
mask = p > 0.5
