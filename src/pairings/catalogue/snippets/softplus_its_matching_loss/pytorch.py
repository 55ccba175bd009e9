import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.relu(x[:, :1])  # your targets: (n, 1), 0 or greater

model = torch.nn.Linear(10, 1)  # your network: no softplus at its end


def loss(z, y):  # only its gradient means something: it can be negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    residual = torch.nn.functional.softplus(z) - y
    # the gradient is then prediction - target
    return (residual.detach() * z).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.nn.functional.softplus(model(x))
