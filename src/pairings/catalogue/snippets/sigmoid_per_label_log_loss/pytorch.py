import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :3] > 0).to(x)  # your labels: (n, 3), 0.0 or 1.0

model = torch.nn.Linear(10, 3)  # your network: one score a label, no sigmoid
loss = torch.nn.BCEWithLogitsLoss()  # mean over rows and labels
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.sigmoid(model(x))  # a label where the score is above 0
