"""The bench of custody runs and says what it measured."""

from palermo.bench.custody import measure


def test_the_bench_measures_appends_proofs_and_verification_on_a_small_log() -> None:
    rows = {row.what: row for row in measure(12_000)}
    assert [what for what in rows if "appends" in what] == [
        "custody, appends a CPU second, written and fsynced in batches of 1,000",
        "custody, appends a CPU second, written and fsynced in batches of 10,000",
    ]
    proof = next(row for what, row in rows.items() if "bytes of an inclusion proof" in what)
    assert proof.reached
    assert all(row.measured and row.n for row in rows.values())
