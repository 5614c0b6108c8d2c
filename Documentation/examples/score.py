"""Scores each line of standard input by a model, and tells the words of the first line.

python3 score.py english.arpa < lines.txt
"""

import sys

import gramarye


def walk(model, words):
    """The score of a line, word by word from state to state, as a decoder asks for it."""
    state, after = gramarye.State(), gramarye.State()
    model.BeginSentenceWrite(state)
    total = 0.0
    for word in [*words, "</s>"]:
        total += model.BaseScore(state, word, after)
        state, after = after, state
    return total


def main():
    model = gramarye.Model(sys.argv[1], name=sys.argv[2] if len(sys.argv) > 2 else None)
    print(f"{model.order}-grams")
    for number, line in enumerate(sys.stdin):
        line = line.rstrip("\n")
        print(f"{model.score(line):.4f} {line}")
        if number == 0:
            for word, score in zip([*line.split(), "</s>"], model.full_scores(line)):
                print(f"  {score.log_prob:.4f} {word}, {score.ngram_length} words" + ", unknown" * score.oov)
            print(f"  {walk(model, line.split()):.4f} by states")


if __name__ == "__main__":
    try:
        main()
    except gramarye.Error as error:
        print(error, file=sys.stderr)
        sys.exit(error.code)
