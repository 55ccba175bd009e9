# In LogisticRegression, MLPClassifier and MLPRegressor the pairs are built in
# and matched. Boosting offers one whose factor grows far out:
from sklearn.ensemble import GradientBoostingClassifier

model = GradientBoostingClassifier(loss="exponential")
