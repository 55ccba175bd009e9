import torch

x = torch.randn(64, 10)  # your inputs: (n, inputs)
ranks = torch.bucketize(x[:, 0], torch.tensor([-1.0, 0.0, 1.0]))
# your targets, ranks 0 … 3, as the thresholds they have passed: (n, 3)
y = (ranks[:, None] > torch.arange(3)).to(x)


class Thresholds(torch.nn.Module):  # your network: one score at its end
    def __init__(self):
        super().__init__()
        self.score = torch.nn.Linear(10, 1)
        self.gaps = torch.nn.Parameter(torch.zeros(2))

    def forward(self, x):  # gaps above 0 keep the thresholds in order
        gaps = torch.nn.functional.softplus(self.gaps).cumsum(0)
        return self.score(x) - torch.cat([gaps.new_zeros(1), gaps])


model = Thresholds()


def loss(z, y):  # softmax + cross-entropy of sums of scores
    sums = torch.nn.functional.pad(z.cumsum(dim=1), (1, 0))
    return torch.nn.CrossEntropyLoss()(sums, y.sum(dim=1).long())


optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
shares = torch.nn.functional.pad(z.cumsum(dim=1), (1, 0)).softmax(dim=1)
p = shares.flip(1).cumsum(1).flip(1)[:, 1:]  # above each threshold
