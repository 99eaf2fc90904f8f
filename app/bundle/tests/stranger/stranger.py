"""A second checker of opening bundles, written from FORMAT.md alone (of the course of the opening only the numbers):
`stranger.py BUNDLE KEY PDF`. The primitives are those of PyPI gmalg, as the sealed format's tests use them.

Prints the prices as they were opened again; ends with 1 and the section when something is wrong.
"""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "seal/tests/seal/others"))
# It answers questions, of which there are none here.
from python import Keys, context, fields, must, sm3, u64, verify  # noqa: E402

FRAME = re.compile(
    rb'\{"version":"kaibiao-bundle/1","platform_key":"([0-9a-f]{130})","signature":"([0-9a-f]{128})","content":(.*)\}',
    re.DOTALL,
)


def quote(text):
    def escaped(char):
        code = ord(char)
        if char in '"\\':
            return "\\" + char
        return f"\\u{{{code:x}}}" if code < 32 or 127 <= code < 160 else char

    return '"' + "".join(map(escaped, text)) + '"'


def signed(key, text, signature):
    return verify(bytes.fromhex(key), text.encode(), bytes.fromhex(signature))


def of(entries, name):
    return [entry["event"][name] for entry in entries if name in entry["event"] and isinstance(entry["event"], dict)]


def parts_of(manifest):
    lines = manifest.split("\n")
    must(lines[0] == "kaibiao-bid/2" and lines[-1] == "", "2: manifest")
    parts = [line.split(" ") for line in lines[3:-1]]
    must(all(len(part) == 6 and part[0] == "part" for part in parts), "2: manifest")
    return lines[1], lines[2], parts


def receipt_text(receipt):
    lines = ["kaibiao-receipt/2"]
    names = [("lot", "lot"), ("lot-title", "lot_title"), ("bidder", "bidder"), ("bidder-name", "bidder_name"), ("bid", "bid")]
    lines += [f"{name} {quote(receipt[member])}" for name, member in names]
    lines.append(f"manifest {receipt['manifest_digest']}")
    lines += [f"part {quote(part['part'])} {part['size']} {part['digest']}" for part in receipt["parts"]]
    lines += [f"committed-at {receipt['committed_at']}", f"seq {receipt['seq']}", f"entry {receipt['entry_commitment']}"]
    return "\n".join(lines + [f"platform {receipt['platform_key']}", ""])


def record_text(record):
    lines = ["kaibiao-record/1", f"lot {quote(record['lot'])}", f"lot-title {quote(record['lot_title'])}"]
    lines += [f"closed-at {record['closed_at']}", f"seq {record['seq']}", f"entry {record['entry_commitment']}"]
    return "\n".join(lines + [f"document {record['document']}", f"platform {record['platform_key']}", ""])


def opened(lot, bidder, part, lines):
    size, pieces, digest, commitment = next(line[2:] for line in lines if line[1] == part["part"])
    header, chunk = part["header"].encode(), bytes.fromhex(part["chunk"])
    must(pieces == "2" and int(size) <= 65536, "4: size")
    must(fields(b"kaibiao-part/1", sm3(header), sm3(chunk)).hex() == digest, "4: digest of the part")
    place = context({"lot": lot, "bidder": bidder, "part": part["part"]})
    keys, head = Keys(bytes.fromhex(part["key"]), place), part["header"].split("\n")
    must(head[1] == f"context {place.hex()}", "4: context")
    must(head[-3] == f"commitment {keys.commitment}" and keys.commitment == commitment, "4: commitment")
    ciphertext, tag = chunk[:-32], chunk[-32:]
    must(keys.tag(0, True, ciphertext) == tag, "4: tag")
    return json.loads(keys.crypt(0, ciphertext))


def quoted(lot, bidder, bid, told, read):
    must(len(bid["quotes"]) == len(told), "10: number")
    prices = []
    for number, (quote, digest, price) in enumerate(zip(bid["quotes"], told, read), 1):
        of_lot, of_bidder, parts = parts_of(quote["manifest"])
        must(sm3(quote["manifest"].encode()).hex() == digest, "10: digest")
        must((of_lot, of_bidder) == (f"lot {lot}", f"bidder {bidder}"), "10: place")
        must([part[1:3] for part in parts] == [[f"quote-{number}", "64"]], "10: part")
        must(signed(bid["key"], quote["manifest"], quote["signature"]), "10: bidder's signature")
        must(("opened" in quote) == (price is not None), "10: opened")
        if price:
            must(quote["opened"]["key"] == price["key"], "10: key")
            must(opened(lot, bidder, quote["opened"], parts) == {"price": price["price"]}, "10: read-out")
            prices.append(price["price"])
    return prices


def said(lot, bid, line, quotes):
    form, guarantee = line["form"], line["guarantee"]
    values = [("price", form["price"]), ("duration-days", form["duration_days"]), ("quality", form["quality"])]
    values += [("manager", form["manager"]), ("guarantee-issuer", guarantee["issuer"])]
    values += [(f"guarantee-{name}", guarantee[name]) for name in ("number", "amount", "from", "until")]
    values += [(f"quote-{number}", price) for number, price in enumerate(quotes, 1)]
    lines = [f"{name} {quote(str(value))}" for name, value in values]
    return "\n".join(["kaibiao-confirmation/1", f"lot {lot}", f"bid {bid}", *lines, ""])


