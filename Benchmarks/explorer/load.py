#!/usr/bin/env python3
"""How fast the explorer answers, and whether it holds out.

Benchmarks/explorer/load.py GRAM DATABASE                     the first page of every screen, one after the other
Benchmarks/explorer/load.py GRAM DATABASE --clients 32 --minutes 10
                                                              so many readers, each a random page a second, none of them cached
Benchmarks/explorer/load.py GRAM DATABASE --fuzz 100000       so many mutated requests: no answer of 500 or none, nothing read beside
                                                              the database

The database has a model of the name base (gram train DATABASE base --ngram mkn:3).

Prints the median and the 95th percentile in milliseconds by screen, of first pages what processors worked for one, errors, and the most
memory that the server took.
"""

import argparse
import html
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

SECRET = b"9f27c1 stands in no corpus"
WORDS = "the of and in to that he was it his god lord man time house water king love hand white old said day".split()


def pages(generator):
    """A page that no one has asked for yet: a word, a context or a limit of its own."""
    word, other = generator.choice(WORDS), generator.choice(WORDS)
    number = generator.randrange(1, 900)
    quoted = urllib.parse.quote_plus
    return generator.choice([
        "/info",
        f"/frequencies?order={generator.randrange(1, 4)}&limit={number}",
        f"/frequencies?q={word}&q={quoted(word + ' ' + other)}&limit={number}",
        f"/concordance?q={word}&sort=1R&limit={generator.randrange(20, 60)}&window={generator.randrange(20, 80)}",
        f"/concordance?q={quoted(word + ' []{0,2} ' + other)}&limit={generator.randrange(20, 60)}",
        f"/collocations?q={word}&span={generator.randrange(1, 8)},{generator.randrange(1, 8)}&limit={number}",
        f"/dispersion?q={word}&q={other}&parts={generator.randrange(10, 90)}",
        f"/next?q={quoted(word + ' ' + other)}&limit={generator.randrange(5, 50)}",
        f"/probability?q={word}&given={other}",
        f"/surprisal?q={quoted(' '.join(generator.choice(WORDS) for _ in range(12)))}&model=base",
        f"/next?q={quoted(word + ' ' + other)}&model=base&limit={generator.randrange(5, 50)}",
        f"/generate?model=base&seed={generator.randrange(1, 100000)}",
        "/growth",
        "/models",
        f"/metadata?limit={number}",
    ])


FIRST = ["/info", "/frequencies", "/frequencies?q=the", "/frequencies?order=2", "/concordance?q=lord", "/concordance?q=the&sort=1R",
         "/collocations?q=lord", "/dispersion?q=lord", "/zipf", "/growth", "/diversity", "/models", "/info?q=base", "/next?q=the",
         "/next?q=the&model=base", "/probability?q=lord&given=the", "/probability?q=lord&given=the&model=base&explain=1",
         "/surprisal?q=In+the+beginning+was+the+word&model=base", "/generate?model=base", "/metadata",
         "/keyness?where=year+%3C+1850", "/frequencies?q=lord&trend=year"]

# A setting that makes an address of its own and changes nothing that is dear to compute.
FRESH = {"/zipf": "seed", "/growth": "document", "/diversity": "document", "/models": None, "/info": None, "/probability": "document",
         "/surprisal": "q", "/generate": "seed"}


