"""Reads the positions of delegations from the comments in a draft.

Each sentence of a comment is read by itself (`sentences`); its words are then looked for in the provision that the
comment stands in (`targets`), and become stances on the options found there, or on a bracket that they imply.
What cannot be read or found is never guessed: it is a note or a diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bracketed.positions.attributions import attributions
from bracketed.positions.contested import Contested
from bracketed.positions.delegations import Names
from bracketed.positions.sentences import Sentence, read_sentences
from bracketed.positions.stances import Evidence, Note, Position, Positions, Stance
from bracketed.positions.targets import OptionTarget, Places, Target, WordsTarget
from bracketed.positions.wishes import Effect, Thing, Wish
from bracketed.text.draft import Comment, Draft
from bracketed.text.findings import Findings
from bracketed.text.tree import OMIT, Bracket

# What an effect comes to: the stance on the option with the words, and the stance on the one without.
_WITH: dict[Effect, Stance] = {
    "remove": "objects",
    "keep": "supports",
    "insert": "supports",
    "want": "supports",
    "accept": "accepts",
    "object": "objects",
    "block": "blocks",
}
_WITHOUT: dict[Effect, Stance] = {
    "remove": "supports",
    "keep": "objects",
    "accept without": "accepts",
    "block without": "blocks",
}
_TOPIC = re.compile(
    r"\b(?:definition|concept|notion|term|mention|meaning)s?\s+(?:of|for)\s+(?P<words>[^.,;:]+)", re.IGNORECASE
)
_OWN_CONCEPT = re.compile(r"this (?:concept|term|notion|word|phrase|expression|reference)", re.IGNORECASE)


def positions(draft: Draft, *, names: Names | None = None) -> Positions:
    """Read what the comments in a draft say: who wants what, with the words that show it.

    Args:
        draft: the draft with its comments.
        names: the names by which delegations are known; the built-in ones by default.

    Returns:
        The rows, the brackets that comments imply, the remarks that carry no stance, and what could not be read.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A. Clerk: UK and USA – remove “shall”")
    >>> for row in bt.positions(draft):
    ...     print(row.delegation, row.stance, row.bracket, row.option)
    UK objects 4#1 a
    UK supports 4#1 omit
    USA objects 4#1 a
    USA supports 4#1 omit
    """
    return _Reader(draft, names or Names.default()).read()


@dataclass(slots=True)
class _Thread:
    """What one comment has spoken of so far."""

    comment: Comment
    target: list[Target] = field(default_factory=list)
    topic: str = ""


class _Reader:
    """Reads the comments of one draft in their order."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self.draft = draft
        self.names = names
        self.places = Places(draft)
        self.contested = Contested(draft)
        self.findings = Findings(draft.lines)
        self.rows: dict[tuple[str, str, str], Position] = {}
        self.notes: list[Note] = []

    def read(self) -> Positions:
        for row in attributions(self.draft, self.places, self.contested, self.findings):
            self.rows.setdefault((row.delegation, row.bracket, row.option), row)
        for comment in self.draft.comments:
            thread = _Thread(comment)
            for sentence in read_sentences(comment.text, comment.author, self.names):
                self._sentence(sentence, thread)
        implied, ids = self.contested.finish()
        rows = tuple(replace(r, bracket=ids.get(r.bracket, r.bracket)) for r in self.rows.values())
        return Positions(rows, implied, tuple(self.notes), self.findings.in_order())

    def _sentence(self, sentence: Sentence, thread: _Thread) -> None:
        at = self._at(thread.comment, sentence.at)
        for name in sentence.unknown:
            near = self.names.suggest(name)
            self._report(
                "warning",
                "unknown-delegation",
                f"“{name}” is in no list of delegations; it is kept as typed",
                at,
                thread.comment,
                f"did you mean {near[0]}?" if near else "",
            )
        topic = _TOPIC.search(sentence.words)
        if topic:
            thread.topic = topic["words"].strip()
        done = [self._wish(wish, sentence, thread) for wish in sentence.wishes]
        if any(done):
            return
        self._note(sentence, thread.comment)
        if sentence.doubtful:
            self._report(
                "warning",
                "comment-not-read",
                f"this remark could not be read as a stance: “{sentence.words}”",
                at,
                thread.comment,
                "say who wants what in one sentence, with the words in quotation marks",
            )

    def _note(self, sentence: Sentence, comment: Comment) -> None:
        speaker = ", ".join(sentence.speakers)
        if not speaker:
            mentioned = {
                found.name
                for found in map(self.names.find, re.findall(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)*", sentence.words))
                if found
            }
            speaker = mentioned.pop() if len(mentioned) == 1 else ""
        line, _ = self.draft.lines.place(self._at(comment, sentence.at))
        self.notes.append(Note(speaker, comment.provision, sentence.words, comment.author, line))

    def _at(self, comment: Comment, at: int) -> int:
        return comment.text_span.start + at

    def _report(self, severity: str, code: str, message: str, at: int, comment: Comment, suggestion: str = "") -> None:
        self.findings.add(severity, code, message, at, comment.provision, suggestion)  # type: ignore[arg-type]

    # From a wish to stances.

    def _wish(self, wish: Wish, sentence: Sentence, thread: _Thread) -> bool:
        """Enter what a wish asks for; return whether something was entered or reported."""
        if wish.effect == "agree":
            return False
        if wish.bare and any(thing.kind == "phrase" and not self._names_option(thing, thread) for thing in wish.things):
            # "USA – modifications": words without quotation marks or a verb ask for something only as an option.
            return False
        for thing in (*wish.things, *wish.instead):
            if not thing.closed:
                self._report(
                    "warning",
                    "quotation-not-closed",
                    f"the quotation mark before “{thing.words}” is never closed; the words are read up to here",
                    self._at(thread.comment, thing.at),
                    thread.comment,
                )
        if wish.instead:
            return self._in_place_of(wish, sentence, thread)
        things = self._joined(wish.things, thread)
        if not things:
            targets = self._unsaid(wish, sentence, thread)
        else:
            targets = [target for thing in things for target in self._targets(thing, wish, sentence, thread)]
        for target in targets:
            self._enter(wish.effect, target, sentence, thread)
        if targets:
            thread.target = targets
        return True

    def _names_option(self, thing: Thing, thread: _Thread) -> bool:
        return any(target.whole for target in self.places.options_with(thread.comment.provision, thing.words))

    def _joined(self, things: tuple[Thing, ...], thread: _Thread) -> tuple[Thing, ...]:
        """Make one thing of "trust and confidence" where the text has these words in a row."""
        if len(things) > 1 and all(thing.kind == "phrase" for thing in things):
            start, last = things[0].at, things[-1]
            words = thread.comment.text[start : last.at + len(last.words)]
            if self._search(words, thread):
                return (Thing("phrase", words, start),)
        return things

    def _search(self, words: str, thread: _Thread) -> Target | list[OptionTarget] | None:
        """Look for words in the provision: among the options first, then outside them."""
        options = self.places.options_with(thread.comment.provision, words)
        return options or self.places.words_outside(thread.comment.provision, words, thread.comment.span.start)

    def _targets(self, thing: Thing, wish: Wish, sentence: Sentence, thread: _Thread) -> list[Target]:
        """Return what a thing stands for in the text; report it where there is nothing."""
        comment = thread.comment
        match thing.kind:
            case "label":
                return self._labelled(thing, thread)
            case "option":
                option = self.places.option_labelled(comment.provision, thing.words)
                if option is None:
                    self._missing(thing, thread, f"there is no “{thing.words}” in {comment.provision}")
                return [option] if option else []
            case "this":
                if _OWN_CONCEPT.match(thing.words) and thread.topic:
                    return self._found(Thing("phrase", thread.topic, thing.at), wish, thread)
                return self._unsaid(wish, sentence, thread)
            case _:
                return self._found(thing, wish, thread)

    def _found(self, thing: Thing, wish: Wish, thread: _Thread) -> list[Target]:
        comment = thread.comment
        words = (
            re.sub(r"^(?:the|a|an)\s+(?=\w)", "", thing.words, flags=re.IGNORECASE)
            if thing.kind == "phrase"
            else thing.words
        )
        found = self._search(thing.words, thread) or self._search(words, thread)
        if isinstance(found, list):
            return [self._one_of(found, thing, thread)]
        if isinstance(found, WordsTarget):
            if len(found.spans) > 1:
                self._report(
                    "info",
                    "several-places",
                    f"“{thing.words}” stands {len(found.spans)} times in {comment.provision}; "
                    "all are read as one decision",
                    self._at(comment, thing.at),
                    comment,
                )
            return [found]
        if wish.effect == "insert" and thing.kind == "quote":
            self._report(
                "info",
                "place-not-stated",
                f"“{thing.words}” is to be inserted in {comment.provision}, but the comment does not say where; "
                "it counts as a bracket, but stands in no text",
                self._at(comment, thing.at),
                comment,
            )
            return [WordsTarget(comment.provision, None, (), thing.words)]
        self._missing(thing, thread)
        return []

    def _one_of(self, found: list[OptionTarget], thing: Thing, thread: _Thread) -> OptionTarget:
        """Return the one of several brackets that stands nearest before the comment, and say so."""
        brackets = list(dict.fromkeys(target.bracket.id for target in found))
        before = [t for t in found if t.bracket.span.start < thread.comment.span.start]
        chosen = (before or found)[-1]
        if len(brackets) > 1:
            others = ", ".join(name for name in brackets if name != chosen.bracket.id)
            self._report(
                "warning",
                "ambiguous-target",
                f"“{thing.words}” fits several brackets; it is read as {chosen.bracket.id}, not as {others}",
                self._at(thread.comment, thing.at),
                thread.comment,
                "say which bracket in a table of positions",
            )
        return chosen

    def _labelled(self, thing: Thing, thread: _Thread) -> list[Target]:
        provision = self.places.named(thing.words, thread.comment.provision)
        if provision is None:
            self._missing(thing, thread, f"there is no provision {thing.words}")
            return []
        own = provision.label == thread.comment.provision
        before = thread.comment.span.start if own else len(self.draft.source)
        target = self.places.whole(provision, before)
        return [target] if target else []

    def _missing(self, thing: Thing, thread: _Thread, message: str = "") -> None:
        comment = thread.comment
        suggestion = ""
        if not message:
            message = f"the words “{thing.words}” do not stand in {comment.provision}"
            provision = self.draft.provision(comment.provision) if comment.provision else None
            near = self.places.nearest(provision, thing.words) if provision else ""
            suggestion = f"the nearest words there are “{near}”" if near else ""
        code = "phrase-not-found" if thing.kind in ("quote", "phrase") else "target-not-found"
        self._report(
            "warning", code, f"{message}; no stance was read", self._at(comment, thing.at), comment, suggestion
        )

    def _unsaid(self, wish: Wish, sentence: Sentence, thread: _Thread) -> list[Target]:
        """Return what "USA – remove" is about, where it does not say: what the comment spoke of before,
        else the only bracket that can be removed, else the only bracket, else the provision."""
        if thread.target:
            return thread.target
        comment = thread.comment
        if not comment.provision:
            return []
        provision = self.draft.provision(comment.provision)
        outer = [b for b in self.places.brackets_of(provision.label) if b.depth == 0 and b.kind != "placeholder"]
        removable = [bracket for bracket in outer if OMIT in bracket.letters and len(bracket.letters) == 2]
        leaves_out = wish.effect in ("remove", "keep", "accept without", "block without")
        if len(removable) == 1:
            return [OptionTarget(removable[0], "a", True)]
        if not outer and leaves_out:
            whole = self.places.whole(provision, comment.span.start)
            return [whole] if whole else []
        if len(outer) == 1 and leaves_out and OMIT in outer[0].letters:
            return [OptionTarget(outer[0], letter, True) for letter in outer[0].letters if letter != OMIT]
        self._report(
            "warning",
            "target-unclear",
            f"“{sentence.words}” does not say which words it is about, and {provision.label} has "
            f"{len(outer) or 'no'} bracket{'' if len(outer) == 1 else 's'}; no stance was read",
            self._at(comment, sentence.at),
            comment,
            "name the words in quotation marks",
        )
        return []

    def _in_place_of(self, wish: Wish, sentence: Sentence, thread: _Thread) -> bool:
        """Enter "use X rather than Y" and "change Y to X"."""
        wanted, not_wanted = (wish.things, wish.instead) if wish.effect == "want" else (wish.instead, wish.things)
        label = next((thing for thing in not_wanted if thing.kind == "label"), None)
        if label is not None:
            for target in self._labelled(label, thread):
                self._enter("remove", target, sentence, thread)
                thread.target = [target]
            for thing in wanted:
                self._report(
                    "info",
                    "new-wording",
                    f"“{thing.words}” is asked for in place of {label.words}, but is no option of the text",
                    self._at(thread.comment, thing.at),
                    thread.comment,
                )
            return True
        if any(thing.kind not in ("quote", "phrase") for thing in (*wanted, *not_wanted)):
            return self._with_references(wanted, not_wanted, sentence, thread)
        new = self.places.options_with(thread.comment.provision, wanted[0].words)
        home = {target.bracket.id for target in new}
        for thing in not_wanted:
            old = self.places.options_with(thread.comment.provision, thing.words)
            # Where the wanted words are an option of a bracket, the unwanted ones are another option of it.
            beside = [target for target in old if target.bracket.id in home and target not in new]
            if beside:
                home = {beside[0].bracket.id}
                self._enter("object", beside[0], sentence, thread)
                continue
            if old:
                chosen = self._one_of(old, thing, thread)
                self._enter("object", chosen, sentence, thread)
                if wanted and not new:
                    self._report(
                        "info",
                        "new-wording",
                        f"“{wanted[0].words}” is asked for, but is no option of {chosen.bracket.id}",
                        self._at(thread.comment, wanted[0].at),
                        thread.comment,
                    )
                new = [target for target in new if target.whole]
                if not new:
                    return True
                continue
            words = self.places.words_outside(thread.comment.provision, thing.words, thread.comment.span.start)
            if words is None:
                self._missing(thing, thread)
                if wish.effect == "replace" or not new:
                    return True
                continue
            if new and wish.effect == "want":
                self._enter("object", words, sentence, thread)
                continue
            self._replace(words, wanted, sentence, thread)
            return True
        for thing in wanted:
            found = [
                t
                for t in self.places.options_with(thread.comment.provision, thing.words)
                if not home or t.bracket.id in home
            ]
            if found:
                chosen = self._one_of(found, thing, thread)
                self._enter("want", chosen, sentence, thread)
                thread.target = [chosen]
            else:
                self._missing(thing, thread)
        return True

    def _with_references(
        self, wanted: Iterable[Thing], not_wanted: Iterable[Thing], sentence: Sentence, thread: _Thread
    ) -> bool:
        """Enter "Option 2 rather than Option 1"."""
        for effect, things in (("want", wanted), ("object", not_wanted)):
            for thing in things:
                for target in self._targets(thing, Wish("want"), sentence, thread):
                    self._enter(effect, target, sentence, thread)  # type: ignore[arg-type]
        return True

    def _replace(self, old: WordsTarget, new: Iterable[Thing], sentence: Sentence, thread: _Thread) -> None:
        bracket = self.contested.words(old)
        for delegation in sentence.speakers:
            self._row(delegation, bracket, "a", "objects", "replace", sentence, thread)
            for thing in new:
                letter = self.contested.wording(bracket, thing.words)
                self._row(delegation, bracket, letter, "supports", "replace", sentence, thread)
        thread.target = [old]

    def _enter(self, effect: Effect, target: Target, sentence: Sentence, thread: _Thread) -> None:
        """Enter the stances of all speakers on a target."""
        if isinstance(target, WordsTarget):
            bracket = self.contested.words(target)
            if effect in _WITHOUT or effect == "insert":
                self.contested.offer_omit(bracket)
            pairs = [("a", _WITH.get(effect)), (OMIT, _WITHOUT.get(effect))]
        else:
            bracket = target.bracket.id
            pairs = [(target.letter, _WITH.get(effect)), (OMIT, self._without(effect, target))]
        for delegation in sentence.speakers:
            for letter, stance in pairs:
                if stance:
                    self._row(delegation, bracket, letter, stance, effect, sentence, thread)

    @staticmethod
    def _without(effect: Effect, target: OptionTarget) -> Stance | None:
        """Return the stance on leaving a bracket out. Who asks that a part of an option goes does not ask for that."""
        bracket: Bracket = target.bracket
        if OMIT not in bracket.letters or (effect == "remove" and not target.whole):
            return None
        return _WITHOUT.get(effect)

    def _row(
        self, delegation: str, bracket: str, letter: str, stance: Stance, rule: str, sentence: Sentence, thread: _Thread
    ) -> None:
        at = self._at(thread.comment, sentence.at)
        line, _ = self.draft.lines.place(at)
        evidence = Evidence(sentence.words, thread.comment.author, line, rule)
        key = (delegation, bracket, letter)
        before = self.rows.get(key)
        if before is not None and before.stance == stance:
            return
        if before is not None:
            self._report(
                "warning",
                "contradiction",
                f"{delegation} {before.stance} this on line {before.evidence.line} and {stance} it here; "
                "the later statement counts",
                at,
                thread.comment,
            )
            del self.rows[key]
        self.rows[key] = Position(delegation, bracket, letter, stance, evidence=evidence)
