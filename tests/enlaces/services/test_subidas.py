"""Un archivo que llega por partes: se reanuda, no se sube dos veces y, completo, pasa la misma revisión que cualquiera."""

import hashlib
from datetime import timedelta

import pytest

from conferencia import reloj
from conferencia.models import Archivo
from enlaces.models import Borrador, Subida, Trozo
from enlaces.services import borradores, subidas
from tests.conferencia.hilos import a_la_vez
from tests.enlaces.services.test_borradores import abierto, nombres
from tests.pdfs import pdf_de_una_pagina

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hoy")]
PDF = pdf_de_una_pagina()
HUELLA = hashlib.sha256(PDF).hexdigest()


def empezar(borrador: Borrador, contenido: bytes = PDF, nombre: str = "hoja.pdf", marca: str = "") -> Subida | Archivo:
    return subidas.empezar(borrador, nombre=nombre, tamano=len(contenido), marca=marca or hashlib.sha256(contenido).hexdigest())


def test_por_partes_queda_byte_por_byte():
    borrador = abierto()
    subida = empezar(borrador)
    assert subidas.agregar(subida, desde=0, contenido=PDF[:100]).archivo is None
    archivo = subidas.agregar(subida, desde=100, contenido=PDF[100:]).archivo
    with archivo.contenido.open("rb") as guardado:
        assert guardado.read() == PDF
    assert (nombres(borrador), archivo.sha256, Subida.objects.count(), Trozo.objects.count()) == (["hoja.pdf"], HUELLA, 0, 0)


def test_cortada_se_reanuda_donde_se_quedo_y_completa_no_se_repite():
    borrador = abierto()
    subidas.agregar(empezar(borrador), desde=0, contenido=PDF[:300])
    otra_vez = empezar(borrador)
    assert (otra_vez.recibidos, Subida.objects.count()) == (300, 1)
    subidas.agregar(otra_vez, desde=300, contenido=PDF[300:])
    assert empezar(borrador) == borrador.archivos.get()
    assert Subida.objects.count() == 0


@pytest.mark.parametrize("desde", [0, 299, 301, 10_000])
def test_un_trozo_fuera_de_lugar_no_entra_y_dice_desde_donde_seguir(desde):
    subida = empezar(abierto())
    subidas.agregar(subida, desde=0, contenido=PDF[:300])
    with pytest.raises(subidas.OtraPosicion) as error:
        subidas.agregar(subida, desde=desde, contenido=b"x")
    assert error.value.recibidos == 300


def test_mas_bytes_que_los_dichos_u_otra_huella_no_se_reciben():
    subida = empezar(abierto(), PDF)
    with pytest.raises(subidas.SubidaRechazada):
        subidas.agregar(subida, desde=0, contenido=PDF + b"x")
    distinta = empezar(abierto(), PDF, marca="f" * 64)
    with pytest.raises(subidas.SubidaRechazada, match="No se pudo subir"):
        subidas.agregar(distinta, desde=0, contenido=PDF)
    assert not Archivo.objects.filter(nombre="hoja.pdf").exists()


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [(b"", "«hoja.pdf» está vacío."), (b"%PDF-1.7\n" + b"basura" * 50, "«hoja.pdf» está dañado: no se pudo abrir como PDF. Vuelve a generarlo o escanearlo.")],
)
def test_los_errores_de_archivo_son_los_mismos(contenido, dice):
    with pytest.raises(subidas.SubidaRechazada) as error:
        subidas.agregar(empezar(abierto(), contenido), desde=0, contenido=contenido)
    assert str(error.value) == dice


def test_lo_que_pesa_de_mas_o_es_demasiado_se_niega_antes_de_subirlo(settings):
    borrador = abierto()
    with pytest.raises(subidas.SubidaRechazada, match="pesa más de 25 MB"):
        subidas.empezar(borrador, nombre="a.pdf", tamano=settings.ARCHIVO_TAMANO_MAXIMO + 1, marca="x")
    for n in range(10):
        empezar(borrador, PDF, marca=f"m{n}")
    with pytest.raises(subidas.SubidaRechazada, match="Son demasiados archivos"):
        empezar(borrador, PDF, marca="la once")


def test_las_que_nadie_termina_se_olvidan():
    vieja, nueva = empezar(abierto(), marca="vieja"), empezar(abierto(), marca="nueva")
    Subida.objects.filter(pk=vieja.pk).update(creada_en=reloj.ahora() - subidas.SE_OLVIDA_TRAS - timedelta(seconds=1))
    assert (subidas.olvidar_las_cortadas(), list(Subida.objects.all())) == (1, [nueva])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("sembrada")
def test_dos_pestanas_que_mandan_el_mismo_trozo_lo_suman_una_vez():
    subida = empezar(abierto())
    resultados = a_la_vez(4, lambda _n: subidas.agregar(Subida.objects.get(pk=subida.pk), desde=0, contenido=PDF[:200]))
    subida.refresh_from_db()
    assert (subida.recibidos, sum(isinstance(r, subidas.OtraPosicion) for r in resultados)) == (200, 3)


# --- El orden ----------------------------------------------------------------------------------------------------------


def test_se_reordenan_y_se_quitan():
    borrador = abierto()
    for n in range(3):
        subidas.agregar(empezar(borrador, PDF + b"%" * n, f"{n}.pdf"), desde=0, contenido=PDF + b"%" * n)
    en_orden = lambda: [a.nombre for a in borrador.en_orden()]  # noqa: E731 - se lee cuatro veces
    assert en_orden() == ["0.pdf", "1.pdf", "2.pdf"]
    borradores.mover(borrador, borrador.archivos.get(nombre="2.pdf").pk, -1)
    assert en_orden() == ["0.pdf", "2.pdf", "1.pdf"]
    borradores.mover(borrador, borrador.archivos.get(nombre="0.pdf").pk, -1)
    assert en_orden() == ["0.pdf", "2.pdf", "1.pdf"], "el primero ya no sube"
    borradores.quitar(borrador, borrador.archivos.get(nombre="2.pdf").pk)
    subidas.agregar(empezar(borrador, PDF + b"%%%%", "nuevo.pdf"), desde=0, contenido=PDF + b"%%%%")
    assert en_orden() == ["0.pdf", "1.pdf", "nuevo.pdf"]
