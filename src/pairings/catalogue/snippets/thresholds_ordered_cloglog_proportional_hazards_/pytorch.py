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


def loss(z, y):  # -log of the chance to fall between two thresholds
    above = torch.exp(-torch.exp(-z))
    ends = torch.nn.functional.pad(above, (1, 0), value=1.0)
    ends = torch.nn.functional.pad(ends, (0, 1))
    shares = ends[:, :-1] - ends[:, 1:]
    rank = y.sum(dim=1, keepdim=True).long()
    return -shares.gather(1, rank).log().mean()


optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _ in range(100):
    optimizer.zero_grad()
    loss(model(x), y).backward()
    optimizer.step()

with torch.no_grad():
    z = model(x)
p = torch.exp(-torch.exp(-z))  # the chance to be above each threshold
