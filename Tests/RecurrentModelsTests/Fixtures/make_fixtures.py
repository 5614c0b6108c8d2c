"""Writes what PyTorch makes of small minibatches, beside this script. Run with PyTorch 2: python make_fixtures.py

torch.json: logits, gradients and ten training losses of the recurrent modules.
optimizers.json: ten losses and the weights after them, by optimizer, in double precision.
reach.json: the norm of the gradient of losses by the states before them, in double precision, the state carried from
the beginning of a stream.

Where Gramarye's cells have one bias and PyTorch's two, the second (bias_hh) is zero and does not learn; of the GRU's,
the part inside the reset product learns. An adaptive softmax has biases in its tails too.
"""
import json
import os

import torch
from torch import nn

V, E, H, B, T = 7, 5, 4, 3, 6


def rounded(tensor):
    return [round(x, 8) for x in tensor.detach().flatten().tolist()]


def initialize(recurrent, cell, bound=0.7):
    """Random weights, but for biases that Gramarye's cells do not have. Returns those that learn, with their names."""
    for p in recurrent.parameters():
        nn.init.uniform_(p, -bound, bound)
    free = []
    for p_name, p in recurrent.named_parameters():
        if "bias_hh" in p_name:
            p.data[: 2 * recurrent.hidden_size if cell == "gru" else None] = 0
            if cell != "gru":
                p.requires_grad_(False)
                continue
        free.append((p_name, p))
    return free


def adaptive_softmax(H, V, cutoffs):
    output = nn.AdaptiveLogSoftmaxWithLoss(H, V, cutoffs, div_value=4, head_bias=True)
    for tail in output.tail:
        tail[1] = nn.Linear(tail[1].in_features, tail[1].out_features)
    return output


def fixture(name, cell, module, layers, V=V, H=H, cutoffs=None, **options):
    torch.manual_seed(layers * 100 + H)
    embedding = nn.Embedding(V, E)
    recurrent = module(E, H, layers, **options)
    output = adaptive_softmax(H, V, cutoffs) if cutoffs else nn.Linear(H, V)
    free = initialize(recurrent, cell)
    named = ([("embedding.weight", embedding.weight)] + free
             + [("output." + n, p) for n, p in output.named_parameters()])
    for _, p in named:
        p.data = torch.tensor(rounded(p)).view_as(p)
    inputs = torch.randint(0, V, (T, B))
    inputs[0] = 1  # </s>, which every text is begun with
    targets = torch.randint(0, V, (T, B))
    result = {
        "name": name, "cell": cell, "activation": options.get("nonlinearity", "tanh"), "layers": layers,
        "vocabulary": V, "embedding": E, "hidden": H, "batch": B, "steps": T, "cutoffs": cutoffs,
        "inputs": inputs.flatten().tolist(), "targets": targets.flatten().tolist(), "learning_rate": 0.5,
        "weights": {n: rounded(p) for n, p in named}, "losses": [],
    }
    sgd = torch.optim.SGD([p for _, p in named], lr=0.5)
    for step in range(10):
        states, _ = recurrent(embedding(inputs))
        if cutoffs:
            logits = output.log_prob(states.view(-1, H))
            loss = output(states.view(-1, H), targets.view(-1)).loss
        else:
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


CELLS = [
    fixture("elman", "elman", nn.RNN, 1),
    fixture("elman, relu", "elman", nn.RNN, 1, nonlinearity="relu"),
    fixture("gru", "gru", nn.GRU, 1),
    fixture("lstm", "lstm", nn.LSTM, 1),
    fixture("elman, two layers", "elman", nn.RNN, 2),
    fixture("gru, two layers", "gru", nn.GRU, 2),
    fixture("lstm, two layers", "lstm", nn.LSTM, 2),
    fixture("lstm, adaptive softmax", "lstm", nn.LSTM, 1, V=11, H=16, cutoffs=[4, 8]),
]


def optimizer_fixture(name, settings, make, vocabulary=V, sparse=False):
    """Ten steps of an Elman network, each on a minibatch of its own.

    Every word is an input of every minibatch, unless `sparse`: then few are, and rows of the embedding that have no
    gradient stay as they are.
    """
    torch.manual_seed(7)
    embedding = nn.Embedding(vocabulary, E, sparse=sparse)
    recurrent = nn.RNN(E, H)
    output = nn.Linear(H, vocabulary)
    dense = [(n, p) for n, p in recurrent.named_parameters() if "bias_hh" not in n]
    recurrent.bias_hh_l0.data.zero_().requires_grad_(False)
    dense += [("output.weight", output.weight), ("output.bias", output.bias)]
    named = [("embedding.weight", embedding.weight)] + dense
    for _, p in named:
        p.data = torch.tensor(rounded(p)).view_as(p)
    result = {
        "name": name, "settings": settings, "vocabulary": vocabulary, "embedding": E, "hidden": H, "batch": B,
        "steps": T, "weights": {n: rounded(p) for n, p in named}, "inputs": [], "targets": [], "losses": [],
    }
    optimizers = make(embedding.weight, [p for _, p in dense])
    everything = [p for _, p in named]
    for _ in range(10):
        inputs = torch.randint(0, vocabulary, (T * B,))
        if not sparse:
            inputs[:vocabulary] = torch.randperm(vocabulary)
        targets = torch.randint(0, vocabulary, (T * B,))
        states, _ = recurrent(embedding(inputs.view(T, B)))
        loss = nn.functional.cross_entropy(output(states).view(T * B, -1), targets)
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        if "clip_norm" in settings:
            nn.utils.clip_grad_norm_(everything, settings["clip_norm"])
        if "clip_value" in settings:
            nn.utils.clip_grad_value_(everything, settings["clip_value"])
        for optimizer in optimizers:
            optimizer.step()
        result["inputs"].append(inputs.tolist())
        result["targets"].append(targets.tolist())
        result["losses"].append(loss.item())
    result["final"] = {n: p.detach().flatten().tolist() for n, p in named}
    averages = {n: optimizers[0].state[p].get("ax") for n, p in named}
    if all(a is not None for a in averages.values()):
        result["averages"] = {n: a.flatten().tolist() for n, a in averages.items()}
    return result


