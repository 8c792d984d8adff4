"""Lo que falta se instala si se puede; si no, se dice la línea exacta."""

import pytest

from conferencia.arranque import sistema
from conferencia.arranque.rutas import ErrorDeArranque
from conferencia.arranque.sistema import Requisito, asegura_paquetes


class Maquina:
    """Un Debian de mentira: anota lo que se le pide y pone lo que se instala."""

    def __init__(self, *, con_listas: bool = True) -> None:
        self.instalados: set[str] = set()
        self.con_listas = con_listas
        self.pedidos: list[list[str]] = []

    def requisito(self, para: str, *paquetes: str) -> Requisito:
        return Requisito(para, lambda: set(paquetes) <= self.instalados, paquetes)

    def apt(self, prefijo: list[str], argumentos: list[str], *, silencioso: bool = False) -> bool:
        self.pedidos.append([*prefijo, *argumentos])
        if argumentos[0] == "update":
            self.con_listas = True
        elif self.con_listas:
            self.instalados |= {parte for parte in argumentos[1:] if not parte.startswith("-")}
        return self.con_listas


@pytest.fixture
def maquina(monkeypatch) -> Maquina:
    maquina = Maquina()
    monkeypatch.setattr(sistema, "_apt", maquina.apt)
    return maquina


def nunca_dice(texto: str) -> None:
    raise AssertionError(texto)


def test_si_no_falta_nada_no_se_toca_apt(maquina):
    maquina.instalados = {"libpango-1.0-0"}
    asegura_paquetes((maquina.requisito("los informes", "libpango-1.0-0"),), nunca_dice)
    assert maquina.pedidos == []


def test_se_instala_solo_lo_que_falta(maquina, monkeypatch):
    monkeypatch.setattr(sistema, "_prefijo_de_administrador", lambda: ["sudo", "-n"])
    maquina.instalados = {"libpango-1.0-0"}
    dicho: list[str] = []
    asegura_paquetes((maquina.requisito("los informes", "libpango-1.0-0"), maquina.requisito("el navegador", "chromium")), dicho.append)
    assert maquina.pedidos == [["sudo", "-n", "install", "-y", "-q", "--no-install-recommends", "chromium"]]
    assert dicho == ["Instalo paquetes del sistema (el navegador): chromium"]


def test_con_listas_viejas_se_actualizan_y_se_reintenta(maquina, monkeypatch):
    monkeypatch.setattr(sistema, "_prefijo_de_administrador", list)
    maquina.con_listas = False
    asegura_paquetes((maquina.requisito("el navegador", "chromium"),), [].append)
    assert [pedido[0] for pedido in maquina.pedidos] == ["install", "update", "install"]


def test_sin_permiso_se_dice_la_linea_exacta_y_nada_se_instala(maquina, monkeypatch):
    monkeypatch.setattr(sistema, "_prefijo_de_administrador", lambda: None)
    requisitos = (maquina.requisito("los informes", "libpango-1.0-0", "libpangoft2-1.0-0"), maquina.requisito("el navegador", "chromium"))
    with pytest.raises(ErrorDeArranque, match=r"install -y --no-install-recommends chromium libpango-1\.0-0 libpangoft2-1\.0-0\n"):
        asegura_paquetes(requisitos, nunca_dice)
    assert maquina.pedidos == []


def test_lo_que_pide_el_producto_se_reconoce_en_esta_maquina():
    assert sistema.faltantes(sistema.PARA_CORRER) == []
    assert not sistema.hay_biblioteca("libpango-1.0.so.0", "libinexistente.so.9")
    assert not sistema.hay_fuente("TipografiaInexistente*")
