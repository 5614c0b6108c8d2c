"""How many short calls a second Python makes: `score`, `full_scores` and `BaseScore` on the same lines.

python3 Benchmarks/python/speed.py MODEL LINES.txt [FILE.arpa]

MODEL is what gramarye opens. With FILE.arpa, or a binary of KenLM's, its module is measured beside it, and both are
held against each other, where MODEL was made of it.
"""

import statistics
import sys
import time

ROUNDS = 5


def lines(path, words=10, count=100_000):
    """Lines of ten words, as they stand in a text."""
    with open(path, encoding="utf-8") as file:
        text = file.read().split()
    return [" ".join(text[start : start + words]) for start in range(0, min(len(text), words * count), words)]


def walk(module, model, line, before, after):
    model.BeginSentenceWrite(before)
    total = 0.0
    for word in line:
        total += model.BaseScore(before, word, after)
        before, after = after, before
    return total


def works(module, model, texts):
    """The same work by each kind of call."""
    words = [line.split() for line in texts]
    states = module.State(), module.State()
    return {
        "score": lambda: [model.score(line) for line in texts],
        "full_scores": lambda: [sum(score for score, _, _ in model.full_scores(line)) for line in texts],
        "BaseScore": lambda: [walk(module, model, line, *states) for line in words],
    }


def main():
    import gramarye

    texts = lines(sys.argv[2])
    models = {gramarye: gramarye.Model(sys.argv[1])}
    if len(sys.argv) > 3:
        import kenlm

        models[kenlm] = kenlm.Model(sys.argv[3])
    tasks = {module: works(module, model, texts) for module, model in models.items()}
    print(f"{len(texts):,} lines of ten words; medians of {ROUNDS}, in turn")
    for name in ("score", "full_scores", "BaseScore"):
        times = {module: [] for module in models}
        results = {}
        for _ in range(ROUNDS):
            for module in models:
                start = time.perf_counter()
                results[module] = tasks[module][name]()
                times[module].append(time.perf_counter() - start)
        for module, seconds in times.items():
            print(f"{name:12} {module.__name__:9} {len(texts) / statistics.median(seconds):10,.0f} lines/s")
        if len(models) > 1:
            differences = sorted(abs(a - b) for a, b in zip(*results.values()))
            print(f"{'':12} differ by more than 0.001: {sum(difference > 0.001 for difference in differences)} lines")


if __name__ == "__main__":
    main()
