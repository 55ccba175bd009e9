import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :3].argmax(dim=1)  # your labels: (n,), int64, classes 0, 1, 2

model = torch.nn.Linear(10, 3)  # your network: one score a class, no softmax
loss = torch.nn.CrossEntropyLoss()  # takes z: no softmax before it
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.softmax(model(x), dim=1)  # rows sum to 1
