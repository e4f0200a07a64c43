"""What the reading of a document says, worded for people."""

from app.domain.text import text

DOCUMENT_WORDS = {
    "at_line": text("line %(line)s: %(what)s"),
    "no_overview": text("no overview of clusters and competencies was found"),
    "put_overview": text("put a table with the head “%(head)s” before the first definition"),
    "rows_alike": text("cannot tell rows that open a cluster from rows that go on with it"),
    "indent_rows": text("indent the rows below a cluster’s first one"),
    "too_many_competencies": text("the overview names %(count)s competencies, more than %(most)s"),
    "one_dictionary": text("import one dictionary at a time"),
    "before_dictionary": text("“%(text)s” stands before the dictionary itself and was left out"),
    "cluster_end_unknown": text("cannot tell where the name of the cluster ends in “%(text)s”"),
    "put_gap": text("put two spaces or a tab between cluster and competency"),
    "row_split": text(
        "“%(text)s” was read as cluster “%(cluster)s” and competency “%(competency)s” (%(reason)s)"
    ),
    "split_by_title": text("the competency is the title of a page"),
    "split_by_side": text("the cluster stands at the side of a page"),
    "split_by_similar_title": text("the competency is, but for a slip, the title of a page"),
    "split_by_capital": text("the competency begins with the only other capital"),
    "split_by_words": text("one word each"),
    "cluster_twice": text("the cluster “%(name)s” is on line %(line)s already"),
    "competency_twice": text("the competency “%(name)s” is on line %(line)s already"),
    "own_name": text("give each its own name"),
    "overview_in_pieces": text(
        "the overview is in pieces, and the titles do not tell in which order its clusters follow"
    ),
    "one_overview": text("put the overview into one table before the first definition"),
    "order_of_definitions": text("the order of the clusters was taken from their definitions: %(names)s"),
    "wrong_count": text(
        "the overview names %(names)s competencies, but there are %(definitions)s definitions"
    ),
    "wrong_count_until": text(
        "the overview names %(names)s competencies, but there are %(definitions)s definitions, the last "
        "on line %(line)s"
    ),
    "add_on_either_side": text("add what is missing on either side"),
    "add_definitions": text(
        "add the definitions that are missing; without a title of their own are: %(names)s"
    ),
    "title_of_another": text("the definition has the title “%(title)s”, but is the place of “%(name)s”"),
    "order_of_overview": text("put the definitions in the order of the overview"),
    "title_displaced": text(
        "the title “%(title)s” stands before the definition of “%(name)s”, which was placed by the overview"
    ),
    "untitled_definition": text(
        "the definition has no title; it is number %(number)s of “%(cluster)s”: “%(name)s”"
    ),
    "name_of_page": text(
        "the name “%(written)s” was taken from the page; the overview has “%(name)s” (line %(overview)s)"
    ),
    "text_after_title": text("stands after the title “%(title)s” and before its definition"),
    "move_before_title": text("remove it, or put it before the title if it belongs to the text above"),
    "no_definition": text("no line from here on begins with “%(marker)s:”"),
    "mark_definitions": text("write it before each definition, or choose the language of the document"),
    "level_without_text": text("the level has no text below its title"),
    "write_it": text("write it"),
    "ends_in_sentence": text("the document ends in the middle of a sentence"),
    "whole_document": text("import the whole document"),
    "page_numbers": text("left out as page numbers: %(lines)s"),
    "side_text": text("left out as “%(name)s” at the side of the page: %(lines)s"),
    "running_lines": text("left out as running lines of the page: %(lines)s"),
    "one_line": text("line %(number)s"),
    "lines": text("lines %(numbers)s"),
    "lines_and_more": text("lines %(numbers)s and %(more)s more"),
    "stray_number": text("“%(text)s” stands alone, and is no page number after %(before)s"),
    "join_or_remove": text("join it to the line it belongs to, or remove it"),
    "stray_pieces": text("“%(text)s” and the short lines below it spell no name of the overview"),
    "remove_or_spell": text("remove them, or write the name as the overview does"),
    "joined_with_hyphen": text(
        "“%(word)s” was joined with its hyphen at the end of the line before (%(reason)s)"
    ),
    "joined_without_hyphen": text(
        "“%(word)s” was joined without the hyphen at the end of the line before (%(reason)s)"
    ),
    "no_small_letter": text("what follows does not begin with a small letter"),
    "written_elsewhere": text("the document writes it so elsewhere"),
    "hardly_broken": text("the document hardly breaks words"),
    "often_broken": text("the document breaks words often"),
    "row_by_place": text("“%(text)s” in the table of “%(cluster)s” was read as “%(name)s”, by its place"),
    "row_spelling": text("“%(text)s” in a table is “%(name)s” in the overview"),
    "title_goes_on": text("was read as the end of the level’s title above it"),
    "level_before_definition": text("level %(number)s stands before any definition"),
    "write_marker": text("write “%(marker)s:” before its definition"),
    "extra_level": text("has a level %(number)s"),
    "four_levels": text("write four levels for each competency, 1 to 4"),
    "level_begins_anew": text("level 1 begins, but level %(expected)s or a definition should follow"),
    "level_out_of_order": text("level %(number)s stands where level %(expected)s should follow"),
    "level_after_last": text(
        "level %(number)s stands where level %(expected)s or a definition should follow"
    ),
    "add_or_move_figure": text(
        "add what is missing; if the figure belongs to a text, put it on the line before"
    ),
    "unknown_title": text("“%(text)s” stands where a title can stand, and is no name of the overview"),
    "spell_or_finish": text("write a title as the overview does; end a text with a full stop"),
    "empty_definition": text("the definition is empty"),
    "write_its_text": text("write its text"),
    "no_levels": text("the definition has no four levels: there is none"),
    "last_level": text("the definition has no four levels: level %(number)s is the last"),
    "write_missing_levels": text("write the levels that are missing, 1 to 4"),
    "level_without_title": text("the level has no title"),
    "title_after_number": text("write one after its number"),
    "no_full_stop": text("the text of the level ends without a full stop"),
    "unknown_row": text("“%(text)s” stands in a table, and is no name of the overview"),
    "spell_or_remove": text("write it as in the overview, or remove it"),
    "unknown_before_definition": text(
        "“%(text)s” stands before the definition, and is no name of the overview"
    ),
    "spell_as_overview": text("write it as in the overview"),
    "name_in_sentence": text("“%(text)s” stands in the middle of a sentence, and is a name of the overview"),
    "remove_or_line_before": text("remove it if it is a title; otherwise put it on the line before"),
    "not_utf8_from_here": text("the file is not UTF-8 text from here on"),
    "save_utf8_text": text("save it as UTF-8 text"),
    "too_long": text("the text has %(count)s characters; the limit of %(most)s is passed here"),
    "dictionary_alone": text("import the dictionary alone"),
    "empty_text": text("the text is empty"),
    "choose_text": text("choose the file with the text of the dictionary"),
    "lost_character": text("a character was lost by a wrong encoding"),
    "extract_anew": text("extract the text anew, as UTF-8"),
    "odd_character": text("holds the character %(character)s, which belongs in no text"),
    "remove_or_mend_sign": text("remove it, or write the sign that was meant"),
    "wrong_encoding": text("“%(piece)s” is “%(meant)s” in a wrong encoding"),
    "too_many_tables": text("there are more than %(most)s tables and clusters"),
}
