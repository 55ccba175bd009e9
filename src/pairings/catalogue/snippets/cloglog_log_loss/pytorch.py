import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :1] > 0).to(x)  # your labels: (n, 1), 0.0 or 1.0

model = torch.nn.Linear(10, 1)  # your network: no activation at its end


def loss(z, y):  # y: 0, 1, or a share between
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    yes, no = torch.log(-torch.expm1(-z.exp())), -z.exp()
    return -(y * yes + (1 - y) * no).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = -torch.expm1(-z.exp())
