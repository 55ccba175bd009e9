import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
known = (torch.rand(64, 1) < 0.7).to(x)  # 1 where the label is known
y = torch.cat([(x[:, :1] > 0) * known, known], dim=1)  # each label, its flag

model = torch.nn.Linear(10, 1)  # your network: one score a label, no sigmoid


def loss(z, y):  # unknown labels: 0 or 1, it is all the same
    label, known = y[:, ::2], y[:, 1::2]
    assert z.shape == label.shape
    bce = torch.nn.BCEWithLogitsLoss(reduction="none")(z, label)
    return (known * bce).sum() / len(z)  # or / known.sum()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.sigmoid(z)