def of_all(optimizer, **options):
    return lambda table, dense: [optimizer([table] + dense, **options)]


torch.set_default_dtype(torch.float64)
OPTIMIZERS = [
    optimizer_fixture("sgd", {"optimizer": "sgd", "rate": 0.5}, of_all(torch.optim.SGD, lr=0.5)),
    optimizer_fixture(
        "momentum", {"optimizer": "sgd", "rate": 0.3, "momentum": 0.9}, of_all(torch.optim.SGD, lr=0.3, momentum=0.9)),
    optimizer_fixture(
        "momentum, decay", {"optimizer": "sgd", "rate": 0.3, "momentum": 0.5, "decay": 0.1},
        of_all(torch.optim.SGD, lr=0.3, momentum=0.5, weight_decay=0.1)),
    optimizer_fixture(
        "sgd, decay", {"optimizer": "sgd", "rate": 0.5, "decay": 0.1},
        of_all(torch.optim.SGD, lr=0.5, weight_decay=0.1)),
    optimizer_fixture(
        "sgd, norm clipped", {"optimizer": "sgd", "rate": 0.5, "clip_norm": 0.25}, of_all(torch.optim.SGD, lr=0.5)),
    optimizer_fixture(
        "sgd, values clipped", {"optimizer": "sgd", "rate": 0.5, "clip_value": 0.02},
        of_all(torch.optim.SGD, lr=0.5)),
    optimizer_fixture("adam", {"optimizer": "adam", "rate": 0.03}, of_all(torch.optim.Adam, lr=0.03)),
    optimizer_fixture(
        "adam, decay", {"optimizer": "adam", "rate": 0.03, "decay": 0.1},
        of_all(torch.optim.Adam, lr=0.03, weight_decay=0.1)),
    optimizer_fixture(
        "adamw", {"optimizer": "adamw", "rate": 0.03, "decay": 0.1},
        of_all(torch.optim.AdamW, lr=0.03, weight_decay=0.1)),
    # PyTorch's average begins with the weights after the second step.
    optimizer_fixture(
        "asgd", {"optimizer": "asgd", "rate": 0.5}, of_all(torch.optim.ASGD, lr=0.5, lambd=0, t0=0)),
    optimizer_fixture(
        "adam, sparse", {"optimizer": "adam", "rate": 0.03},
        lambda table, dense: [torch.optim.SparseAdam([table], lr=0.03), torch.optim.Adam(dense, lr=0.03)],
        vocabulary=40, sparse=True),
]

def reach_fixture(name, cell, module, layers, events=360, places=16, depth=30):
    """By layer and k the mean over places t of the second half of a stream of the norm of dL(t)/dh(t-k)."""
    words, width, units = 12, 6, 10
    torch.manual_seed(layers * 100 + units)
    embedding = nn.Embedding(words, width)
    stack = [module(width if layer == 0 else units, units) for layer in range(layers)]
    output = nn.Linear(units, words)
    named = [("embedding.weight", embedding.weight)]
    for layer, recurrent in enumerate(stack):
        named += [(n.replace("_l0", f"_l{layer}"), p) for n, p in initialize(recurrent, cell)]
    named += [("output." + n, p) for n, p in output.named_parameters()]
    for _, p in named:
        p.data = torch.tensor(rounded(p)).view_as(p)
    stream = torch.randint(0, words, (events,)).tolist()[:-1] + [1]
    # Step by step, so that every state is a variable of its own; class 1, </s>, is read before the first event.
    states = [[] for _ in stack]
    carried = [None] * layers
    outputs = []
    for word in [1] + stream[:-1]:
        x = embedding(torch.tensor([word]))
        for layer, recurrent in enumerate(stack):
            _, after = recurrent(x, carried[layer])
            carried[layer] = after
            x = after[0] if cell == "lstm" else after
            states[layer].append(x)
        outputs.append(x)
    half = events // 2
    ends = [half + (events - 1 - half) * i // (places - 1) for i in range(places)]
    norms = torch.zeros(layers, depth + 1)
    for end in ends:
        loss = nn.functional.cross_entropy(output(outputs[end]), torch.tensor([stream[end]]))
        for layer in range(layers):
            window = states[layer][end - depth : end + 1]
            gradients = torch.autograd.grad(loss, window, retain_graph=True)
            for k, gradient in enumerate(reversed(gradients)):
                norms[layer, k] += gradient.norm() / places
    return {
        "name": name, "cell": cell, "layers": layers, "vocabulary": words, "embedding": width, "hidden": units,
        "weights": {n: rounded(p) for n, p in named}, "stream": stream, "places": places, "norms": norms.tolist(),
    }


REACH = [
    reach_fixture("elman", "elman", nn.RNN, 1),
    reach_fixture("gru", "gru", nn.GRU, 1),
    reach_fixture("lstm", "lstm", nn.LSTM, 1),
    reach_fixture("elman, two layers", "elman", nn.RNN, 2),
    reach_fixture("gru, two layers", "gru", nn.GRU, 2),
    reach_fixture("lstm, two layers", "lstm", nn.LSTM, 2),
]

for file_name, fixtures in [("torch.json", CELLS), ("optimizers.json", OPTIMIZERS), ("reach.json", REACH)]:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), file_name), "w") as file:
        print(json.dumps(fixtures), file=file)