class Server:
    def __init__(self, gram, database):
        self.process = subprocess.Popen([gram, "serve", database], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.host = self.process.stdout.readline().strip().removeprefix("http://").rstrip("/")

    def memory(self, kind="VmHWM"):
        """The most resident memory so far, or with VmRSS that of now, in MB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            for line in file:
                if line.startswith(kind):
                    return int(line.split()[1]) / 1024
        return 0

    def processor_seconds(self):
        """How long processors have worked for the server: what a busy machine does not change much."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def get(self, path, method="GET", headers={}):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        start = time.monotonic()
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        seconds = time.monotonic() - start
        connection.close()
        return answer.status, len(body), seconds, body


def told(times):
    ordered = sorted(times)
    return f"median {1000 * statistics.median(ordered):.0f} ms, 95 % {1000 * ordered[int(0.95 * (len(ordered) - 1))]:.0f} ms"


def first_pages(server, rounds):
    for path in FIRST:
        times, worked = [], server.processor_seconds()
        for index in range(rounds):
            # Another setting each time, so that nothing is taken from the cache.
            name = path.split("?")[0]
            setting = FRESH.get(name, "limit")
            value = {"document": "*" * (index + 1), "seed": str(index + 2), "limit": str(41 + index)}.get(setting, "")
            fresh = path + ("&" if "?" in path else "?") + f"{setting}={value}" if value else path
            if setting == "q":
                fresh = path.replace("beginning", "beginning" + "+and" * index)
            if name == "/probability":
                fresh = path.replace("given=the", "given=" + "+".join(["the"] * (index + 1)))
            if setting is None and index > 0:
                break
            status, _, seconds, _ = server.get(fresh)
            times.append(seconds)
            if status != 200:
                print(f"{fresh}: status {status}")
                break
        worked = 1000 * (server.processor_seconds() - worked) / len(times)
        print(f"{path:60} {told(times)}, processors {worked:.0f} ms")


def load(server, clients, minutes):
    end = time.monotonic() + 60 * minutes
    results, lock = [], threading.Lock()

    def client(seed):
        generator = random.Random(seed)
        while time.monotonic() < end:
            begun = time.monotonic()
            path = pages(generator)
            try:
                status, _, seconds, _ = server.get(path)
            except OSError as error:
                status, seconds = repr(error), time.monotonic() - begun
            with lock:
                results.append((path.split("?")[0], status, seconds, path))
            time.sleep(max(0, 1 - (time.monotonic() - begun)))

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    middle, now, loads = None, [], []
    while any(thread.is_alive() for thread in threads):
        time.sleep(1)
        now.append(server.memory("VmRSS"))
        loads.append(os.getloadavg()[0])
        if middle is None and time.monotonic() > end - 30 * minutes:
            middle = server.memory()
    for screen in sorted({result[0] for result in results}):
        print(f"{screen:20} {told([result[2] for result in results if result[0] == screen])}")
    bad = [result for result in results if result[1] not in (200, 202, 422)]
    print(f"{len(results)} pages, {told([result[2] for result in results])}; {len(bad)} errors {bad[:3]}")
    unfinished = [result for result in results if result[1] == 202]
    print(f"{len(unfinished)} became work of their own: {[result[3] for result in unfinished[:3]]}")
    print(f"most memory: {middle or 0:.0f} MB after half of the time, {server.memory():.0f} MB at the end")
    fifth = max(1, len(now) // 5)
    print("memory from second to second, the median of each fifth: "
          + ", ".join(f"{statistics.median(now[start:start + fifth]):.0f}" for start in range(0, len(now), fifth)) + " MB")
    print(f"load of the machine: median {statistics.median(loads):.1f}, {min(loads):.1f} to {max(loads):.1f}")


VALUES = ["0", "1", "2", "-1", "9223372036854775807", "9223372036854775808", "1e999", "NaN", "0.0", "1e-300", "the", "the of", "[]", "[] [] []",
          "[]{0,3}", "*", "t*e", "/(a+)+$/", "/the|of/", "[", "\\", "'", '"', "1 or 1=1", "name = 'x'", "<script>", "🙂", "\u202e", "א", "a\u0301",
          "base", "net", "mkn:3", "mkn:99", "mkn:999999999999", "laplace:2", "lidstone:2:9223372036854775807", "base+net", "a:b+c", "1R,2R", "999999999R",
          "node", "document", "1-20", "20-1", "1-9223372036854775807", "5,5", "9223372036854775807,9223372036854775807", "documents", "logdice", "g2", "dp",
          "all", "train", "valid", "test", "segment", "2", "3", "5", "tf-idf", "spread", "count", "x" * 1100, "x y " * 300, "\n", "\x00", "</s>", "<unk>", "<s>"]
PIECES = ["/", "?", "&", "=", "%", "%00", "%FF", "%2e%2e", "..", "frequencies", "concordance", "info", "q", "where", ".json", ".csv", ".svg", "the",
          "x" * 3000, "select", "-1", "🙂"]


def settings(server):
    """What each screen can be asked for, as its form has it, and the values at the ends of what the form lets through."""
    screens = {}
    for name in ["info", "metadata", "concordance", "frequencies", "dispersion", "keyness", "collocations", "zipf", "growth", "diversity", "models",
                 "compare", "surprisal", "probability", "next", "generate"]:
        page = server.get(f"/{name}")[3].decode()
        fields = {}
        for tag, rest in re.findall(r'(<(?:input|select|textarea)[^>]*>)((?:<option[^>]*>[^<]*</option>)*)', page):
            named = re.search(r' name="([^"]+)"', tag)
            if named is None or named[1] == "token":
                continue
            ends = re.findall(r' (?:min|max|placeholder|value)="([^"]*)"', tag) + re.findall(r'<option value="([^"]*)"', rest)
            fields[named[1]] = [html.unescape(value) for value in ends]
        screens[name] = fields
    screens["concordance"] |= {"segment": ["1"], "position": ["1"], "skip": ["1", "50", str(1 << 50)]}
    screens["info"] |= {"q": ["base"]}
    return screens


def wanted(generator, screens):
    """An address of a screen with some of its settings, each at an end of its own or anything."""
    name = generator.choice(list(screens))
    chosen = generator.sample(list(screens[name]), min(len(screens[name]), generator.randrange(0, 5)))
    items = [(key, generator.choice(screens[name][key] if screens[name][key] and generator.random() < 0.5 else VALUES)) for key in chosen]
    if items and generator.random() < 0.05:
        items.append(generator.choice(items))
    # Long work is not what is looked at here: each would be a process.
    ending = "" if name == "compare" else generator.choice(["", "", "", ".json", ".csv", ".svg"])
    return f"/{name}{ending}?{urllib.parse.urlencode(items)}"


def raw(generator, server, path):
    """A head of a request with something wrong in it."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {server.host}", "Connection: close"]
    place = generator.randrange(len(lines))
    lines[place] = generator.choice([
        lines[place][: generator.randrange(len(lines[place]) + 1)], lines[place] + " x", lines[place].replace(" ", generator.choice(["  ", "\t", ""])),
        lines[place] + generator.choice(["\x00", "\x7f", "\xff", "\n", "\r"]), "X" * generator.choice([100, 40_000]), ": x", " folded", "Content-Length: -1",
        "Transfer-Encoding: chunked", "Content-Length: 99999999999999999999", f"GET {path} HTTP/9.9", f"GET http://evil.example{path} HTTP/1.1", "GET * HTTP/1.1",
        "Sec-Fetch-Site: cross-site", "Origin: null", "Range: bytes=0-9", "Host: evil.example", "If-None-Match: *", "Expect: 100-continue", "Upgrade: h2c"])
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.read()


def fuzz(server, count, seed, secret):
    """Four readers who ask every screen for anything, by its own settings with values at their ends, by a broken address or by a broken head.

    No answer may have what stands in a file beside the database, whose path is among the values; a page that says what is wrong speaks of
    fields, not of options.
    """
    screens = settings(server)
    statuses, lock, options, slow = {}, threading.Lock(), {}, []
    VALUES.extend([secret, f"readfile('{secret}')", f"../{os.path.basename(secret)}", f"file://{secret}", f"name in (select '{secret}')"])

    def ask(generator):
        path = wanted(generator, screens)
        if generator.random() < 0.2:
            text = "".join(generator.choice(PIECES) for _ in range(generator.randrange(0, 12)))
            path = "/" + urllib.parse.quote(text, safe="/?&=%.:+*'()[]{}|\\")
        method = "GET" if generator.random() < 0.95 else generator.choice(["HEAD", "POST", "PUT", "X"])
        headers = {} if generator.random() < 0.95 else {"Host": generator.choice(["evil.example", "", "127.0.0.1"]), "Cookie": "a=b"}
        body, begun = b"", time.monotonic()
        try:
            if generator.random() < 0.05:
                method = "raw"
                status, body = raw(generator, server, path)
            else:
                status, _, _, body = server.get(path, method, headers)
        except (http.client.HTTPException, OSError, ValueError) as error:
            status = type(error).__name__
        seconds = time.monotonic() - begun
        lost = not isinstance(status, int) or status >= 500 or server.process.poll() is not None
        if lost or SECRET in body:
            print(f"{method} {path[:300]}: {status}{' has the secret' if SECRET in body else ''}", flush=True)
        with lock:
            statuses[status] = statuses.get(status, 0) + 1
            if status in (400, 422) and b"<!DOCTYPE html>" in body[:200]:
                said = re.sub(r"<(form|details|header).*?</\1>", "", body.decode("utf-8", "replace"), flags=re.S)
                for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(r"<[^>]*>", " ", said)):
                    options.setdefault((path.split("?")[0], option), path)
            if seconds > 3:
                slow.append((seconds, path))

    def reader(number):
        generator = random.Random(f"{seed} {number}")
        for _ in range(count // 4):
            if server.process.poll() is None:
                ask(generator)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{sum(statuses.values())} requests: " + ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items(), key=str)))
    for (screen, option), path in sorted(options.items()):
        print(f"{screen} speaks of {option}: {path[:200]}")
    print(f"{len(slow)} answers took longer than 3 s" + "".join(f"\n  {seconds:.1f} s {path[:200]}" for seconds, path in sorted(slow, reverse=True)[:10]))
    print(f"memory: {server.memory():.0f} MB")
    if server.process.poll() is not None:
        sys.exit(f"the server ended with {server.process.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gram")
    parser.add_argument("database")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--clients", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    server = Server(options.gram, options.database)
    try:
        if options.fuzz:
            with tempfile.NamedTemporaryFile(suffix=".txt") as secret:
                secret.write(SECRET)
                secret.flush()
                fuzz(server, options.fuzz, options.seed, secret.name)
        elif options.clients:
            load(server, options.clients, options.minutes)
        else:
            first_pages(server, options.rounds)
            print(f"memory: {server.memory():.0f} MB")
    finally:
        server.process.terminate()
        server.process.wait(10)


if __name__ == "__main__":
    main()
