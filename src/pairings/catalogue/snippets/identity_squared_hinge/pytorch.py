import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1].sign()  # your labels: (n, 1), -1.0 or +1.0

model = torch.nn.Linear(10, 1)  # your network: no activation at its end


def loss(z, y):  # labels -1 and +1, not 0 and 1
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    return (torch.relu(1 - y * z) ** 2).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z  # its sign is the label
