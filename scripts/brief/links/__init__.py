"""The links of the brief: what is asked, what it answered, what that means.

The specification in one line: one run gives an observation, only history gives a verdict.
"""
