import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = (x[:, :1] > 1).to(x)  # your labels: (n, 1), 0.0 or 1.0

model = torch.nn.Linear(10, 1)  # your network: no sigmoid at its end
w = torch.tensor(10.0)  # a yes counts ten times; the mean divides by n
loss = torch.nn.BCEWithLogitsLoss(pos_weight=w)  # takes z, not sigmoid(z)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.sigmoid(model(x))  # tilted: not the probability of a yes
    probability = torch.sigmoid(model(x) - torch.log(w))
