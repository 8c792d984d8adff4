"""La mesa de captura: confirmar de uno en uno, corregir, descartar, agregar, y no pisarse. Con formularios y, más corto, con htmx."""

import re

import pytest
from django.urls import reverse

from conferencia.domain.captura import hallar
from conferencia.models import Acta, Compromiso, Hecho
from conferencia.services.captura import confirmar
from conferencia.services.publicacion import publicar
from tests import reparto
from tests.conferencia.captura import acta_leida

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def acta(hoy) -> Acta:
    return acta_leida()


def ruta(nombre: str, acta: Acta, *resto) -> str:
    return reverse(f"captura-{nombre}", args=[acta.pk, *resto])


def hoja(acta: Acta, identidad: str = "a1-1", **cambios) -> dict:
    """Lo que la hoja enviaría sin cambiar nada, con ``cambios`` encima."""
    _, c = hallar(acta.lectura, identidad)
    return {
        "version": acta.version,
        "accion": c["accion"],
        "responsables": "\n".join(c["responsables"]),
        "naturaleza": c["naturaleza"],
        "modo": c["modo"],
        "clase": c["plazo"]["clase"],
        "vence": "30/09/2022" if c["plazo"]["vence"] else "",
        "entregable": c["entregable"] or "",
    } | cambios


def revision(acta: Acta, identidad: str) -> str:
    return hallar(Acta.objects.get(pk=acta.pk).lectura, identidad)[1]["revision"]


def test_la_mesa_muestra_el_texto_con_lo_hallado_y_cada_compromiso(acta, entrar, texto):
    pagina = entrar(reparto.titular()).get(reverse("acta-detail", args=[acta.pk]))
    cuerpo, leido = pagina.content.decode(), texto(pagina)
    assert re.findall(r'data-c="([^"]+)"', cuerpo)[0] == "a1-1"
    assert (cuerpo.count('class="pieza pieza--propuesto"'), "Faltan 2 de 2 por confirmar" in leido) == (2, True)
    assert 'class="texto__cita texto--propuesto texto__plazo"' in cuerpo
    assert "vence el viernes 30 de septiembre de 2022" in leido
    assert "→ Secretaría de Seguridad de cada entidad" in leido
    assert "Sin plazo. Agregue una fecha: «a más tardar el [día] de [mes] de [año]»." in leido
    parrafos = re.findall(r'<p class="texto__parrafo"[^>]*>(.*?)</p>', cuerpo, flags=re.DOTALL)
    assert [re.sub(r"<[^>]+>", "", p) for p in parrafos] == [p for d in acta.lectura["disposiciones"] for p in d["parrafos"]]


def test_aceptar_lleva_al_siguiente_y_descartar_pide_motivo(acta, entrar, texto):
    cliente = entrar(reparto.analista())
    respuesta = cliente.post(ruta("aceptar", acta, "a1-1"), {"version": 1})
    assert respuesta["Location"] == reverse("acta-detail", args=[acta.pk]) + "#c-a2-1"
    sin_motivo = cliente.post(ruta("descartar", acta, "a2-1"), {"version": 2})
    assert (sin_motivo.status_code, "Escribe por qué no es un compromiso." in texto(sin_motivo)) == (422, True)
    cliente.post(ruta("descartar", acta, "a2-1"), {"version": 2, "motivo-a2-1": "exhorta"})
    mesa = cliente.get(reverse("acta-detail", args=[acta.pk]))
    assert (revision(acta, "a1-1"), revision(acta, "a2-1")) == ("aceptado", "descartado")
    assert "Todo confirmado : 2 de 2 · 1 descartado" in texto(mesa)
    cliente.post(ruta("recuperar", acta, "a2-1"), {"version": 3})
    assert revision(acta, "a2-1") == "propuesto"
    cliente.post(ruta("aceptar-todo", acta), {"version": 4})
    assert revision(acta, "a2-1") == "aceptado"


def test_con_htmx_vuelve_solo_lo_que_cambio_y_la_version_nueva(acta, entrar):
    respuesta = entrar(reparto.titular()).post(ruta("aceptar", acta, "a1-1"), {"version": 1}, **HTMX)
    cuerpo = respuesta.content.decode()
    assert re.findall(r'<article class="pieza [^"]*" id="([^"]+)"', cuerpo) == ["c-a1-1"]
    assert re.findall(r'name="version" value="(\d+)"', cuerpo) == ["2"]
    assert ('data-siguiente="a2-1"' in cuerpo, "<html" in cuerpo) == (True, False)


