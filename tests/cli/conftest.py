"""A desk that every test of the commands may use: made once, copied for each."""

import shutil
from pathlib import Path

import pytest

from palermo.cli.main import main
from palermo.simulate import simulate_adverts
from walked_desk import Desk, Palermo, Said


@pytest.fixture
def palermo(capsys: pytest.CaptureFixture[str]) -> Palermo:
    """Run one command in this process."""

    def run(*words: object, exit_code: int = 0) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert code == exit_code, f"exit {code}\n{printed.out}\n{printed.err}"
        assert "Traceback" not in printed.err + printed.out
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def made_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Simulate, init, ingest and run once for the whole session."""
    base = tmp_path_factory.mktemp("desk")
    keys = base / "keys"
    keys.mkdir(mode=0o700)
    simulate_adverts(base / "material", seed=11, scale=0.2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALERMO_KEYS", str(keys))
        about = ["--organisation", "Example Desk", "--purpose", "protection", "--countries", "GB", "--training"]
        assert main(["init", str(base / "desk"), *about]) == 0
        files = sorted(str(path) for path in (base / "material").iterdir() if path.is_file())
        at = ["-w", str(base / "desk")]
        assert main([*at, "ingest", *files, "--as", "adverts", "--source", "made up"]) == 0
        assert main([*at, "run"]) == 0
    return Desk(base / "desk", base / "material", keys)


@pytest.fixture
def desk(made_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk, to do with as one likes."""
    shutil.copytree(made_desk.root, tmp_path / "desk")
    shutil.copytree(made_desk.keys, tmp_path / "keys")
    monkeypatch.setenv("PALERMO_KEYS", str(tmp_path / "keys"))
    return Desk(tmp_path / "desk", made_desk.material, tmp_path / "keys")
