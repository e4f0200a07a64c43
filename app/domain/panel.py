"""Who sees what: the lines a rater reads before answering, from the round's real settings.

They speak of invited numbers only. Live counts would tell a rater how many of the others have answered.
"""

from collections.abc import Mapping, Sequence

from app.domain.labels import block_label_inside, counted, either, group_label_inside
from app.domain.policy import CLASSIC, Policy
from app.domain.raters import MANAGER, OTHER, SELF, RaterGroup, pooling_order
from app.domain.reader_sentences import told_to_oneself, told_to_raters
from app.domain.report_reading import ReadingRules
from app.domain.text import Text, text


def who_sees_what(
    policy: Policy,
    groups: Sequence[RaterGroup],
    invited: Mapping[str, int],
    rater_group: str,
    *,
    hr_sees_progress: bool,
    is_trial_mode: bool,
    readers: ReadingRules,
    asks_comments: bool = True,
) -> tuple[Text, ...]:
    """Return the lines for a rater of `rater_group`; `invited` counts the participant's raters by group.

    `hr_sees_progress` is what really holds for this rater: it must be false for someone with an assignment in
    a group under k.
    """
    if rater_group == SELF:
        lines = [*told_to_oneself(readers), _shown_as_self()]
    elif rater_group == MANAGER:
        lines = [*told_to_raters(readers, is_manager=True), _shown_as_manager(invited.get(MANAGER, 0))]
    else:
        lines = [
            *told_to_raters(readers),
            condition(policy, groups, invited, rater_group),
            _protection(policy),
        ]
        if asks_comments:
            lines.append(_comments(is_edited=readers.coach_edits))
    lines.append(_progress(is_seen_by_hr=hr_sees_progress))
    if is_trial_mode:
        lines.append(
            text(
                "This is a trial without a mail server: whoever reads the collected mails can open your link"
                " and answer in your name."
            )
        )
    return tuple(lines)


def condition(
    policy: Policy, groups: Sequence[RaterGroup], invited: Mapping[str, int], rater_group: str
) -> Text:
    """Return when the answers of an anonymous group are shown, in invited numbers."""
    by_id = {group.id: group for group in groups}
    group = by_id[rater_group]
    count = invited.get(rater_group, 0)
    companions = [
        by_id[one] for one in pooling_order(by_id) if one != rater_group and invited.get(one, 0) > 0
    ]
    otherwise = _otherwise(rater_group, companions)
    if count < policy.k:
        return text(
            "Fewer than %(k)s people are asked as %(group)s, so your answers are never shown on their own:"
            " %(otherwise)s.",
            k=policy.k,
            group=group_label_inside(group),
            otherwise=otherwise,
        )
    if count == policy.k:
        return text(
            "Your answers are shown only if all %(raters)s answer, otherwise %(otherwise)s.",
            raters=counted(group, count),
            otherwise=otherwise,
        )
    return text(
        "Your answers are shown only if at least %(k)s of the %(raters)s answer, otherwise %(otherwise)s.",
        k=policy.k,
        raters=counted(group, count),
        otherwise=otherwise,
    )


def _otherwise(rater_group: str, companions: Sequence[RaterGroup]) -> Text:
    if not companions:
        return text("not at all")
    if rater_group == OTHER:
        # a rest of nothing but `other` never joins a block that stands
        return text("only together with another group that is too small as well, or not at all")
    if len(companions) == 1:
        return text(
            "together with the %(groups)s, or not at all if that is still too few",
            groups=block_label_inside(companions),
        )
    return text(
        "together with %(groups)s, or not at all if that is still too few",
        groups=either([group_label_inside(group) for group in companions]),
    )


def _shown_as_self() -> Text:
    return text("Your own answers and comments are shown in it as yours, as you give them.")


def _shown_as_manager(invited: int) -> Text:
    if invited > 1:
        return text(
            "Your answers and comments are shown under “Manager”, together with those of the other managers."
            " They are not anonymous."
        )
    return text("Your answers and comments are shown under “Manager”. They are not anonymous.")


def _protection(policy: Policy) -> Text:
    if policy.name == CLASSIC:
        return text(
            "The report shows how many people of your group chose each answer. If all choose the same,"
            " everybody can tell what you chose: in our simulation about 1 answer in 28 could be read with"
            " certainty where at least 3 people had to answer, 1 in 50 where at least 4 had to."
        )
    return text(
        "The highest and the lowest answer of a group are left out, so that no single reader can be certain"
        " what you chose."
    )


def _comments(*, is_edited: bool) -> Text:
    if is_edited:
        return text(
            "Apart from what the coach takes out, comments are shown word for word, shuffled and without your"
            " name; your wording can still give you away. If your group's answers are not shown, its comments"
            " are not shown either."
        )
    return text(
        "Comments are shown word for word, shuffled and without your name; your wording can still give you"
        " away. If your group's answers are not shown, its comments are not shown either."
    )


def _progress(*, is_seen_by_hr: bool) -> Text:
    if is_seen_by_hr:
        return text("While the round runs, the organisers see whether you have answered, never what.")
    return text(
        "Nobody sees whether you have answered while the round runs; after the close only how many of each"
        " group did. In a small group, or where it is known of the others, that number can tell it of you."
    )