def test_corregir_el_plazo_lo_explica_y_lo_da_por_aceptado(acta, entrar, texto):
    cliente = entrar(reparto.titular())
    pagina = cliente.get(ruta("editar", acta, "a1-1"))
    assert (pagina.status_code, 'value="30/09/2022"' in pagina.content.decode()) == (200, True)
    respuesta = cliente.post(ruta("editar", acta, "a1-1"), hoja(acta, vence="31/10/2022", responsables="Secretarios\nC5\n"))
    assert respuesta.status_code == 302
    _, c = hallar(Acta.objects.get(pk=acta.pk).lectura, "a1-1")
    assert (c["plazo"]["vence"], c["responsables"], c["revision"]) == ("2022-10-31", ["Secretarios", "C5"], "aceptado")
    assert c["plazo"]["explicacion"] == ["Lo capturó una persona. La lectura decía: vence el viernes 30 de septiembre de 2022."]
    assert c["plazo"]["texto"] == "a más tardar el 30 de septiembre del presente año"


def test_sin_cambiar_nada_guardar_acepta_y_conserva_el_calculo(acta, entrar):
    entrar(reparto.titular()).post(ruta("editar", acta, "a1-1"), hoja(acta))
    _, c = hallar(Acta.objects.get(pk=acta.pk).lectura, "a1-1")
    _, antes = hallar(acta.lectura, "a1-1")
    assert (c["revision"], c["plazo"]) == ("aceptado", antes["plazo"])


MALAS = {
    "sin acción": ({"accion": ""}, "Escribe el dato: Qué se debe hacer"),
    "fecha imposible": ({"vence": "31/02/2022"}, "Escribe una fecha real, como 30/09/2022: Vence el"),
    "fecha sin fecha": ({"vence": ""}, "Escribe la fecha en que vence."),
    "término sin cantidad": ({"clase": "termino"}, "Escribe cuántos días, meses o años, y cuáles."),
    "modo inventado": ({"modo": "ninguno"}, "Cómo se responde"),
    "da plazo a sí mismo": ({"completa": "a1-1"}, "Da plazo a"),
    "responsable larguísimo": ({"responsables": "x" * 301}, "Escribe cada responsable en su renglón"),
}


@pytest.mark.parametrize("caso", MALAS)
@pytest.mark.parametrize("cabeceras", [{}, HTMX], ids=["formulario", "htmx"])
def test_lo_mal_escrito_se_dice_y_no_se_pierde(acta, entrar, texto, caso, cabeceras):
    cambios, dicho = MALAS[caso]
    datos = hoja(acta, **({"entregable": "informe firmado por la titular"} | cambios))
    respuesta = entrar(reparto.titular()).post(ruta("editar", acta, "a1-1"), datos, **cabeceras)
    assert (respuesta.status_code, "Hay un problema" in texto(respuesta), dicho in texto(respuesta)) == (422, True, True)
    assert 'value="informe firmado por la titular"' in respuesta.content.decode()
    assert Acta.objects.get(pk=acta.pk).version == 1


@pytest.mark.parametrize("cabeceras", [{}, HTMX], ids=["formulario", "htmx"])
def test_si_otra_persona_toco_lo_mismo_se_dice_que_hizo_y_lo_escrito_sigue_ahi(acta, entrar, texto, cabeceras):
    confirmar(por=reparto.facultades(reparto.analista()), acta=acta, version=1, identidades=["a1-1"])
    cliente = entrar(reparto.titular())
    respuesta = cliente.post(ruta("editar", acta, "a1-1"), hoja(acta, entregable="lo que yo escribí"), **cabeceras)
    leido, cuerpo = texto(respuesta), respuesta.content.decode()
    assert respuesta.status_code == 409
    assert ("Andrés Lira (demo) aceptó A1.1" in leido, "Así quedó mientras escribías" in leido) == (True, True)
    assert ('value="lo que yo escribí"' in cuerpo, 'name="version" value="2"' in cuerpo) == (True, True)
    assert cliente.post(ruta("editar", acta, "a1-1"), hoja(acta, entregable="lo que yo escribí", version=2)).status_code == 302
    assert hallar(Acta.objects.get(pk=acta.pk).lectura, "a1-1")[1]["entregable"] == "lo que yo escribí"


