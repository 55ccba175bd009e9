from sklearn import discriminant_analysis, svm

hinge = svm.LinearSVC(loss="hinge")  # a side, no probability
clouds = discriminant_analysis.LinearDiscriminantAnalysis()  # least squares
