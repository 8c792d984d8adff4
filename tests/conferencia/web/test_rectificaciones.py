"""Rectificar lo publicado desde su página: lo firmado a la vista, lo que cambiaría antes de cambiarlo, y lo que ya no se puede."""

import re

import pytest
from django.urls import reverse

from conferencia.models import Compromiso, Hecho, Obligacion
from tests import reparto

pytestmark = pytest.mark.django_db


def direccion_de(compromiso: Compromiso) -> str:
    return reverse("compromiso-rectificar", args=[compromiso.pk])


def hoja(compromiso: Compromiso, **cambios) -> dict:
    """Lo que la página enviaría sin cambiar nada, con ``cambios`` encima."""
    fechas = {c: f.strftime("%d/%m/%Y") if (f := getattr(compromiso, c)) else "" for c in ("plazo_inicio", "plazo_vence")}
    return (
        fechas
        | {
            "version": compromiso.rectificaciones,
            "accion": compromiso.accion,
            "responsables": "\n".join(r.texto for r in compromiso.responsables.order_by("orden")),
            "modo": compromiso.modo,
            "entregable": compromiso.entregable,
            "plazo_clase": compromiso.plazo_clase,
            "motivo": "Fe de erratas del 6 de julio",
        }
        | cambios
    )


def test_rectificar_se_ve_junto_al_texto_firmado_y_el_enlace_no_ve_personas(hoy, entrar, texto):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/A8.2")
    cliente, direccion = entrar(reparto.titular()), direccion_de(compromiso)
    datos = hoja(compromiso, plazo_clase="fecha", plazo_vence="29/07/2022")
    sin_motivo = cliente.post(direccion, datos | {"motivo": " "})
    assert (sin_motivo.status_code, 'value="29/07/2022"' in sin_motivo.content.decode()) == (422, True)
    respuesta = cliente.post(direccion, datos, follow=True)
    leido = texto(respuesta)
    assert "lunes 18 de julio de 2022 → viernes 29 de julio de 2022" in leido
    assert ("Sofía Téllez (demo)" in leido, "Fe de erratas del 6 de julio" in leido, f"«{compromiso.cita}»" in leido) == (True, True, True)
    obligacion = Obligacion.objects.get(compromiso=compromiso)
    assert (obligacion.vence_el.isoformat(), obligacion.vence_original_el.isoformat()) == ("2022-07-29", "2022-07-18")
    pagina = reverse("disposicion-detail", args=[compromiso.disposicion_id])
    ajeno = texto(entrar(reparto.enlace()).get(pagina))
    assert ("Rectificaciones" in ajeno, "la Secretaría Técnica" in ajeno.split("Rectificaciones")[1], "Sofía" in ajeno.split("Rectificaciones")[1]) == (
        True,
        True,
        False,
    )
    assert direccion not in entrar(reparto.enlace()).get(pagina).content.decode()
    assert "Otra persona rectificó este compromiso" in texto(cliente.post(direccion, datos | {"motivo": "otra vez"}))


def test_lo_rectificado_no_se_llama_prorroga(hoy, entrar, texto):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/A8.2")
    cliente = entrar(reparto.titular())
    cliente.post(direccion_de(compromiso), hoja(compromiso, plazo_vence="29/07/2022"))
    obligacion = Obligacion.objects.get(compromiso=compromiso)
    pagina = reverse("obligacion-detail", args=[obligacion.pk])
    leido = texto(cliente.get(pagina))
    assert ("Rectificado; la fecha original era lunes 18 de julio de 2022" in leido, "Prorrogado" in leido) == (True, False)
    assert "Se rectificó el vencimiento" in leido
    assert "Antes lunes 18 de julio de 2022; ahora viernes 29 de julio de 2022" in leido
    assert "Rectificado; la fecha original era" in texto(cliente.get("/obligaciones/", {"q": obligacion.clave}))


def test_cambiar_quien_responde_se_ve_antes_y_se_confirma(hoy, entrar, texto):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/A8.1")
    cliente, antes = entrar(reparto.titular()), Hecho.objects.count()
    datos = hoja(compromiso, responsables="Unidades de Policía Cibernética")
    previa = cliente.post(direccion_de(compromiso), datos)
    leido = texto(previa)
    assert (previa.status_code, Hecho.objects.count(), Obligacion.objects.filter(compromiso=compromiso).count()) == (200, antes, 7)
    assert ("Nada se ha guardado todavía" in leido, "7 dejan de exigirse" in leido, "7 nacen" in leido) == (True, True, True)
    assert re.search(r">\s*Unidades de Policía Cibernética</textarea>", previa.content.decode())
    hecha = texto(cliente.post(direccion_de(compromiso), datos | {"confirmar": "1"}, follow=True))
    assert "quedaron sin efecto 7 obligaciones; nacieron 7 obligaciones" in hecha
    assert "Quién responde" in hecha.split("Rectificaciones")[1]
    estados = list(Obligacion.objects.filter(compromiso=compromiso).order_by("estado").values_list("estado", flat=True))
    assert estados == ["pendiente"] * 7 + ["sin_efecto"] * 7
    fuera = Obligacion.objects.filter(compromiso=compromiso, estado="sin_efecto").first()
    assert "Quedó sin efecto" in texto(cliente.get(reverse("obligacion-detail", args=[fuera.pk])))


def test_con_entregas_se_niega_y_se_dice_como_seguir(hoy, entrar, texto):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/A8.1")
    Obligacion.objects.filter(clave="ZC-2022-1/A8.1/PUE-SS").update(entregas_recibidas=1)
    respuesta = entrar(reparto.titular()).post(direccion_de(compromiso), hoja(compromiso, responsables="C5", confirmar="1"))
    leido = texto(respuesta)
    assert (respuesta.status_code, "ya hay entregas o trámites en 1 de sus obligaciones (PUE-SS)" in leido) == (422, True)
    assert ("Si ya hay entregas o trámites" in leido, "fe de erratas firmada" in leido) == (True, True)
    assert re.search(r">\s*C5</textarea>", respuesta.content.decode())


def test_sin_cambiar_nada_lo_dice(hoy, entrar, texto):
    compromiso = Compromiso.objects.get(clave="ZC-2022-1/A12.2")
    respuesta = entrar(reparto.titular()).post(direccion_de(compromiso), hoja(compromiso))
    assert (respuesta.status_code, "No cambiaste nada." in texto(respuesta)) == (422, True)
