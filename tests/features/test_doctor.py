"""What the doctor says of this installation, and of a folder whose settings are wrong."""

from __future__ import annotations

from pathlib import Path

from nablint.features.doctor import examine_installation


def test_this_installation_works(tmp_path: Path) -> None:
    checks = {check.topic: check for check in examine_installation(str(tmp_path))}
    assert checks["trial note"].state == "fine"
    assert checks["nablint"].state == checks["python"].state == "fine"
    assert not [check for check in checks.values() if check.state == "wrong"]


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    (tmp_path / "nablint.toml").write_text('ignore = ["SHP001"]\ncolour = 1\n')
    checks = examine_installation(str(tmp_path))
    assert any(check.state == "wrong" and "colour" in check.text for check in checks)
    assert any("SHP001" in check.text for check in checks)
