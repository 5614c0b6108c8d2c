"""A standalone cluster on loopback, started by `spark-class`, for PyPI's package has no start scripts."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pyspark

SPARK = pathlib.Path(pyspark.__file__).parent
JOB = pathlib.Path(__file__).resolve().parents[1] / "job.py"
PATIENCE = 150


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A master and workers of one core, processes of their own."""

    def __init__(self, place: pathlib.Path, workers: int = 2, memory: str = "600M") -> None:
        self.place = place
        self.master = f"spark://127.0.0.1:{free_port()}"
        self.environment = dict(
            os.environ, SPARK_HOME=str(SPARK), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable
        )
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
                   "--port", self.master.rsplit(":", 1)[1])  # fmt: skip
        # Each has a host of its own: Spark repeats no task on the host where it runs already.
        for number in range(workers):
            host = f"127.0.0.{number + 2}"
            options = ["--host", host, "--cores", "1", "--memory", memory, "--work-dir", str(place / str(number))]
            self.start(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *options, self.master, host=host)
        self.wait_for_workers(workers)

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

    def submit(self, settings: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
        """Begins a job by its command line; what the job itself says is on standard output."""
        quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        settings = {**quiet, "spark.driver.host": "127.0.0.1", **settings}
        command: list[object] = [SPARK / "bin/spark-submit", "--master", self.master]
        for name, value in settings.items():
            command += ["--conf", f"{name}={value}"]
        command += [JOB, *arguments]
        # In client mode spark-submit gives what the program writes to either stream on its standard output.
        with open(self.place / "submit.log", "ab") as log:
            return subprocess.Popen(
                list(map(str, command)), env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
