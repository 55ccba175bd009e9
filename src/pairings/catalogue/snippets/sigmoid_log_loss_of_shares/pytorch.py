import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = torch.sigmoid(x[:, :1])  # your targets: (n, 1), shares from 0 to 1

model = torch.nn.Linear(10, 1)  # your network: one score, no sigmoid
loss = (
    torch.nn.BCEWithLogitsLoss()
)  # its least value is the entropy of y, not 0
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.sigmoid(model(x))  # the mean share