def test_descartar_a_ciegas_conserva_el_motivo(acta, entrar):
    confirmar(por=reparto.facultades(reparto.analista()), acta=acta, version=1, identidades=["a1-1"])
    respuesta = entrar(reparto.titular()).post(ruta("descartar", acta, "a1-1"), {"version": 1, "motivo-a1-1": "no obliga"})
    assert (respuesta.status_code, 'value="no obliga"' in respuesta.content.decode(), revision(acta, "a1-1")) == (409, True, "aceptado")


def test_si_otra_persona_toco_otra_cosa_se_guarda_y_se_cuenta(acta, entrar):
    confirmar(por=reparto.facultades(reparto.analista()), acta=acta, version=1, identidades=["a1-1"])
    respuesta = entrar(reparto.titular()).post(ruta("aceptar", acta, "a2-1"), {"version": 1}, **HTMX)
    assert (respuesta.status_code, revision(acta, "a2-1")) == (200, "aceptado")
    assert "Mientras tanto, Andrés Lira (demo) aceptó A1.1." in respuesta.content.decode()


def test_aceptar_todo_con_una_version_vieja_no_acepta_lo_que_nadie_vio(acta, entrar, texto):
    confirmar(por=reparto.facultades(reparto.analista()), acta=acta, version=1, identidades=["a1-1"])
    respuesta = entrar(reparto.titular()).post(ruta("aceptar-todo", acta), {"version": 1}, follow=True)
    assert ("Andrés Lira (demo) aceptó A1.1" in texto(respuesta), revision(acta, "a2-1")) == (True, "propuesto")


def test_agregar_por_seleccion_o_copiando_la_frase(acta, entrar, texto):
    cliente, direccion = entrar(reparto.titular()), ruta("agregar", acta, "acuerdo", 2)
    parrafo = acta.lectura["disposiciones"][1]["parrafos"][0]
    frase = "El directorio es de uso interno."
    inicio = parrafo.index(frase)
    vista = cliente.get(direccion, {"parrafo": 1, "inicio": inicio, "fin": inicio + len(frase)})
    assert f">\n{frase}</textarea>" in vista.content.decode()
    datos = {
        "version": 1,
        "parrafo": 1,
        "frase": frase,
        "accion": "guardar el directorio",
        "naturaleza": "obligacion",
        "modo": "individual",
        "clase": "sin_plazo",
    }
    for mala, dicho in (("El directorio es público.", "Esa frase no está en el párrafo elegido."), ("directorio", "Esa frase está 2 veces en el párrafo.")):
        respuesta = cliente.post(direccion, datos | {"frase": mala})
        assert (respuesta.status_code, dicho in texto(respuesta), "guardar el directorio" in respuesta.content.decode()) == (422, True, True)
    respuesta = cliente.post(direccion, datos)
    assert respuesta["Location"].endswith("#c-a2-2")
    _, c = hallar(Acta.objects.get(pk=acta.pk).lectura, "a2-2")
    assert parrafo[c["texto"]["inicio"] : c["texto"]["fin"]] == frase
    assert {k: c[k] for k in ("agregado", "revision", "responsables")} == {"agregado": True, "revision": "aceptado", "responsables": []}


def test_lo_seleccionado_manda_aunque_la_frase_se_repita(acta, entrar):
    cliente, direccion = entrar(reparto.titular()), ruta("agregar", acta, "acuerdo", 2)
    parrafo = acta.lectura["disposiciones"][1]["parrafos"][0]
    segunda = parrafo.rindex("directorio")
    vista = cliente.get(direccion, {"parrafo": 1, "inicio": segunda, "fin": segunda + 10})
    (lugar,) = re.findall(r'name="lugar" value="([^"]*)"', vista.content.decode())
    datos = {"version": 1, "parrafo": 1, "frase": "directorio", "lugar": lugar, "accion": "x", "naturaleza": "obligacion", "modo": "individual"}
    assert cliente.post(direccion, datos | {"clase": "sin_plazo"}).status_code == 302
    assert hallar(Acta.objects.get(pk=acta.pk).lectura, "a2-2")[1]["texto"] == {"inicio": segunda, "fin": segunda + 10}


