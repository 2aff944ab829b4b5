"""Builds tokenizer.json: Chinese characters one by one, WordPieces for Latin. `python -m neural.vocabulary`"""
import unicodedata
from collections import Counter

from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import WordPiece
from tokenizers.trainers import WordPieceTrainer

from . import config
from .data import sources

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def gb2312():
    """The 6,763 characters of GB2312, frequent half first."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def is_han(character):
    return "\u3400" <= character <= "\u9fff"


def normalizer():
    return normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)


def latin_pieces(words, size):
    """WordPieces learnt from words with counts, without Chinese ones, in order of the alphabet."""
    learner, fold = Tokenizer(WordPiece(unk_token="[UNK]")), normalizer()
    learner.normalizer = fold
    learner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    # The trainer numbers inner letters as words come out of a hash table, in another order each time, and takes the lower
    # number where two pairs are equally frequent. What it is told beforehand keeps its place.
    inner = sorted({f"##{letter}" for word in words for letter in fold.normalize_str(word)[1:]})
    trainer = WordPieceTrainer(vocab_size=size, min_frequency=2, special_tokens=inner, show_progress=False)
    learner.train_from_iterator((word for word, count in words.items() for _ in range(count)), trainer)
    return sorted(learner.get_vocab())


def count_words(texts):
    """(Latin words, Chinese characters, other characters), each with its count."""
    words, han, other = Counter(), Counter(), Counter()
    split, fold = pre_tokenizers.BertPreTokenizer(), normalizer()
    for text in texts:
        for word, _ in split.pre_tokenize_str(fold.normalize_str(text)):
            if is_han(word[0]):
                han[word] += 1
            elif all(unicodedata.category(character)[0] in "LN" for character in word):
                words[word] += 1
            else:
                other.update(word)
    return words, han, other


def english_words(number):
    """Frequent words, each as often as its share asks: the commonest some thousand times, the rarest twice."""
    from wordfreq import top_n_list, word_frequency

    return {word: max(2, round(word_frequency(word, "en") * 1e6)) for word in top_n_list("en", number) if word.isascii() and word.isalpha()}


def build(spec, texts):
    """The tokenizer over all texts. Entries stand in a fixed order, so the same texts give the same ids."""
    words, han, other = count_words(texts)
    for word, count in english_words(spec["english_words"]).items():
        words[word] += min(count, 2000)
    known = gb2312()
    rare = sorted(character for character, count in han.items() if count >= spec["rare_han"] and character not in set(known))
    # ASCII as letters and as endings, so that no Latin word is unknown whole.
    ascii_ = [chr(code) for code in range(33, 127) if not chr(code).isupper()]
    endings = [f"##{character}" for character in ascii_ if character.isalnum()]
    signs = sorted(character for character, count in other.items() if count >= 20 and not character.isspace())
    entries = dict.fromkeys([*SPECIAL, *ascii_, *endings, *signs, *known, *rare])
    ordered = Counter(dict(sorted(words.items())))
    entries.update(dict.fromkeys(piece for piece in latin_pieces(ordered, spec["latin_pieces"]) if len(piece) < 24))
    return assemble({entry: number for number, entry in enumerate(entries)})


def assemble(vocabulary):
    """A BERT tokenizer over a vocabulary: entry → id."""
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=64))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    cls, sep = vocabulary["[CLS]"], vocabulary["[SEP]"]
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", sep), ("[CLS]", cls))
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def main():
    path = config.cache("tokenizer.json")
    tokenizer = build(config.load("vocabulary"), sources.training_texts(config.load("data")))
    tokenizer.save(str(path), pretty=False)
    print(f"{path}: {tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()
