"""What is made up must not know what is looked for."""

import subprocess
import sys


def test_simulation_loads_no_analysis_and_no_indicator() -> None:
    code = (
        "import sys, palermo.simulate\n"
        "wrong = [n for n in sys.modules if n.startswith(('palermo.analys', 'palermo.indicators', 'palermo.engine'))]\n"
        "print(wrong)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
