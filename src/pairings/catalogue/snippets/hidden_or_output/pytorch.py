import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
y = x[:, :1] + 1  # your targets: (n, 1), any numbers, best of spread 1

model = torch.nn.Sequential(
    torch.nn.Linear(10, 8),
    torch.nn.SELU(),  # hidden: free to choose, ReLU(), ELU(), Tanh(), GELU()
    torch.nn.Linear(8, 1),  # output: the score, no activation
)
loss = torch.nn.MSELoss()  # belongs to the output; y of shape (n,) only warns
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(300):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    p = model(x)
