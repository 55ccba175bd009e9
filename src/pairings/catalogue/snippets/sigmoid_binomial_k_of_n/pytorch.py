import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
n = torch.randint(1, 10, (64, 1)).to(x)  # tries
k = torch.binomial(n, torch.sigmoid(x[:, :1]))  # of which so many came out
y = torch.cat([k, n], dim=1)  # your targets: (n, 2)

model = torch.nn.Linear(10, 1)  # your network: no sigmoid at its end


def loss(z, y):  # lacks a term in y
    k, n = y[:, :1], y[:, 1:]
    assert z.shape == k.shape  # (n,) against (n, 1) is (n, n), silently
    share = k / n.clamp(min=1)
    return torch.nn.BCEWithLogitsLoss(weight=n)(z, share)


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.sigmoid(z)  # of each try
