"""Writes torch.json: logits, gradients and ten training losses of PyTorch's recurrent modules on a small minibatch.

Run with PyTorch 2: python make_fixtures.py > torch.json

Where Gramarye's cells have one bias and PyTorch's two, the second (bias_hh) is zero and does not learn; of the GRU's,
the part inside the reset product learns.
"""
import json
import torch
from torch import nn

V, E, H, B, T = 7, 5, 4, 3, 6


def rounded(tensor):
    return [round(x, 8) for x in tensor.detach().flatten().tolist()]


def fixture(name, cell, module, layers, **options):
    torch.manual_seed(layers * 100 + H)
    embedding = nn.Embedding(V, E)
    recurrent = module(E, H, layers, **options)
    output = nn.Linear(H, V)
    for p in recurrent.parameters():
        nn.init.uniform_(p, -0.7, 0.7)
    free = []
    for p_name, p in recurrent.named_parameters():
        if "bias_hh" in p_name:
            p.data[: 2 * H if cell == "gru" else None] = 0
            if cell != "gru":
                p.requires_grad_(False)
                continue
        free.append((p_name, p))
    named = ([("embedding.weight", embedding.weight)] + free
             + [("output.weight", output.weight), ("output.bias", output.bias)])
    for _, p in named:
        p.data = torch.tensor(rounded(p)).view_as(p)
    inputs = torch.randint(0, V, (T, B))
    targets = torch.randint(0, V, (T, B))
    result = {
        "name": name, "cell": cell, "activation": options.get("nonlinearity", "tanh"), "layers": layers,
        "vocabulary": V, "embedding": E, "hidden": H, "batch": B, "steps": T,
        "inputs": inputs.flatten().tolist(), "targets": targets.flatten().tolist(), "learning_rate": 0.5,
        "weights": {n: rounded(p) for n, p in named}, "losses": [],
    }
    sgd = torch.optim.SGD([p for _, p in named], lr=0.5)
    for step in range(10):
        states, _ = recurrent(embedding(inputs))
        logits = output(states)
        loss = nn.functional.cross_entropy(logits.view(-1, V), targets.view(-1))
        sgd.zero_grad()
        loss.backward()
        if cell == "gru":
            for p_name, p in free:
                if "bias_hh" in p_name:
                    p.grad[: 2 * H] = 0
        if step == 0:
            result["logits"] = rounded(logits)
            result["gradients"] = {n: rounded(p.grad) for n, p in named}
        result["losses"].append(loss.item())
        sgd.step()
    return result


print(json.dumps([
    fixture("elman", "elman", nn.RNN, 1),
    fixture("elman, relu", "elman", nn.RNN, 1, nonlinearity="relu"),
    fixture("gru", "gru", nn.GRU, 1),
    fixture("lstm", "lstm", nn.LSTM, 1),
    fixture("elman, two layers", "elman", nn.RNN, 2),
    fixture("gru, two layers", "gru", nn.GRU, 2),
    fixture("lstm, two layers", "lstm", nn.LSTM, 2),
]))
