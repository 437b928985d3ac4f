"""What the requests of a sentence come to: stances of its speakers on options, for each kind of request one rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.answers import Answers
from bracketed.positions.implied import ImpliedTarget, Target
from bracketed.positions.phrase_index import NamedOptions, OptionTarget, WordsTarget
from bracketed.positions.positions import Position, Stance
from bracketed.positions.reading_state import Statement
from bracketed.positions.requests import Action, Mentions, Request
from bracketed.positions.resolver import is_loose
from bracketed.positions.tokens import Token
from bracketed.source import Span

# The stance of an action on the option with the words, and on the one without them.
_WITH: dict[Action, Stance] = {
    "keep": "supports", "insert": "supports", "want": "supports", "accept": "accepts",
    "remove": "objects", "object": "objects", "block": "blocks", "reserve": "reserves",
}  # fmt: skip
_WITHOUT: dict[Action, Stance] = {
    "remove": "supports", "accept without": "accepts",
    "keep": "objects", "object without": "objects", "block without": "blocks", "reserve without": "reserves",
}  # fmt: skip
# These, said of words outside brackets, make leaving them out, or not putting them in, a choice. To keep words does
# not: another delegation must want them out.
_CONTESTS: tuple[Action, ...] = (
    "remove", "insert", "object", "block", "reserve", "accept without", "block without", "reserve without",
)  # fmt: skip
# Who accepts these on a condition speaks of the condition.
_ALL_OF_IT = ("this", "whole", "label", "proposal")


class Rules(Answers):
    """Enters what the requests of one sentence come to."""

    def enter(self, request: Request) -> bool:
        """Enter the stances of a request; return whether something was entered or reported."""
        if request.place and not self._go_to(request):
            return True
        if request.action == "take back":
            spoken = self._spoken()
            if spoken:
                self._take_back(spoken)
                return True
            spoken_of = self.sentence.thread.targets or self.sentence.thread.topic
            if not (request.bare and spoken_of) or self._own_statements():
                return not self.unclear("does not say what was requested before")
            request = replace(request, action="remove", bare=False)  # "we had said “x”; we withdraw this"
        if self.is_answer(request):
            return self.answer(request)
        if request.action == "accept without" and not request.mentions and self._gives_up():
            return True
        if self.said.chosen and request.action == "accept" and all(one.kind in _ALL_OF_IT for one in request.mentions):
            return self._enter_price()
        if request.bare and request.mentions[0].kind == "phrase":
            # "USA – modifications": words without quotation marks or a verb request something only as an option.
            options = self.index.options_with(self.label, request.mentions[0].words)
            if not (options and options[0].whole):
                return False
        for mention in (*request.mentions, *request.instead):
            if not mention.closed:
                self.report("quotation-not-closed", mention)
        if request.instead:
            self._replace(request)
            return True
        # "Proposes “x” after “y”" inserts words that are not there, and only says where others are.
        there = request.action == "want" and all(self.search(one.words) for one in request.mentions)
        if request.beside and not there:
            self._insert(request, request.beside)
            return True
        mentions = self._joined(request.mentions)
        targets = [t for mention in mentions for t in self.targets(mention, request.action)]
        targets = targets if mentions else self.unmentioned(request.action)
        if request.action == "keep" and all(one.kind == "this" for one in mentions) and _has_rivals(targets):
            # "Keep everything as it is"
            return not self.unclear("does not say which of several wordings is to be kept")
        if request.action in ("want", "keep"):
            targets += self._shared_option(mentions)
        self._turn_to(request.action, targets)
        # What is nowhere in the text was reported, unless it is often no wording at all: then it is a remark.
        loose = [is_loose(mention, request.action) for mention in request.mentions]
        return bool(targets) or not loose or not all(loose)

    def _go_to(self, request: Request) -> bool:
        """Go to the provision that a request names; return False if it was reported that this cannot be done."""
        named = self.index.named(request.place, self.label)
        if named is None:
            self.report("target-not-found", reason=f"there is no provision {request.place}")
            return False
        if named.label != self.label and all(one.kind in ("this", "whole", "proposal") for one in request.mentions):
            self.report("target-unclear", reason=f"does not name words of {named.label}", suggestion="quote them")
            return False
        self.label = named.label
        # "In D.2 it would delete it": what was spoken of before is elsewhere.
        self.sentence.thread.targets = []
        self.state.spoken_of.pop(self.label, None)
        return True

    def _shared_option(self, mentions: Mentions) -> list[Target]:
        # "Keep both “x” and “y”" of [x and y] keeps the option that they are parts of.
        found = [self.options(one.words)[:1] for one in mentions if one.kind == "quote"]
        shared = {(one[0].bracket.id, one[0].letter) for one in found if one and not one[0].whole}
        if len(found) < 2 or len(found) != len(mentions) or len(shared) != 1 or not all(found):
            return []
        return [OptionTarget(found[0][0].bracket, found[0][0].letter, True)]

    def _enter_price(self) -> bool:
        # "Can accept paragraph 1 only if “x” is removed" is a wish about “x”.
        (key, chosen), self.said.chosen = self.said.chosen[0], ()
        phrase = self.implied.phrases.get(key)
        letters = phrase.letters if phrase else self.state.draft.bracket(key).letters
        stances: list[tuple[str, Stance | None]] = [(letter, "objects") for letter in letters if letter != chosen]
        kept = self.sentence.condition is not None and self.sentence.condition.kept
        self._enter_stances(key, [(chosen, "supports")] if kept else stances, "condition")
        return True

    def _joined(self, mentions: Mentions) -> Mentions:
        # "trust and confidence" is one mention where the text has these words in a row.
        if len(mentions) > 1 and all(mention.kind == "phrase" for mention in mentions):
            start, last = mentions[0].at, mentions[-1]
            words = self.sentence.words[start : last.at + len(last.words)]
            if self.search(words):
                return (Token("phrase", words, start, start + len(words)),)
        return mentions

    # Stances on targets.

    def _enter_stances(self, bracket: str, stances: list[tuple[str, Stance | None]], rule: str) -> None:
        for delegation in self.said.speakers:
            for letter, stance in stances:
                if stance:
                    self.state.enter(delegation, bracket, letter, stance, rule, self.said)

    def _spoken(self) -> list[Position]:
        """Return what the same speakers stated just before in the comment, else their only statement so far."""
        last = self.state.statements.get(self.label, [])[-1:]
        here = [one for one in last if one.comment == self.sentence.comment.number and not one.unread]
        return self._rows_of(here) or self._rows_of(self._own_statements())

    def _gives_up(self) -> bool:
        """Give up what the speakers have just requested, or report that this was not read: "but did not insist"."""
        thread = self.sentence.thread
        if thread.is_lost:
            # "had asked to delete “x”, but no longer insisted"
            self.unclear("gives up a wish that was not read")
            return True
        spoken = self._spoken() if thread.action == "remove" and {*self.said.speakers} == {*thread.speakers} else []
        if spoken:
            self._take_back(spoken)
        return bool(spoken)

    def _own_statements(self) -> list[Statement]:
        """Return what the same speakers stated so far; not what was not read in this comment: "we had said “x”"."""
        speakers, here = {*self.said.speakers}, self.sentence.comment.number
        stated = self.state.statements.get(self.label, [])
        return [one for one in stated if speakers & {*one.speakers} and not (one.unread and one.comment == here)]

    def _rows_of(self, statements: Sequence[Statement]) -> list[Position]:
        """Return what was stated last in the only one of several statements, if all the speakers have stated it."""
        if len(statements) != 1 or not statements[0].rows:
            return []
        rows = [row for row in statements[0].rows if row.evidence.words == statements[0].rows[-1].evidence.words]
        return rows if {*self.said.speakers} <= {row.delegation for row in rows} else []

    def _take_back(self, rows: Iterable[Position]) -> None:
        """Enter that the speakers accept what they were against, and do without what they wanted."""
        for row in rows:
            if row.delegation in self.said.speakers:
                self.state.enter(row.delegation, row.bracket, row.option, "accepts", "accept", self.said)
        self.sentence.thread.action = "accept"

    def _enter_all(self, action: Action, targets: Iterable[Target]) -> None:
        """Enter the stances of all speakers on targets."""
        for target in targets:
            without = _WITHOUT.get(action)
            match target:
                case WordsTarget():
                    phrase = self.implied.over(target)
                    phrase.offers_omit = phrase.offers_omit or action in _CONTESTS
                    bracket, letter = phrase.key, "a"
                case ImpliedTarget(phrase, letter):
                    bracket = phrase.key
                    # A new wording in place of words of the text: taking it out does not mean that neither is wanted.
                    without = without if phrase.offers_omit else None
                case OptionTarget():
                    bracket, letter = target.bracket.id, target.letter
                    # To request that a part of an option goes is not to request that the whole of it does.
                    part = action == "remove" and not target.whole
                    without = None if part or not target.bracket.offers_omit else without
            self._enter_stances(bracket, [(letter, _WITH.get(action)), (OMIT, without)], action)

    def _turn_to(self, action: Action, targets: Sequence[Target]) -> None:
        """Enter stances on what the rest of the comment speaks of too."""
        self._enter_all(action, targets)
        self.sentence.thread.turn_to(targets, self.said.speakers, action)
        if targets:
            self.state.spoken_of[self.label] = [*targets]

    # Insertions: "insert “x” after “y”".

    def _insert(self, request: Request, beside: tuple[str, Token]) -> None:
        place = self._place_beside(*beside)
        if not self.label:
            return
        place = place or WordsTarget(self.label, None, (), "")
        for mention in request.mentions:
            self._turn_to("insert", [self.implied.insertion(replace(place, words=mention.words))])

    def _place_beside(self, side: str, anchor: Token) -> WordsTarget | None:
        """Return the empty places after or before the words that an insertion goes beside, or None."""
        found = self.search(anchor.words) if _is_worded(anchor) else None
        if isinstance(found, NamedOptions) and found:
            return _beside_bracket(side, self.one_of(found, anchor).bracket)
        if not isinstance(found, WordsTarget):
            self.missing(anchor)
            return None
        if len(found.spans) > 1:
            self.report("several-places", anchor, count=len(found.spans))
        ends = [span.end if side == "after" else span.start for span in found.spans]
        return WordsTarget(found.provision, found.parent, tuple(Span(at, at) for at in ends), "")

    # Replacements: "use “x” rather than “y”", "change “y” to “x”", "remove “y” and insert “x”".

    def _replace(self, request: Request) -> None:
        wanted, not_wanted = request.instead, request.mentions
        if request.action == "want":
            wanted, not_wanted = not_wanted, wanted
        label = next((mention for mention in not_wanted if mention.kind == "label"), None)
        if label is not None:
            offered = [options for mention in wanted if (options := self._options_of(label, mention))]
            if offered and len(offered) == len(wanted):
                # "Paragraph 4 should read “shall”", where it offers “shall” or “should”
                for options, mention in zip(offered, wanted, strict=True):
                    self._turn_to("want", [self.one_of(options, mention)])
                return
            # "replace D.4-2 with “x”"
            self._turn_to("remove", self.labelled(label))
            for mention in wanted:
                self.report("new-wording", mention, label=label.words)
        elif all(_is_worded(mention) for mention in wanted):
            self._replace_words(wanted, not_wanted, request.action)
        else:
            for mention in wanted:
                self._turn_to("want", self.targets(mention, "want"))
            for mention in not_wanted:
                self._enter_all("object", self.targets(mention, "object"))

    def _options_of(self, label: Token, mention: Token) -> NamedOptions | None:
        """Return the options of a provision that are these words, None if it offers none."""
        named = self.index.named(label.words, self.label) if mention.kind == "quote" else None
        found = self.index.options_with(named.label, mention.words) if named else None
        return found if found and found[0].whole else None

    def _replace_words(self, wanted: Mentions, not_wanted: Mentions, action: Action) -> None:
        offered = tuple(self.options(mention.words) for mention in wanted)
        home = ""  # the bracket in which the wanted words take the place of others
        # All options that one phrase names are whole, or none.
        in_text = any(options and options[0].whole for options in offered)
        new = False
        for mention in not_wanted:
            # Where the wanted words are an option of a bracket, the unwanted ones are another option of it.
            rival = self._rival(mention, offered, home)
            if rival is not None:
                home = rival.bracket.id
                self._enter_all("object", [rival])
                continue
            targets = self.targets(mention, "object", exchanged=action == "exchange")
            for target in targets:
                # Both are parts of one option, "[a b]": what is left of it is not offered.
                part = isinstance(target, OptionTarget) and not target.whole and _holds(offered, target)
                if part or (in_text and (action == "want" or isinstance(target, OptionTarget))):
                    self._enter_all("object", [target])
                    new = new or part
                else:
                    self._put_in_place_of(target, mention, wanted, action)
                    new = True
            # Words that are to take the place of others mean nothing where these are not.
            new = new or (not targets and not (in_text and action == "want"))
        for mention in () if new else wanted:
            options = self.options(mention.words)
            options = NamedOptions(options.brackets.get(home, ())) if home else options
            self._turn_to("want", [self.one_of(options, mention)] if options else self.targets(mention, "want"))

    def _rival(self, mention: Token, offered: tuple[NamedOptions, ...], home: str) -> OptionTarget | None:
        if not _is_worded(mention):
            return None
        options = self.options(mention.words)
        return (NamedOptions(options.brackets.get(home, ())) if home else options).rival_of(offered)

    def _put_in_place_of(self, old: Target, mention: Token, wanted: Mentions, action: Action) -> None:
        # The wanted words are no option of the text: they become one, in place of what is there.
        self.sentence.thread.turn_to([old], self.said.speakers, "replace")
        match old:
            case OptionTarget(bracket, _, True) if action == "exchange" and bracket.offers_omit:
                self._enter_all("remove", [old])
                places = [replace(_beside_bracket("after", bracket), words=new.words) for new in wanted]
                self._enter_all("insert", map(self.implied.insertion, places))
                return
            case OptionTarget(bracket, _, True):
                # The new words would be in the place of the whole bracket.
                self._enter_all("object", [old])
                target = WordsTarget(bracket.provision, bracket.parent, (bracket.span,), bracket.words)
                phrase = self.implied.over(target)
            case OptionTarget():
                self._enter_all("object", [old])
                part = self.index.words_outside(self.label, mention.words, self.sentence.comment.span.start)
                if part is None:
                    return
                phrase = self.implied.over(part)
            case WordsTarget():
                # Not to want the words means to want the new ones here, not to leave them out.
                phrase = self.implied.over(old)
                self._enter_stances(phrase.key, [("a", "objects")], "replace")
            case ImpliedTarget(phrase, _):
                self._enter_all("object", [old])
        for new in wanted:
            self._enter_stances(phrase.key, [(phrase.offer(new.words), "supports")], "replace")


def _has_rivals(targets: Sequence[Target]) -> bool:
    """Return whether two targets are options of one bracket, of which only one can be kept."""
    options = {(one.bracket.id, one.letter) for one in targets if isinstance(one, OptionTarget)}
    return len({bracket for bracket, _ in options}) < len(options)


def _holds(offered: tuple[NamedOptions, ...], target: OptionTarget) -> bool:
    return any(target in options.brackets.get(target.bracket.id, ()) for options in offered)


def _is_worded(mention: Token) -> bool:
    return mention.kind in ("quote", "phrase")


def _beside_bracket(side: str, bracket: Bracket) -> WordsTarget:
    at = bracket.span.end if side == "after" else bracket.span.start
    return WordsTarget(bracket.provision, bracket.parent, (Span(at, at),), "")
