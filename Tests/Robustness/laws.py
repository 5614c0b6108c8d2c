"""What holds in every corpus, whatever text it was made of."""

import sqlite3


def corpus_laws(path):
    """What holds in every corpus: what is counted is what stands in the text. Nothing if it holds."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            checked = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if checked != "ok":
                return f"integrity_check: {checked}"
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'unigram'").fetchone():
                return None
            words = connection.execute("SELECT ifnull(sum(n), 0) FROM unigram WHERE w1 NOT IN (1, 2)").fetchone()[0]
            tokens = connection.execute("SELECT ifnull(sum(tokens), 0) FROM segment_block").fetchone()[0]
            if words != tokens:
                return f"{tokens} tokens and {words} unigrams"
            wrong = connection.execute(
                "SELECT count(*) FROM (SELECT w1, sum(n) AS n FROM unigram WHERE split < 3 AND w1 <> 2 GROUP BY w1) AS u"
                " WHERE n <> (SELECT sum(b.n) FROM bigram AS b WHERE b.split < 3 AND b.w1 = u.w1)"
            ).fetchone()[0]
            if wrong:
                return f"the bigrams of {wrong} words do not add up to the word's count"
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error)
    return None
