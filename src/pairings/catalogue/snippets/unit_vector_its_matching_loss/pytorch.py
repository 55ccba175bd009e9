import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.atan2(x[:, :1], x[:, 1:2] + 1)  # your angles: (n, 1), in radians

model = torch.nn.Linear(10, 2)  # your network: two scores, no activation


def loss(z, y):  # never negative
    towards = torch.cat([torch.cos(y), torch.sin(y)], dim=1)
    assert towards.shape == z.shape  # an angle for each row, (n, 1)
    length = z.norm(dim=1)
    return (length - (z * towards).sum(dim=1)).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = z / z.norm(dim=1, keepdim=True)  # cosine and sine
