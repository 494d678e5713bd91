"""The forms of several cities, filled with invented figures: each city names, orders and merges in its own way (`habits`).

`forms.parts(habit, filing)` lays a filing out as its city would; `judging.score(filing, found)` counts the cells that were read right.
"""
