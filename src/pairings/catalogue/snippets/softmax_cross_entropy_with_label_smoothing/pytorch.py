import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
labels = x[:, :4].argmax(dim=1)  # your classes: (n,), 0 … 3
y = torch.nn.functional.one_hot(labels, 4).to(x)  # indices would do as well

model = torch.nn.Linear(10, 4)  # your network: no softmax at its end
loss = torch.nn.CrossEntropyLoss(label_smoothing=0.1)  # takes z
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = torch.softmax(model(x), dim=1)  # drawn towards 1/4 by the smoothing
