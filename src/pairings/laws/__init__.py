"""What a mismatch costs, in closed form: the curves that stand beside the measured ones.

One module for each page that derives them.
"""

from .binary import *
from .hidden_or_output import *
from .laws_of_mismatch import *
from .multiclass import *
from .multilabel import *
from .positive import *
from .regression import *
from .relu_elu_selu import *
from .when_not_to_match import *
