"""Training tokens per second of PyTorch's recurrent modules: by wall-clock time and by CPU time; and the megabytes that
the process took at most beyond those it had after importing PyTorch.

    python torch_speed.py CELL LAYERS HIDDEN EMBEDDING VOCABULARY BATCH STEPS THREADS SECONDS [PRECISION]

SGD with clipping, the state carried over, random words: speed does not depend on them. With PRECISION bf16 what PyTorch's
autocast chooses is in bfloat16.
"""
import resource
import sys
import time

import torch
from torch import nn

imported = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cell = {"elman": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[sys.argv[1]]
layers, hidden, width, vocabulary, batch, steps, threads = map(int, sys.argv[2:9])
torch.set_num_threads(threads)
in_bfloat16 = sys.argv[10:] == ["bf16"]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.recurrent = cell(width, hidden, layers)
        self.output = nn.Linear(hidden, vocabulary)

    def forward(self, inputs, state):
        states, state = self.recurrent(self.embedding(inputs), state)
        return self.output(states), state


network = Network()
sgd = torch.optim.SGD(network.parameters(), lr=0.5)
words = torch.randint(vocabulary, (50, steps + 1, batch))
state = None


def step(number):
    global state
    block = words[number % 50]
    if state is not None:
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
    with torch.autocast("cpu", torch.bfloat16, enabled=in_bfloat16):
        logits, state = network(block[:-1], state)
        loss = nn.functional.cross_entropy(logits.view(-1, vocabulary), block[1:].reshape(-1))
    sgd.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    sgd.step()
    return loss.item()


for number in range(3):
    step(number)
wall, processor, done = time.monotonic(), time.process_time(), 0
while time.monotonic() - wall < float(sys.argv[9]):
    step(done)
    done += 1
tokens = done * batch * steps
speeds = round(tokens / (time.monotonic() - wall)), round(tokens / (time.process_time() - processor))
print(*speeds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - imported) // 1024)
