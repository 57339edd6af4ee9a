"""Asks an endpoint for all the records of a list: by which form, from where, when to stop (docs/portals.md#paging)."""

from dataclasses import replace

from spiders.walk import MAX_PAGES, Ask, Block, Form, Item, Walk


def start(walk: Walk) -> tuple[Walk, Ask | None]:
    """Begins with the first block that can be asked for more; None where every block shows all it has."""
    while walk.blocks:
        block = walk.blocks[0]
        known = frozenset(item.url for item in block.records)
        walk = replace(walk, known=known, stated=block.stated, stated_pages=block.pages, moved=False)
        if block.forms:
            return _in_form(walk, 0, again=False)
        walk = _closed(walk)
    return walk, None


def step(walk: Walk, answer: Block | None, why: str, *, last: bool = False) -> tuple[Walk, Ask | None]:
    """Takes one answer in, None for one that holds no records' list for the reason `why`, and says what is next.

    `last` says that the answer itself tells that nothing follows it.
    """
    walk = replace(walk, pages=walk.pages + 1)
    if walk.pages >= MAX_PAGES:
        return _next_block(replace(walk, holes=(*walk.holes, f"longer than {MAX_PAGES} pages")))
    if answer is None:
        return _unusable(walk, why)
    stated = answer.stated if answer.stated is not None else walk.stated
    walk = replace(walk, stated=stated, stated_pages=answer.pages or walk.stated_pages)
    links = tuple(item.url for item in answer.records)
    before = {url for page in walk.answers for url in page}
    ended = not links or (walk.answers and before.issuperset(links))
    if ended:
        ignored = bool(links) and len(walk.answers) == 1 and set(links) == set(walk.answers[0])
        return _ended(walk, ignored=ignored, nothing=not (last or walk.known or walk.answers))
    moved = walk.moved or bool(before.intersection(links))
    walk = _with(walk, answer.records)
    walk = replace(walk, answers=(*walk.answers, links), moved=moved)
    if last:
        return _ended(walk, ignored=False)
    onward = len(links) if _form(walk).kind == "range" else 1
    return _asking(walk, walk.position + onward)


def _ended(walk: Walk, *, ignored: bool, nothing: bool = False) -> tuple[Walk, Ask | None]:
    """A form brings nothing more: the list is complete, or another form or a second reading may bring the rest.

    `ignored` says that the second answer was the first one again: the endpoint may not heed this form's numbers.
    `nothing` says that no record is known at all: an empty list is no success while there is another form.
    """
    open_end = walk.stated is None or _lacking(walk) > 0
    others = walk.form + 1 < len(walk.blocks[0].forms)
    if others and ((ignored and open_end) or nothing):
        return _in_form(walk, walk.form + 1, again=walk.again)
    if not walk.again and (_lacking(walk) > 0 or (walk.moved and walk.stated is None)):
        moved = ("its order changed from page to page",) if walk.moved else ()
        walk = replace(walk, notes=(*walk.notes, *moved, "read twice"), moved=False)
        return _in_form(walk, walk.form, again=True)
    if _lacking(walk) > 0 and others and not ignored:
        return _in_form(walk, walk.form + 1, again=True)
    return _next_block(walk)


def _unusable(walk: Walk, why: str) -> tuple[Walk, Ask | None]:
    """An answer that is no list: the other form is tried; without one the page's own records are all there is."""
    if walk.form + 1 < len(walk.blocks[0].forms):
        return _in_form(walk, walk.form + 1, again=walk.again)
    if walk.stated is None or _lacking(walk) > 0:
        walk = replace(walk, holes=(*walk.holes, f"further records could not be asked: {why}"))
    return _next_block(walk)


def at_end(walk: Walk) -> bool:
    """Whether what came so far may be the whole list: a stated total is met, or the last answer is short.

    A short answer before the total is met leads to a second reading, and proves nothing behind that. A lone answer of
    10, 15 or 20 records may be all that the endpoint gives at once, however many were asked.
    """
    if not walk.answers:
        return False
    if walk.stated is not None and (walk.again or not _lacking(walk)):
        return not _lacking(walk)
    last, first = len(walk.answers[-1]), len(walk.answers[0])
    return last < first or (len(walk.answers) == 1 and last < _form(walk).size and last % 5 > 0)


def _lacking(walk: Walk) -> int:
    return max(0, walk.stated - len(walk.known)) if walk.stated is not None else 0


def _next_block(walk: Walk) -> tuple[Walk, Ask | None]:
    return start(_closed(walk))


def _closed(walk: Walk) -> Walk:
    """Done with a block: what it lacks is told."""
    holes, pages, notes = walk.holes, walk.stated_pages, walk.notes
    if _lacking(walk):
        holes = (*holes, f"{len(walk.known)} of {walk.stated} records found")
    elif walk.stated is not None:
        notes = (*notes, f"{len(walk.known)} of {walk.stated} records found")
    elif walk.stated is None and pages and walk.form == 0 and 0 < len(walk.answers) < pages:
        holes = (*holes, f"{len(walk.answers)} of {pages} pages answered")
    elif walk.stated is None and walk.moved:
        holes = (*holes, "its order changes from page to page: a record may have slipped between two")
    return replace(walk, blocks=walk.blocks[1:], holes=holes, notes=notes, answers=(), form=0, again=False)


def _in_form(walk: Walk, form: int, *, again: bool) -> tuple[Walk, Ask | None]:
    walk = replace(walk, form=form, answers=(), again=again)
    return _asking(walk, _form(walk).first)


def _asking(walk: Walk, position: int) -> tuple[Walk, Ask | None]:
    return replace(walk, position=position), _form(walk).ask(position)


def _form(walk: Walk) -> Form:
    return walk.blocks[0].forms[walk.form]


def _with(walk: Walk, records: tuple[Item, ...]) -> Walk:
    """With the records of an answer; those of a second reading may still be new."""
    listed = {item.url for item in walk.found}
    new = {item.url: item for item in records if item.url not in listed}
    known = walk.known.union(item.url for item in records)
    return replace(walk, found=(*walk.found, *new.values()), known=known)