def test_la_cita_se_vuelve_a_trazar_con_la_frase_o_lo_seleccionado(acta, entrar, texto):
    cliente, direccion = entrar(reparto.titular()), ruta("cita", acta, "a2-1")
    parrafo = acta.lectura["disposiciones"][1]["parrafos"][0]
    _, leido = hallar(acta.lectura, "a2-1")
    de_hoy = parrafo[leido["texto"]["inicio"] : leido["texto"]["fin"]]
    frase = "El directorio es de uso interno."
    inicio = parrafo.index(frase)
    assert f">\n{de_hoy}</textarea>" in cliente.get(direccion).content.decode()
    elegida = cliente.get(direccion, {"parrafo": 1, "inicio": inicio, "fin": inicio + len(frase)})
    assert (f">\n{frase}</textarea>" in elegida.content.decode(), de_hoy in texto(elegida)) == (True, True)
    mala = cliente.post(direccion, {"version": 1, "parrafo": 1, "frase": "Esto no lo dice."})
    assert (mala.status_code, "Esa frase no está en el párrafo elegido." in texto(mala)) == (422, True)
    respuesta = cliente.post(direccion, {"version": 1, "parrafo": 1, "frase": frase, "lugar": f"1:{inicio}"}, follow=True)
    assert (respuesta.redirect_chain[0][0], "Cita cambiada." in texto(respuesta)) == (f"{reverse('acta-detail', args=[acta.pk])}#c-a2-1", True)
    _, c = hallar(Acta.objects.get(pk=acta.pk).lectura, "a2-1")
    assert (parrafo[c["texto"]["inicio"] : c["texto"]["fin"]], c["revision"]) == (frase, "propuesto")


def test_trazar_la_cita_de_lo_que_otro_toco_avisa_y_conserva_la_frase(acta, entrar, texto):
    confirmar(por=reparto.facultades(reparto.analista()), acta=acta, version=1, identidades=["a2-1"])
    cliente, direccion = entrar(reparto.titular()), ruta("cita", acta, "a2-1")
    frase = "El directorio es de uso interno."
    respuesta = cliente.post(direccion, {"version": 1, "parrafo": 1, "frase": frase})
    assert (respuesta.status_code, "Andrés Lira (demo) aceptó A2.1" in texto(respuesta)) == (422, True)
    cuerpo = respuesta.content.decode()
    assert (f">\n{frase}</textarea>" in cuerpo, 'name="version" value="2"' in cuerpo) == (True, True)
    assert cliente.post(direccion, {"version": 2, "parrafo": 1, "frase": frase}).status_code == 302


def test_la_vista_elegida_se_recuerda_entre_gestos(acta, entrar):
    cliente, mesa = entrar(reparto.titular()), reverse("acta-detail", args=[acta.pk])
    for pedida, recordada in ((None, None), ("pagina", "pagina"), (None, "pagina"), ("absurda", "pagina"), ("texto", "texto")):
        cliente.get(mesa, {"vista": pedida} if pedida else {})
        assert cliente.session.get("vista_de_captura") == recordada


@pytest.mark.parametrize("parametros", [{"parrafo": "9", "inicio": "0", "fin": "5"}, {"parrafo": "uno"}, {"parrafo": "1", "inicio": "-4", "fin": "9" * 20}])
def test_una_seleccion_absurda_abre_la_hoja_en_blanco(acta, entrar, parametros):
    assert entrar(reparto.titular()).get(ruta("agregar", acta, "acuerdo", 2), parametros).status_code == 200


@pytest.mark.parametrize(
    ("nombre", "resto"),
    [
        ("editar", ["a9-9"]),
        ("cita", ["a9-9"]),
        ("agregar", ["acuerdo", 99]),
        ("agregar", ["decreto", 1]),
        ("referencia", ["acuerdo", 1, 0]),
        ("referencia", ["acuerdo", 77, 0]),
    ],
)
def test_lo_que_no_esta_en_el_acta_no_existe(acta, entrar, nombre, resto):
    assert entrar(reparto.titular()).get(ruta(nombre, acta, *resto)).status_code == 404


CON_REFERENCIA = """# Tercera Reunión Zona Centro 2022

Pachuca, Hidalgo, a 10 de agosto de 2022.

## ACUERDAN:

### PRIMERO.- DIAGNÓSTICO

Los Secretarios reconocen la importancia del tema.

Los Secretarios de Seguridad de la Zona Centro se comprometen a entregar un diagnóstico.

## TRANSITORIOS

### ÚNICO.- PLAZO

Para dar cumplimiento al acuerdo PRIMERO en su párrafo primero, los Secretarios de Seguridad entregarán el diagnóstico a más tardar el 30 de septiembre de 2022.
"""