def drawn(lot, draws, secret, lines):
    secret = bytes.fromhex(secret)
    keys = [word.encode() for line in lines for word in (line["bid"], line["key"])]
    seed = fields(b"kaibiao-draw/1", lot.encode(), secret, *keys)
    values = []
    for number, draw in enumerate(draws):
        n, turn = len(draw["values"]), 0
        while True:
            block = fields(b"kaibiao-draw-block/1", seed, number.to_bytes(4, "big"), turn.to_bytes(4, "big"))
            x, turn = int.from_bytes(block[:8], "big"), turn + 1
            if x < 2**64 - 1 - (2**64 - 1) % n:
                break
        values.append(draw["values"][x % n])
    return fields(b"kaibiao-draw-commitment/1", lot.encode(), secret).hex(), values


def check(file, key, pdf):
    frame = FRAME.fullmatch(file)
    must(frame, "1: frame")
    platform, signature, raw = frame[1].decode(), frame[2].decode(), frame[3]
    must(platform == key, "1: key")
    must(signed(platform, f"kaibiao-bundle/1\ncontent {sm3(raw).hex()}\nplatform {platform}\n", signature), "1: signature")
    content = json.loads(raw)
    lot, terms, entries = content["lot"], content["terms"], content["entries"]
    announced = sum((event["bidders"] for event in of(entries, "bidders_announced")), [])
    lines = sum((event["lines"] for event in of(entries, "read_out")), [])
    must([bid["bid"] for bid in content["bids"]] == [row["bid"] for row in announced], "2: bids")
    for number, entry in enumerate(entries, 1):
        must(entry["seq"] == number, "6: number")
    rounds = [{"event": event} for event in of(entries, "round")]
    prices, quotes = [], {}
    for row, bid in zip(announced, content["bids"]):
        manifest, receipt = bid["manifest"], bid["receipt"]
        of_lot, of_bidder, parts = parts_of(manifest)
        must(sm3(manifest.encode()).hex() == row["digest"] == receipt["manifest_digest"], "2: digest")
        must((of_lot, of_bidder) == (f"lot {lot}", f"bidder {row['code']}"), "2: place")
        must(signed(bid["key"], manifest, bid["signature"]), "2: bidder's signature")
        must(receipt["platform_key"] == platform and signed(platform, receipt_text(receipt), receipt["signature"]), "3: signature")
        must((receipt["lot"], receipt["lot_title"], receipt["bid"]) == (lot, terms["title"], bid["bid"]), "3: lot")
        must((receipt["bidder"], receipt["bidder_name"]) == (row["code"], row["name"]), "3: bidder")
        listed = [[part["part"], str(part["size"]), part["digest"]] for part in receipt["parts"]]
        must(listed == [[part[1], part[2], part[4]] for part in parts], "3: parts")
        must(receipt["committed_at"] == row["committed"] < terms["deadline"], "3: time")
        line = next((line for line in lines if line["bid"] == bid["bid"]), None)
        must([part["part"] for part in bid["opened"]] == (["form", "guarantee"] if line else []), "4: parts")
        if line:
            form, guarantee = (opened(lot, row["code"], part, parts) for part in bid["opened"])
            must(bid["opened"][0]["key"] == line["key"], "4: key of the form")
            must((form, guarantee) == (line["form"], line["guarantee"]), "5: read-out")
            prices.append(form["price"])
        told = [one["digest"] for one in of(rounds, "quoted") if one["bid"] == bid["bid"]]
        read = [[one for one in event["quotes"] if one["bid"] == bid["bid"]] for event in of(rounds, "read_out")]
        quotes[bid["bid"]] = quoted(lot, row["code"], {"quotes": [], **bid}, told, [one[0] if one else None for one in read])
        prices += quotes[bid["bid"]]
    for begun, outcome in zip(of(entries, "draw_begun"), of(entries, "drawn")):
        must(drawn(lot, terms["draws"], outcome["secret"], lines) == (begun["digest"], outcome["values"]), "7: drawing")
    keys = {bid["bid"]: bid["key"] for bid in content["bids"]}
    for event in of(entries, "confirmed"):
        line = next(line for line in lines if line["bid"] == event["bid"])
        must(signed(keys[event["bid"]], said(lot, event["bid"], line, quotes[event["bid"]]), event["signature"]), "8: confirmation")
    record = content["record"]
    must(signed(platform, record_text(record), record["signature"]), "9: signature")
    must((record["lot"], record["lot_title"], record["platform_key"]) == (lot, terms["title"], platform), "9: lot")
    must(record["entry_commitment"] == entries[-1]["commitment"], "9: entry")
    must(record["document"] == sm3(pdf).hex(), "9: document")
    return prices


if __name__ == "__main__":
    bundle, key, pdf = sys.argv[1:]
    try:
        print(json.dumps(check(Path(bundle).read_bytes(), key, Path(pdf).read_bytes())))
    except Exception as error:  # Whatever it trips over is wrong.
        print(error)
        sys.exit(1)
