import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.distributions.Multinomial(
    9, logits=x[:, :3]
).sample()  # counts: (n, K)

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax


def loss(z, y):  # lacks a term in y
    counts = torch.distributions.Multinomial(logits=z, validate_args=False)
    return -counts.log_prob(y).mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.softmax(z, dim=1)
