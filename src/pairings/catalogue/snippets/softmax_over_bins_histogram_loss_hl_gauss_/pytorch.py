import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1].clamp(-3, 3)  # your targets: (n, 1), from -3 to 3
edges = torch.linspace(-3, 3, 13)

model = torch.nn.Linear(10, 12)  # your network: one score a bin, no softmax


def loss(z, y):  # the bins' shares of a normal around y
    below = torch.special.ndtr((edges - y) / 0.375)  # 0.75 widths of a bin
    shares = below.diff(dim=1)
    shares = shares / shares.sum(dim=1, keepdim=True)
    return torch.nn.CrossEntropyLoss()(z, shares)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z, dim=1)  # the mean: p @ (edges[1:] + edges[:-1]) / 2
