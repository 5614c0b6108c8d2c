"""How many short calls a second Python makes: `score`, `full_scores` and `BaseScore` on the same lines.

python3 Benchmarks/python/speed.py MODEL LINES.txt [FILE.arpa]

MODEL is what gramarye opens. With FILE.arpa, or a binary of KenLM's, its module is measured beside it, and both are
held against each other, where MODEL was made of it. Each figure is the best of five rounds.
"""

import sys
import time


def lines(path, words=10, count=100_000):
    """Lines of ten words, as they stand in a text."""
    with open(path, encoding="utf-8") as file:
        text = file.read().split()
    return [" ".join(text[start : start + words]) for start in range(0, min(len(text), words * count), words)]


def best(work, rounds=5):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def walk(module, model, line, before, after):
    model.BeginSentenceWrite(before)
    total = 0.0
    for word in line:
        total += model.BaseScore(before, word, after)
        before, after = after, before
    return total


def measure(module, model, texts):
    words = [line.split() for line in texts]
    states = module.State(), module.State()
    figures = {}
    figures["score"], scores = best(lambda: [model.score(line) for line in texts])
    figures["full_scores"], _ = best(lambda: [sum(score for score, _, _ in model.full_scores(line)) for line in texts])
    figures["BaseScore"], _ = best(lambda: [walk(module, model, line, *states) for line in words])
    for name, seconds in figures.items():
        print(f"{module.__name__:9} {name:12} {len(texts) / seconds:10,.0f} lines/s")
    return scores


def main():
    import gramarye

    texts = lines(sys.argv[2])
    print(f"{len(texts):,} lines of ten words")
    own = measure(gramarye, gramarye.Model(sys.argv[1]), texts)
    if len(sys.argv) > 3:
        import kenlm

        others = measure(kenlm, kenlm.Model(sys.argv[3]), texts)
        print(f"largest difference: {max(abs(a - b) for a, b in zip(own, others)):.2e}")


if __name__ == "__main__":
    main()
