"""`make faults`: every fault in FAULTS_ROUNDS rounds, at moments drawn from FAULTS_SEED. 1 where one did harm."""

import os
import random
import secrets
import sys
import time

from faults.checking import Found
from faults.injecting import FAULTS
from faults.system import System

HEAD = (
    f"{'fault':<36}{'rounds':>7}{'acts':>7}{'cut off':>9}{'lost':>6}{'doubled':>9}{'half-written':>14}"
    + f"{'well again':>12}"
)


def main() -> int:
    seed = int(os.environ.get("FAULTS_SEED") or secrets.randbelow(10**6))
    rounds = int(os.environ.get("FAULTS_ROUNDS", "5"))
    chosen = (os.environ.get("FAULTS_ONLY") or ",".join(FAULTS)).split(",")
    print(f"Seed {seed}, {rounds} rounds of each fault. The same again: make faults FAULTS_SEED={seed}", flush=True)
    system, began = System(), time.monotonic()
    results: list[Found] = []
    try:
        system.start()
        for number in range(rounds):
            for name in chosen:
                rng = random.Random(f"{seed} {name} {number}")
                found = FAULTS[name](system, rng)
                results.append(found)
                notes = ", ".join(f"{what}: {count}" for what, count in found.notes.items() if count)
                print(f"  {number + 1}. {found.fault}: {found.acts} acts; {notes}", flush=True)
                for wrong in found.wrong:
                    print(f"     WRONG: {wrong}", flush=True)
    finally:
        if any(found.wrong for found in results) or len(results) < rounds * len(chosen):
            print(system.log_ends(), file=sys.stderr)
        system.stop()
    print(f"\n{table(results)}\n{time.monotonic() - began:.0f} s in all.")
    return 1 if any(found.wrong for found in results) else 0


def table(results: list[Found]) -> str:
    """One line a fault; "well again" is the longest time from the moment when the part might come back."""
    lines = [HEAD]
    for fault in dict.fromkeys(one.fault for one in results):
        of = [one for one in results if one.fault == fault]
        counts = [sum(len(getattr(one, part)) for one in of) for part in ("lost", "doubled", "half")]
        lines.append(
            f"{fault:<36}{len(of):>7}{sum(one.acts for one in of):>7}{sum(one.cut_off for one in of):>9}"
            f"{counts[0]:>6}{counts[1]:>9}{counts[2]:>14}{max(one.well_after for one in of):>10.1f} s"
        )
    said = [line for one in results for line in one.said]
    return "\n".join([*lines, f"Pages that said what they should not: {len(said)}"])


if __name__ == "__main__":
    sys.exit(main())
