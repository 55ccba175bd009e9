import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Linear(10, 2)  # your network: two scores, no activation
likelihood = torch.nn.GaussianNLLLoss()  # may be negative: a density above 1


def loss(z, y):  # its eps=1e-6 is the least variance it believes
    return likelihood(z[:, :1], y, z[:, 1:].exp())


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x)
mean, variance = p[:, :1], p[:, 1:].exp()
