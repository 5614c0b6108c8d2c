"""A Spark job that counts what one machine cannot: `gram ingest` on shards, and their counts made one.

Every exchange between tasks goes through sorted runs in a folder that all machines see: a task writes its rows in
order, a later one reads its own range of each. What is there stays true whichever worker dies, and whoever repeats a
task writes the same rows.
"""
