import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.nn.functional.elu(x[:, :1])  # your targets: (n, 1), -1 or greater

model = torch.nn.Linear(10, 1)  # your network: no ELU at its end


def loss(z, y):  # never negative
    assert z.shape == y.shape  # (n,) against (n, 1) is (n, n), silently
    n = z.clamp(max=0)  # keeps the branch that is not taken from overflowing
    potential = torch.relu(z) ** 2 / 2 + torch.expm1(n) - n
    of_y = torch.where(y > 0, y**2 / 2, torch.xlogy(y + 1, y + 1) - y)
    return (potential - y * z + of_y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.nn.functional.elu(model(x))
