import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :1] > 0).to(x)  # your labels: (n, 1), 0.0 or 1.0

model = torch.nn.Linear(10, 1)  # your network: no sigmoid at its end
loss = torch.nn.BCEWithLogitsLoss()  # takes z, not sigmoid(z)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.sigmoid(model(x))  # above 1/2 where the score is above 0
