"""Los estáticos se juntan de nuevo cuando algo de lo que sale de ellos cambió."""

import pytest

from conferencia.arranque import estaticos


@pytest.fixture
def proyecto(tmp_path, monkeypatch):
    for nombre in ("static/css/base.css", "enlaces/static/enlaces/a.js", "conferencia/settings.py", "requirements.txt", "var/static/staticfiles.json"):
        archivo = tmp_path / nombre
        archivo.parent.mkdir(parents=True, exist_ok=True)
        archivo.write_text("uno")
    huella = estaticos.huella
    monkeypatch.setattr(estaticos, "huella", lambda: huella(tmp_path))
    monkeypatch.setattr(estaticos, "HUELLA", tmp_path / "var" / "static.huella")
    monkeypatch.setattr(estaticos, "MANIFIESTO", tmp_path / "var" / "static" / "staticfiles.json")
    return tmp_path


def test_anotados_estan_al_dia_y_antes_no(proyecto):
    assert not estaticos.al_dia()
    estaticos.anota()
    assert estaticos.al_dia()


@pytest.mark.parametrize("nombre", ["static/css/base.css", "static/nuevo.svg", "enlaces/static/enlaces/a.js", "conferencia/settings.py", "requirements.txt"])
def test_cualquier_cambio_obliga_a_juntarlos(proyecto, nombre):
    estaticos.anota()
    (proyecto / nombre).write_text("dos")
    assert not estaticos.al_dia()


def test_sin_lo_juntado_no_basta_la_huella(proyecto):
    estaticos.anota()
    estaticos.MANIFIESTO.unlink()
    assert not estaticos.al_dia()
