"""The link check: collect the brief's links, ask them, and judge each by its history.

One run gives an observation of each link. A verdict comes from the history of all runs.
"""
