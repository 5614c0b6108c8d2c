#!/usr/bin/env python3
"""The job on a standalone cluster of a master and two workers on loopback: workers that die, tasks that run twice."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import support

support.require_spark()

import pyspark  # noqa: E402

SPARK = pathlib.Path(pyspark.__file__).parent
PATIENCE = 150
# A shard is held up the first time that it is ingested; all times are noted.
HOLDING = """\
#!/bin/sh
shard=$(basename "$2" | cut -d. -f2)
if [ "$1" = ingest ]; then
    echo "$shard" >> '{place}/calls'
    if [ "$shard" = {held} ] && mkdir '{place}/held' 2>/dev/null; then sleep {seconds}; fi
fi
exec '{gram}' "$@"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A master and two workers of one core, processes of this test."""

    def __init__(self, place: pathlib.Path) -> None:
        self.place = place
        self.master = f"spark://127.0.0.1:{free_port()}"
        self.environment = dict(
            os.environ, SPARK_HOME=str(SPARK), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable
        )
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
                   "--port", self.master.rsplit(":", 1)[1])  # fmt: skip
        # Each has a host of its own: Spark repeats no task on the host where it runs already.
        for number in range(2):
            host = f"127.0.0.{number + 2}"
            options = ["--host", host, "--cores", "1", "--memory", "600M", "--work-dir", str(place / str(number))]
            self.start(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *options, self.master, host=host)
        self.wait_for_workers(2)

    def start(self, name: str, *command: str, host: str = "127.0.0.1") -> None:
        with open(self.place / f"{name}.log", "wb") as log:
            environment = dict(self.environment, SPARK_DAEMON_MEMORY="256m", SPARK_LOCAL_IP=host)
            self.processes.append(
                subprocess.Popen(
                    [SPARK / "bin/spark-class", *command, "--webui-port", "0"],
                    stdout=log, stderr=log, env=environment, start_new_session=True,
                )
            )  # fmt: skip

    def wait_for_workers(self, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while (self.place / "master.log").read_text().count("Registering worker") < count:
            if time.monotonic() > end:
                raise AssertionError((self.place / "master.log").read_text())
            time.sleep(0.2)

    def kill(self, index: int) -> None:
        """Ends a process and all that it has started in its group."""
        os.killpg(self.processes[index].pid, signal.SIGKILL)
        self.processes[index].wait()

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def submit(self, gram: pathlib.Path, *arguments: object, speculation: bool = False) -> subprocess.Popen[str]:
        """Begins a job of the command line."""
        settings = {
            "spark.speculation": str(speculation).lower(), "spark.speculation.interval": "200ms",
            "spark.speculation.quantile": "0.5", "spark.speculation.minTaskRuntime": "2s", "spark.ui.enabled": "false",
            "spark.executor.memory": "512m", "spark.driver.memory": "512m", "spark.driver.host": "127.0.0.1",
        }  # fmt: skip
        command: list[object] = [SPARK / "bin/spark-submit", "--master", self.master]
        for name, value in settings.items():
            command += ["--conf", f"{name}={value}"]
        command += [support.CLUSTER / "job.py", *arguments[:3], "--gram", gram, "--shard-size", "4K", "--rows", "2000"]
        command += arguments[3:]
        return subprocess.Popen(
            list(map(str, command)), env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )


class OnTwoWorkers(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.logs = pathlib.Path(place.name)
        cls.cluster = Cluster(cls.logs)
        cls.addClassCleanup(cls.cluster.stop)

    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.texts = support.texts(self.place / "texts", 21)

    def holding(self, seconds: int) -> pathlib.Path:
        path = self.place / "gram"
        values = {"place": self.place, "held": "000001", "seconds": seconds, "gram": support.GRAM}
        path.write_text(HOLDING.format(**values))
        path.chmod(0o755)
        return path

    def calls(self) -> list[str]:
        return (self.place / "calls").read_text().split()

    def finish(self, job: subprocess.Popen[str]) -> str:
        said = job.communicate(timeout=PATIENCE)[1]
        self.assertEqual(job.returncode, 0, said[-4000:])
        return said

    def one_ingest(self, *options: str) -> dict[str, str]:
        support.gram("ingest", self.place / "one.db", self.texts, *options)
        return support.dump(self.place / "one.db")

    def test_a_repeated_task_changes_nothing(self) -> None:
        made = self.place / "made.db"
        job = self.cluster.submit(
            self.holding(25), "database", made, self.texts, "--work", self.place / "work", speculation=True
        )
        self.finish(job)
        self.assertGreaterEqual(self.calls().count("000001"), 2, "no task was repeated")
        self.assertEqual(support.dump(made), self.one_ingest())
        self.assertFalse((self.place / "work").exists())

    def test_a_shard_that_fails_fails_the_job_in_the_words_of_gram(self) -> None:
        (self.texts / "text 08.txt").write_bytes(b"good words\nbad \xff word\n")
        job = self.cluster.submit(
            support.GRAM, "database", self.place / "made.db", self.texts, "--work", self.place / "work"
        )
        said = job.communicate(timeout=PATIENCE)[1]
        alone = subprocess.run(
            [support.GRAM, "ingest", self.place / "one.db", self.texts.name, "--quiet"],
            cwd=self.place, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.assertEqual(job.returncode, 1, said[-4000:])
        self.assertIn(alone.stderr.strip(), said)
        self.assertEqual(len(re.findall("Traceback", said.split(alone.stderr.strip())[-1])), 0)
        self.assertFalse((self.place / "made.db").exists())

    def test_z_a_worker_that_dies_changes_nothing(self) -> None:
        # Last, for one worker is left then.
        job = self.cluster.submit(
            self.holding(6), "counts", self.place / "counts", self.texts, "--work", self.place / "work", "--order", 5
        )
        end = time.monotonic() + PATIENCE
        while not (self.place / "held").exists() and time.monotonic() < end and job.poll() is None:
            time.sleep(0.1)
        self.cluster.kill(1)
        self.finish(job)
        self.one_ingest("--shares=1,0,0")
        for order in range(1, 6):
            lines = "".join(path.read_text() for path in sorted((self.place / f"counts/text/order={order}").iterdir()))
            rows = (line.split("\t") for line in lines.splitlines())
            found = {tuple(ngram.split(" ")): int(count) for ngram, count in rows}
            self.assertEqual(found, dict(support.naive_counts(self.place / "one.db", order)))


if __name__ == "__main__":
    unittest.main()
