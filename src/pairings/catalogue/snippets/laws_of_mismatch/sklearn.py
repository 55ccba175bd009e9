# In LogisticRegression, MLPClassifier and MLPRegressor the pairs are built in
# and matched. Boosting offers one that is not, with a factor that grows far out:
from sklearn.ensemble import GradientBoostingClassifier

model = GradientBoostingClassifier(loss="exponential")