def test_una_referencia_se_endereza_y_conserva_lo_que_dice(hoy, entrar, texto):
    acta = acta_leida(CON_REFERENCIA, "tercera.md")
    cliente, direccion = entrar(reparto.titular()), ruta("referencia", acta, "transitorio", 1, 0)
    assert "acuerdo PRIMERO en su párrafo primero" in texto(cliente.get(direccion))
    assert cliente.post(direccion, {"version": 1, "destino": "acuerdo 5 1"}).status_code == 422
    assert cliente.post(direccion, {"version": 7, "destino": "acuerdo 1 2"}).status_code == 422
    assert cliente.post(direccion, {"version": 1, "destino": "acuerdo 1 2"}).status_code == 302
    leida = Acta.objects.get(pk=acta.pk).lectura["disposiciones"][1]["referencias"][0]
    assert (leida["parrafo"], leida["corregida"]) == (1, {"clase": "acuerdo", "numero": 1, "parrafo": 2})
    assert "Remite a acuerdo 1, párrafo 2 (corregido a mano" in texto(cliente.get(reverse("acta-detail", args=[acta.pk])))


def test_publicada_ya_no_se_captura(acta, entrar):
    publicar(por=reparto.facultades(reparto.titular()), acta=acta, confirmar_todo=True)
    cliente, reunion = entrar(reparto.titular()), reverse("reunion-detail", args=[acta.reunion_id])
    antes = Hecho.objects.count()
    destinos = [
        cliente.get(reverse("acta-detail", args=[acta.pk]))["Location"],
        cliente.get(ruta("editar", acta, "a1-1"))["Location"],
        cliente.post(ruta("cita", acta, "a1-1"), {"version": 1, "parrafo": 1, "frase": "x"})["Location"],
        cliente.post(ruta("aceptar", acta, "a1-1"), {"version": 1})["Location"],
        cliente.post(ruta("agregar", acta, "acuerdo", 1), {"version": 1})["Location"],
    ]
    assert (destinos, Hecho.objects.count()) == ([reunion] * 5, antes)
    assert cliente.post(ruta("aceptar", acta, "a1-1"), {"version": 1}, **HTMX)["HX-Redirect"] == reunion


@pytest.mark.parametrize("quien", [reparto.enlace, reparto.consulta, reparto.sin_designacion])
def test_nadie_mas_toca_la_mesa_ni_rectifica(acta, entrar, quien):
    cliente, publicado = entrar(quien()), Compromiso.objects.get(clave="ZC-2022-1/A8.1")
    antes = Hecho.objects.count()
    pedidos = [
        cliente.get(ruta("editar", acta, "a1-1")),
        cliente.post(ruta("editar", acta, "a1-1"), hoja(acta)),
        *(cliente.post(ruta(n, acta, "a1-1"), {"version": 1, "motivo-a1-1": "x"}) for n in ("aceptar", "descartar", "recuperar")),
        cliente.post(ruta("aceptar-todo", acta), {"version": 1}),
        cliente.get(ruta("agregar", acta, "acuerdo", 1)),
        cliente.get(ruta("cita", acta, "a1-1")),
        cliente.post(ruta("cita", acta, "a1-1"), {"version": 1, "parrafo": 1, "frase": "Los Secretarios"}),
        cliente.get(ruta("referencia", acta, "acuerdo", 1, 0)),
        cliente.get(reverse("acta-borrador")),
        cliente.get(reverse("compromiso-rectificar", args=[publicado.pk])),
        cliente.post(reverse("compromiso-rectificar", args=[publicado.pk]), {"accion": "x", "motivo": "y", "version": 0}),
    ]
    assert {p.status_code for p in pedidos} == {403}
    assert all(b"informe de avances" not in p.content for p in pedidos)
    assert (Hecho.objects.count(), Acta.objects.get(pk=acta.pk).version) == (antes, 1)


def test_antes_de_publicar_se_avisa_lo_que_no_obligara_a_nadie(entrar, texto, hoy):
    acta = acta_leida("Puebla, a 6 de julio de 2022.\n\nACUERDAN\n\nPRIMERO.- La Fiscalía Lunar entregará el padrón a más tardar el 30 de septiembre de 2022.")
    leido = texto(entrar(reparto.titular()).get(reverse("acta-publicar", args=[acta.pk])))
    assert "1 compromiso no obligará a nadie: no se reconoce a quién responde. Corrígelo antes, o descártalo." in leido
    assert "Fiscalía Lunar no está en el catálogo" in leido
