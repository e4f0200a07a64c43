"""What can be found by adding and subtracting results of two partitions of the same people.

Teams and target levels both divide the participants. Each result alone may stand for many people, and yet
"everybody of team A, minus everybody whose role asks level 3" may be what two people got. Whatever a reader
adds and subtracts, a person counts in it as (a number for the team) + (a number for the target), so those who
drop out are the ones whose two numbers cancel. Dividing teams and targets into classes of equal (cancelling)
numbers shows that whoever remains is cut off by a division of the bipartite graph between teams and targets:
the fewest people anything can be said about is the smallest such cut that cuts off anybody at all.
"""

from collections.abc import Sequence
from itertools import product


def fewest_apart(shown: Sequence[Sequence[int]], hidden: Sequence[Sequence[int]]) -> int | None:
    """Return the fewest people any sum of results stands for; None where nothing is shown of anybody.

    Rows are teams, columns are targets, each entry a number of people. Of the teams in `hidden` nothing is
    known; neither is anything of the last column, except what follows from the others.
    """
    rows = [row for row in shown if sum(row)]
    cuts = [sum(row) for row in rows]
    columns = len((*shown, *hidden)[0]) if (*shown, *hidden) else 1
    for sides in product((False, True), repeat=columns - 1):
        # The last column stays on the ground, where what is hidden counts nothing.
        aside = [place for place, is_aside in enumerate(sides) if is_aside]
        pinned = sum(row[place] for row in hidden for place in aside)
        free = 0
        for row in rows:
            part = sum(row[place] for place in aside)
            free += min(part, sum(row) - part)
        cuts.append(pinned + free)
    return min((cut for cut in cuts if cut), default=None)
