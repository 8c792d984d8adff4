"""Las dependencias se reinstalan cuando cambia lo pedido, y solo entonces."""

import pytest

from conferencia.arranque import instalacion


@pytest.fixture
def proyecto(tmp_path, monkeypatch):
    (tmp_path / "tests").mkdir()
    (tmp_path / ".venv").mkdir()
    corre, prueba = tmp_path / "requirements.txt", tmp_path / "tests" / "requirements.txt"
    corre.write_text("Django==5.2.19\n")
    prueba.write_text("-r ../requirements.txt\npytest==9.2.0\n")
    for nombre, valor in {"PARA_CORRER": corre, "PARA_PROBAR": prueba, "VENV": tmp_path / ".venv", "VAR": tmp_path / "var"}.items():
        monkeypatch.setattr(instalacion, nombre, valor)
    monkeypatch.setattr(instalacion, "_crea_entorno", lambda dice: None)
    monkeypatch.setattr(instalacion.sistema, "asegura_paquetes", lambda requisitos, dice: None)
    monkeypatch.setattr(instalacion, "_funciona", lambda: True)
    return tmp_path


@pytest.fixture
def instaladas(proyecto, monkeypatch) -> list[str]:
    hechas: list[str] = []
    monkeypatch.setattr(instalacion, "_instala_dependencias", lambda pedidos, dice: hechas.append(pedidos.parent.name))
    return hechas


def instala(*, con_pruebas: bool = False) -> None:
    instalacion.instala(lambda texto: None, con_pruebas=con_pruebas)


def test_la_segunda_vez_no_instala(proyecto, instaladas):
    instala()
    instala()
    assert instaladas == [proyecto.name]


def test_instalar_para_probar_sirve_para_correr_y_no_al_reves(proyecto, instaladas):
    instala()
    instala(con_pruebas=True)
    instala()
    assert instaladas == [proyecto.name, "tests"]


def test_cambiar_lo_que_corre_obliga_a_ambas(proyecto, instaladas):
    instala(con_pruebas=True)
    instalacion.PARA_CORRER.write_text("Django==5.2.20\n")
    instala(con_pruebas=True)
    assert instaladas == ["tests", "tests"]


def test_un_entorno_que_ya_no_corre_se_rehace(proyecto, instaladas, monkeypatch):
    instala()
    monkeypatch.setattr(instalacion, "_funciona", lambda: False)
    instala()
    assert len(instaladas) == 2


def test_una_instalacion_que_falla_no_se_da_por_hecha(proyecto, instaladas, monkeypatch):
    def falla(pedidos, dice):
        raise instalacion.ErrorDeArranque("sin red")

    with monkeypatch.context() as sin_red:
        sin_red.setattr(instalacion, "_instala_dependencias", falla)
        with pytest.raises(instalacion.ErrorDeArranque, match="sin red"):
            instala()
    instala()
    assert instaladas == [proyecto.name]
